import type { ComponentType } from 'react';
import type { PictureId } from '../states';
import { Chains } from './Chains';
import { ComparedLevels, ComparedModels, ComparedMoment } from './Compared';
import { FuturesOfTwo } from './Futures';
import { Hidden } from './Hidden';
import { Models } from './Models';
import { CountedPairs, PairsAndDice } from './Pairs';
import { Planes } from './Planes';
import { Rectified } from './Rectified';
import { Reused } from './Reused';
import { Silenced } from './Silenced';
import { Released, Skeleton } from './Skeleton';
import { Stays } from './Stays';
import { Tally } from './Tally';
import { Wall } from './Wall';
import { Written } from './Written';
import { Yours } from './Yours';
import { ZoneMap } from './ZoneMap';

const PICTURE_OF: Record<PictureId, ComponentType> = {
  hidden: Hidden,
  rows: ComparedModels,
  plateau: ComparedMoment,
  levels: ComparedLevels,
  futures: FuturesOfTwo,
  zones: ZoneMap,
  yours: Yours,
  reused: Reused,
  counted: CountedPairs,
  dice: PairsAndDice,
  models: Models,
  stays: Stays,
  silenced: Silenced,
  chains: Chains,
  planes: Planes,
  tally: Tally,
  written: Written,
  wall: Wall,
  rectified: Rectified,
  skeleton: Skeleton,
  released: Released,
};

/** The picture of a step in place of the portrait. */
export function StepPicture({ id }: { id: PictureId }) {
  const Picture = PICTURE_OF[id];
  return <Picture />;
}
