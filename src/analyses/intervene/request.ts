import { networkInput, type PanelRequest } from '../graph';
import { groupsText, kickGroupsOf, kickReportOf, targetOf } from '../mechanism';
import type * as compute from './compute';

export const sweep: PanelRequest<typeof compute.sweep> = {
  allowedNonFinite: ['points.*.dwellCv', 'points.*.reach', 'points.*.exits', 'null'],
  key: (sources) => {
    const { network, settings } = sources;
    const target = targetOf(sources, settings.actOn);
    if (!network || !target || target.units.length === 0) return undefined;
    return `${network.fingerprint} ${settings.actOn} ${target.part} ${target.units} ${groupsText(sources)}`;
  },
  input: (sources) => ({
    ...networkInput(sources),
    target: targetOf(sources, sources.settings.actOn)!,
    groups: kickGroupsOf(sources),
    activeShare: kickReportOf(sources)?.activeShare ?? new Array<number>(sources.network!.weights.hiddenSize).fill(1),
  }),
};

export const experiment: PanelRequest<typeof compute.experiment> = {
  allowedNonFinite: ['flipsRatio', 'reachRatio', 'pairsRatio', 'verdict'],
  key: (sources) => {
    const { network, experiment: chosen } = sources;
    const target = chosen && targetOf(sources, chosen.target);
    if (!network || !target || target.units.length === 0) return undefined;
    return `${network.fingerprint} ${chosen.id} ${chosen.target} ${target.part} ${target.units}`;
  },
  input: (sources) => ({
    ...networkInput(sources),
    target: targetOf(sources, sources.experiment!.target)!,
    id: sources.experiment!.id,
  }),
  asked: true,
};
