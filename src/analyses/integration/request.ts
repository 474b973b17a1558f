import { integrationTargets } from '../../dynamics/circuit/noiseIntegration';
import { networkInput, type PanelRequest } from '../graph';
import { onParts, pairOf, populationsOf } from '../mechanism';
import type * as compute from './compute';

export const integration: PanelRequest<typeof compute.integration> = {
  // Where no more noise was gathered than by chance, there is no time in which it was.
  allowedNonFinite: ['directions.*.populations', 'directions.*.drive'],
  key: onParts,
  input: (sources) => ({
    ...networkInput(sources),
    targets: integrationTargets(pairOf(sources)!, populationsOf(sources)!.populations),
  }),
};
