import { networkInput, type PanelRequest, type Sources } from '../graph';
import { onParts, pairOf, populationsOf } from '../mechanism';
import type * as compute from './compute';

export const activity: PanelRequest<typeof compute.activity> = {
  allowedNonFinite: ['activities', 'flips', 'lags'],
  key: onParts,
  input: (sources) => ({ ...networkInput(sources), parts: partsOf(sources) }),
};

/** What is shown together: both groups of the pair and both populations. */
function partsOf(sources: Sources) {
  const [first, second] = pairOf(sources)!;
  const { populations } = populationsOf(sources)!;
  return [
    { name: `kick group ${first.name}`, units: first.units },
    { name: `kick group ${second.name}`, units: second.units },
    { name: 'population 1', units: populations[0] },
    { name: 'population 2', units: populations[1] },
  ];
}
