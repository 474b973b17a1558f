import { anchorOf, cutsText, networkInput, onResidency, type PanelRequest, planeInput, zoneCuts } from '../graph';
import type * as compute from './compute';

export const fan: PanelRequest<typeof compute.fan> = {
  allowedNonFinite: [],
  key: (sources) => {
    const own = onResidency(sources);
    return own && `${own} ${anchorOf(sources)} ${sources.settings.mixing}`;
  },
  input: (sources) => ({
    ...planeInput(sources),
    states: sources.analyses.residency!.value!.states,
    anchor: anchorOf(sources),
    mixing: sources.settings.mixing,
  }),
};

export const sensitivity: PanelRequest<typeof compute.sensitivity> = {
  allowedNonFinite: ['zones', 'traceRatio', 'agreementGap', 'verdict'],
  key: (sources) => {
    const own = onResidency(sources);
    return own && `${own} ${cutsText(sources)} ${sources.settings.mixing}`;
  },
  input: (sources) => ({
    ...networkInput(sources),
    report: sources.analyses.residency!.value!,
    cuts: zoneCuts(sources.settings),
    mixing: sources.settings.mixing,
  }),
};
