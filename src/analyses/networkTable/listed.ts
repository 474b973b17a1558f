import { CLAIM_DEFINITIONS } from '../../claims/claim';
import { type Provenance, provenanceOf, UNKNOWN } from '../../claims/provenance';
import { PAPER_HMMS, type PaperHmmId } from '../../hmm/models';
import type { HmmSpec } from '../../hmm/spec';
import { weightsFingerprint } from '../../rnn/weights';
import { testedShipped, verdictsOf } from '../../state/analyses/claimResults';
import type { AppController } from '../../state/app';
import { choiceOf, loadWeights, presetIndex } from '../../state/networks/presets';
import type { NetworkInView } from '../../state/networks/slice';
import type { KeptNetwork, KeptVerdicts } from '../../state/persistence/networkRecord';
import type { Preset } from '../../training/presets';
import type { NetworkScores } from './compute';

/** A network that can be listed, tested and compared, whether it is in view or not. */
export interface ListedNetwork {
  /** As it stands in links: the id of a network that ships, the fingerprint of one's own. */
  id: string;
  name: string;
  /** 'view': in view, and kept nowhere. */
  source: 'training' | 'file' | 'shipped' | 'view';
  hmm: HmmSpec;
  hiddenSize: number;
  recipe: Provenance;
  /** Of the training; undefined where it is not known. */
  seed: number | undefined;
  update: number;
  /** Undefined until it is measured. */
  measured: NetworkScores | undefined;
  /** Undefined until all claims were tested as they are defined now. */
  verdicts: KeptVerdicts | undefined;
  /** @throws Error with a sentence when the weights cannot be loaded */
  load(): Promise<NetworkInView>;
  open(app: AppController): void;
  /** The record of one's own. */
  kept?: KeptNetwork;
}

const scoresOf = ({ ratio, maxCell, changeRateRatio, batch, seqLen, freeRuns }: Preset['scores']): NetworkScores => ({
  ratio,
  maxCell,
  changeRateRatio,
  batch,
  seqLen,
  bounded: freeRuns.bounded,
});

/** A network that ships with the app, as a row. */
function listShipped(preset: Preset): ListedNetwork {
  const hmm = PAPER_HMMS[preset.hmm as PaperHmmId];
  const results = testedShipped(preset.id);
  return {
    id: preset.id,
    name: preset.id,
    source: 'shipped',
    hmm,
    hiddenSize: preset.hiddenSize,
    recipe: provenanceOf(preset),
    seed: preset.seed,
    update: preset.update,
    measured: scoresOf(preset.scores),
    verdicts: results ? verdictsOf(results) : undefined,
    async load() {
      const weights = await loadWeights(preset);
      return { origin: 'preset', weights, hmm, update: preset.update, fingerprint: weightsFingerprint(weights), preset };
    },
    open: (app) => app.openNetwork(choiceOf(preset)),
  };
}

/** A network that is kept in this browser, as a row. */
export function listKept(kept: KeptNetwork): ListedNetwork {
  const { fingerprint, name, source, hmm, weights, recipe, seed, update, measured, verdicts } = kept;
  return {
    id: fingerprint,
    name,
    source,
    hmm,
    hiddenSize: weights.hiddenSize,
    recipe: recipe ?? UNKNOWN,
    seed,
    update,
    measured,
    verdicts: verdicts?.definitions === CLAIM_DEFINITIONS ? verdicts : undefined,
    load: async () => ({ origin: 'file', weights, hmm, update, fingerprint, provenance: recipe ?? UNKNOWN }),
    open: (app) => app.persistence.recents.open(kept),
    kept,
  };
}

/** The network in view, whatever it is, as a row; its id means something on this page only. */
export function listView(network: NetworkInView): ListedNetwork {
  const { hmm, weights, update, provenance, preset } = network;
  return {
    id: IN_VIEW_ID,
    name: 'network in view',
    source: 'view',
    hmm,
    hiddenSize: weights.hiddenSize,
    recipe: provenance ?? UNKNOWN,
    seed: preset?.seed,
    update,
    measured: undefined,
    verdicts: undefined,
    load: async () => network,
    open: () => {},
  };
}

/** Stands in links for the network in view. */
const IN_VIEW_ID = 'view';

/** The id of the network in view: its own where it ships or is kept, else a name that stands for whatever is in view. */
export async function idOfView(network: NetworkInView, { persistence }: Pick<AppController, 'persistence'>): Promise<string> {
  if (network.origin === 'preset' && network.preset) return network.preset.id;
  return (await persistence.recents.find(network.fingerprint)) ? network.fingerprint : IN_VIEW_ID;
}

/** All networks that ship, as rows. @throws Error with a sentence when the list cannot be loaded */
export const listAllShipped = async (): Promise<ListedNetwork[]> => (await presetIndex()).presets.map(listShipped);

/** How many claims are reproduced, of those that apply; what holds by construction counts with neither. */
export function claimCounts({ of }: KeptVerdicts): { held: number; applicable: number } {
  const verdicts = Object.values(of).filter((verdict) => verdict !== 'not-applicable' && verdict !== 'identity');
  return { held: verdicts.filter((verdict) => verdict === 'reproduced').length, applicable: verdicts.length };
}

/** Networks side by side in the report, at most. */
export const MAX_COMPARED = 4;
