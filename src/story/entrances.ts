import type { Entrance } from './entrance';
import { FIRST_ENTRANCES } from './entrancesFirst';
import { LATER_ENTRANCES } from './entrancesLater';
import { PICTURE_ENTRANCES } from './entrancesPictures';

/** Entrances by chapter and step. */
export const ENTRANCES: Readonly<Record<string, Entrance>> = {
  ...FIRST_ENTRANCES,
  ...LATER_ENTRANCES,
  ...PICTURE_ENTRANCES,
};

/** The fall in slow motion that follows when a reader of the opening takes the noise away. It begins wherever the run stands. */
export const FALL: Entrance = {
  before: 0,
  cues: [{ at: 0, set: { speed: 12 } }],
  end: 26,
  last: '',
};
