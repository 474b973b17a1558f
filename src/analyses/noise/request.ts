import { inPlane, modelInput, type PanelRequest, planeInput } from '../graph';
import type * as compute from './compute';

export const noise: PanelRequest<typeof compute.noise> = {
  // A batch without a change of label, or without a row that can be judged.
  allowedNonFinite: ['emissions.levels', 'emissions.minimum'],
  key: (sources) => {
    const key = inPlane(sources);
    return key && `${key} ${sources.settings.bandwidth}`;
  },
  input: (sources) => ({ ...planeInput(sources), ...modelInput(sources), bandwidth: sources.settings.bandwidth }),
};
