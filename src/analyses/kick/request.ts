import { networkInput, type PanelRequest, type Sources } from '../graph';
import { kickGroupsOf, kickKey, kickReportOf, onKick } from '../mechanism';
import type * as compute from './compute';

export const kick: PanelRequest<typeof compute.kick> = {
  // Relative to an exit probability that may be 0.
  allowedNonFinite: [
    ...['effects', 'path', 'curve', 'score', 'exhaustive', 'profiles'].map((part) => `directions.*.${part}`),
    'groups',
  ],
  key: ({ network, orbit, settings }) => (network && !orbit?.divergent ? kickKey(network.fingerprint, settings) : undefined),
  input: (sources) => ({ ...networkInput(sources), size: sources.settings.groupSize }),
};

export const kickScore: PanelRequest<typeof compute.kickScore> = {
  allowedNonFinite: ['*.score'],
  key: (sources) => {
    const key = onKick(sources);
    return key && `${key} ${edits(sources).map(({ from, to, units }) => `${from}${to} ${units}`)}`;
  },
  input: (sources) => ({ weights: sources.network!.weights, report: kickReportOf(sources)!, edits: edits(sources) }),
};

/** The groups changed by hand with the directions they stand for. */
const edits = (sources: Sources) =>
  kickGroupsOf(sources)
    .filter(({ name }) => sources.groupEdits[name])
    .flatMap(({ units, directions }) => directions.map((direction) => ({ ...direction, units: [...units] })))
    .filter(({ units }) => units.length > 0);
