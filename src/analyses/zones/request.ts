import { cutsText, onBasis, type PanelRequest, planeInput, seedOf, zoneCuts } from '../graph';
import type * as compute from './compute';

export const residency: PanelRequest<typeof compute.residency> = { allowedNonFinite: [], key: onBasis, input: planeInput };

export const zones: PanelRequest<typeof compute.zones> = {
  allowedNonFinite: ['summaries', 'verdicts'],
  // Zones are made of the residency times on screen, whichever network those belong to.
  key: (sources) => {
    const { residency: found } = sources.analyses;
    return found?.value && `${found.key} ${cutsText(sources)}`;
  },
  input: (sources) => ({
    report: sources.analyses.residency!.value!,
    cuts: zoneCuts(sources.settings),
    seed: seedOf(sources),
  }),
};
