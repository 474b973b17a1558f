import { safeParse } from 'valibot';
import type { ShippedMechanism } from '../../dynamics/kick/mechanismFile';
import { PAPER_HMMS, type PaperHmmId } from '../../hmm/models';
import type { HmmSpec } from '../../hmm/spec';
import { createPromiseMemory } from '../../math/memory';
import { readWeights } from '../../rnn/safetensors';
import { initialWeights, type RnnWeights, weightsFingerprint } from '../../rnn/weights';
import type { TrainingHistory } from '../../training/history';
import { type Preset, type PresetIndex, PresetIndexSchema } from '../../training/presets';
import type { Settings } from '../settings/settings';
import type { NetworkInView } from './slice';

/** Loads shipped networks from public/presets, relative to the page so that any sub-path works. */

const BASE = './presets/';
const INDEX = 'index.json';

/** In a full lecture hall connections fail at times. A file is requested again after this many milliseconds. */
const WAITS = [300, 1200] as const;

async function fetchOnce(path: string): Promise<Uint8Array> {
  const response = await fetch(path);
  if (!response.ok) throw new Error(`${path.split('/').at(-1)} could not be loaded (${response.status})`);
  return new Uint8Array(await response.arrayBuffer());
}

/** A file that ships with the app. Any answer of the server is final; only a failed connection (a TypeError) is tried again. */
export async function fetchShipped(path: string): Promise<Uint8Array> {
  for (const wait of WAITS) {
    try {
      return await fetchOnce(path);
    } catch (error) {
      if (!(error instanceof TypeError)) throw error;
      await new Promise((resolve) => setTimeout(resolve, wait));
    }
  }
  return fetchOnce(path);
}

const fetchBytes = (file: string): Promise<Uint8Array> => fetchShipped(BASE + file);

/** By the name of the file. */
const indices = createPromiseMemory<PresetIndex>();

/** The list of shipped networks. @throws Error with a sentence when it cannot be loaded; a later call then tries again */
export const presetIndex = (): Promise<PresetIndex> =>
  indices(INDEX, async () => {
    const parsed = safeParse(PresetIndexSchema, JSON.parse(new TextDecoder().decode(await fetchBytes(INDEX))));
    if (!parsed.success) throw new Error(`presets/index.json cannot be read: ${parsed.issues[0].message}`);
    return parsed.output;
  });

/** Weights of a shipped network. @throws Error with a sentence when they cannot be loaded */
export async function loadWeights(preset: Preset): Promise<RnnWeights> {
  return readWeights(await fetchBytes(preset.file)).weights;
}

/** Training history of a shipped network. @throws Error with a sentence when there is none or it cannot be read */
export async function loadHistory(preset: Preset): Promise<TrainingHistory> {
  if (!preset.history) throw new Error('no training history ships with this network');
  const [{ readHistory }, bytes] = await Promise.all([import('../../training/history'), fetchBytes(preset.history)]);
  return readHistory(bytes);
}

/**
 * Kick groups of a shipped network, if they ship with it.
 * @throws Error with a sentence when the file cannot be loaded
 */
export async function loadMechanism(preset: Preset): Promise<ShippedMechanism | undefined> {
  if (!preset.mechanism) return undefined;
  const [{ readMechanism }, bytes] = await Promise.all([
    import('../../dynamics/kick/mechanismFile'),
    fetchBytes(preset.mechanism),
  ]);
  return readMechanism(bytes);
}

/** A fresh network, for models that ship none and when loading fails. */
export function untrainedNetwork(hmm: HmmSpec, seed: number): NetworkInView {
  const weights = initialWeights({ hiddenSize: 64, inputDim: 16, nOutputs: hmm.nOutputs }, seed, 1);
  return { origin: 'untrained', weights, hmm, update: 0, fingerprint: weightsFingerprint(weights) };
}

/** Recipe of the networks that were trained with a pair term, which the named recipes do not have. */
const SHARPENED = 'sharpened';

/** Whether a shipped network was trained with the loss of the settings. */
const hasLoss = ({ recipeName }: Preset, loss: Settings['loss']): boolean =>
  (recipeName === SHARPENED) === (loss === 'sharpened');

/** What identifies a shipped network among those of its model. */
export type NetworkChoice = Pick<Settings, 'preset' | 'net' | 'units' | 'loss'>;

/** The model that the network built by hand stands for. */
export const BUILT_FOR = 'chain-2' satisfies PaperHmmId;

/** The network built by hand, marked as constructed, with the names of its units. */
async function constructedNetwork(): Promise<NetworkInView> {
  const { handBuiltNetwork } = await import('../../dynamics/circuit/handBuilt');
  const { weights, units } = handBuiltNetwork();
  return {
    origin: 'constructed',
    weights,
    hmm: PAPER_HMMS[BUILT_FOR],
    update: 0,
    fingerprint: weightsFingerprint(weights),
    unitNames: units.map(({ name }) => name),
  };
}

export const choiceOf = ({ hmm, seed, hiddenSize, recipeName }: Preset): NetworkChoice => ({
  preset: hmm as PaperHmmId,
  net: seed,
  units: hiddenSize,
  loss: recipeName === SHARPENED ? 'sharpened' : 'plain',
});

/**
 * The shipped network of a model trained from seed `net` with `units` hidden units and the chosen loss, or the nearest match;
 * undefined when none ships; or the one built by hand, for its model.
 * @throws Error with a sentence when it cannot be loaded
 */
export async function loadPreset({
  preset: id,
  net,
  units,
  loss,
  network,
}: NetworkChoice & Pick<Settings, 'network'>): Promise<NetworkInView | undefined> {
  if (network === 'by-hand' && id === BUILT_FOR) return constructedNetwork();
  const ofModel = (await presetIndex()).presets.filter((entry) => entry.hmm === id);
  const ofLoss = ofModel.filter((entry) => hasLoss(entry, loss));
  const candidates = ofLoss.length > 0 ? ofLoss : ofModel;
  const sized = candidates.filter((entry) => entry.hiddenSize === units);
  const preset = sized.find((entry) => entry.seed === net) ?? sized[0] ?? candidates[0];
  if (!preset) return undefined;
  const weights = await loadWeights(preset);
  return {
    origin: 'preset',
    weights,
    hmm: PAPER_HMMS[id],
    update: preset.update,
    fingerprint: weightsFingerprint(weights),
    preset,
  };
}
