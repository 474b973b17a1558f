import { useMemo } from 'react';
import type { KickReport } from '../../dynamics/kick/kickNeurons';
import { type DirectionOverlap, directionOverlap } from '../../dynamics/skeleton/saddles';
import type { SkeletonPoint } from '../../dynamics/skeleton/skeleton';
import { AnalysisBody } from '../../ui/AnalysisPanel';
import { useApp } from '../../ui/context';
import { NumberCell } from '../../ui/numbers';
import { kickGroupsOf } from '../mechanism';
import { DETAILS, OVERLAP } from './words';

/** Units that fire in fewer steps than this share count as silent, as in the search for kick groups. */
const FIRES = 0.05;

/** Kick units among the strongest entries of the unstable directions, with two nulls. */
export function Overlap({ points }: { points: readonly SkeletonPoint[] }) {
  if (!points.some(({ unstable }) => unstable > 0)) return <p className="figure-note">{DETAILS.noSaddle}</p>;
  return <AnalysisBody name="kick">{(kick) => <Compared points={points} kick={kick} />}</AnalysisBody>;
}

function Compared({ points, kick }: { points: readonly SkeletonPoint[]; kick: KickReport }) {
  const groups = useApp(kickGroupsOf);
  const units = useMemo(() => groups.filter(({ meetsBar }) => meetsBar).flatMap((group) => group.units), [groups]);
  const hiddenSize = points[0]!.state.length;
  if (units.length === 0 || units.some((unit) => unit >= hiddenSize)) return <p className="figure-note">{DETAILS.noGroups}</p>;
  const firing = kick.activeShare.flatMap((share, unit) => (share >= FIRES ? [unit] : []));
  return (
    <dl className="numbers">
      <Cell name="kick units in the unstable directions" found={directionOverlap(points, units, hiddenSize)} />
      <Cell name="among the units that fire" found={directionOverlap(points, units, hiddenSize, firing)} />
    </dl>
  );
}

function Cell({ name, found: { asked, inside, strongest, outOf, p } }: { name: string; found: DirectionOverlap }) {
  return (
    <NumberCell name={name} term={OVERLAP}>
      {inside} of {asked}{' '}
      <small>
        ({strongest} of {outOf} units are the strongest; p = {p < 0.001 ? p.toExponential(0) : p.toFixed(3)})
      </small>
    </NumberCell>
  );
}
