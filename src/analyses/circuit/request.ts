import { leadingUnits } from '../../dynamics/kick/kickGroups';
import { networkInput, type PanelRequest, type Sources } from '../graph';
import { kickReportOf, onParts, pairOf, populationsOf } from '../mechanism';
import type * as compute from './compute';

export const blocks: PanelRequest<typeof compute.blocks> = {
  // Parts may be empty, and all weights equal.
  allowedNonFinite: ['blocks', 'candidateP', 'selfOverCross', 'leaders', 'verdicts'],
  key: onParts,
  input: (sources) => {
    const [first, second] = pairOf(sources)!;
    const { directions } = kickReportOf(sources)!;
    return {
      ...networkInput(sources),
      parts: { groups: [first.units, second.units], populations: populationsOf(sources)!.populations },
      leaders: {
        groups: [leadingUnits(first, directions), leadingUnits(second, directions)],
        candidates: [candidatesOf(sources, first.directions), candidatesOf(sources, second.directions)],
      },
    };
  },
};

/** Candidates of the directions a group stands for: its verdict is reported against them too. */
function candidatesOf(sources: Sources, directions: readonly { from: number; to: number }[]): number[] {
  const report = kickReportOf(sources)!;
  const own = report.directions.filter(({ from, to }) => directions.some((d) => d.from === from && d.to === to));
  return [...new Set(own.flatMap(({ candidates }) => candidates))];
}
