import { cutsText, networkInput, onResidency, type PanelRequest, seedOf, zoneCuts } from '../graph';
import type * as compute from './compute';

export const spectrum: PanelRequest<typeof compute.spectrum> = {
  allowedNonFinite: ['hitRate'],
  key: onResidency,
  input: (sources) => ({ ...networkInput(sources), states: sources.analyses.residency!.value!.states }),
};

export const spectrumZones: PanelRequest<typeof compute.spectrumZones> = {
  allowedNonFinite: ['zones', 'unstableDifference', 'kickOverCluster', 'transitionOverCluster', 'verdict'],
  key: (sources) => {
    const { spectrum: spectra, residency } = sources.analyses;
    const fits = spectra?.value && residency?.value && spectra.key === residency.key;
    return fits ? `${spectra.key} ${cutsText(sources)}` : undefined;
  },
  input: (sources) => ({
    spectra: sources.analyses.spectrum!.value!,
    report: sources.analyses.residency!.value!,
    cuts: zoneCuts(sources.settings),
    seed: seedOf(sources),
  }),
};
