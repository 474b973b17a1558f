import { ANALYSIS_SEED } from '../../analyses/choices';
import type { ModelMatch } from '../../analyses/opened/compute';
import { requestOf } from '../../analyses/requests';
import { HmmError, type HmmSpec } from '../../hmm/spec';
import type { WeightFormat } from '../../rnn/weightFiles';
import { weightsFingerprint } from '../../rnn/weights';
import type { Pool } from '../../workers/pool/pool';
import { notify } from '../page/slice';
import { modelOf } from '../settings/settings';
import type { AppStore } from '../store';
import { adoptModel, type Bringing } from './adoptModel';
import { growthSentence, modelOfMetadata, offeredModels, type PendingImport } from './pendingImport';
import { readWeightFile } from './readWeightFile';
import { dropPendingImport } from './slice';

/** Networks from files. */
export interface ImportWeights {
  /**
   * Reads a file. Its model is taken from it, or the user is asked. If it cannot be read, a notice says why and nothing changes.
   */
  openWeights(file: File): Promise<void>;
  /** Shows the waiting network with this model. */
  showOpened(hmm: HmmSpec): void;
  /** Fits a model to the outputs of the waiting network. The model waits beside the network; nothing is shown yet. */
  fitOpened(nStates: number): Promise<void>;
  /** Reads a model for the waiting network from a file. If it cannot be used, the dialog says why. */
  openModelFor(file: File): Promise<void>;
  /** Bytes of the network in view as a file, undefined before there is one. */
  weightFile(format: WeightFormat): Promise<Uint8Array<ArrayBuffer> | undefined>;
}

export function createImportWeights(bringing: Bringing, pool: Pool): ImportWeights {
  const { store } = bringing;
  return {
    showOpened: (hmm) => show(bringing, hmm, true),
    async openWeights(file) {
      const answer = await readWeightFile(store, pool, file);
      if (!answer) return;
      if (!answer.ok) {
        notify(store, 'error', `${file.name} was not opened: ${answer.message} What is shown stays as it was.`);
        return;
      }
      const { weights, metadata, notes, warnings } = answer.file;
      const named = modelOfMetadata(metadata);
      const hmm = named?.nOutputs === weights.nOutputs ? named : undefined;
      const opened: PendingImport = { name: file.name, weights, notes, warnings, ...(hmm ? { hmm } : {}) };
      store.setState({ pendingImport: opened });
      // The dialog asks when there are warnings, even if the model is known: a network of another kind must never run without
      // notice.
      const asked = !hmm || warnings.length > 0;
      if (!asked) show(bringing, hmm, false);
      await judge(store, pool, opened, asked);
    },
    fitOpened: (nStates) => fitPending(store, pool, nStates),
    openModelFor: (file) => readModelFor(store, pool, file),
    async weightFile(format) {
      const { network, training: t } = store.getState();
      if (!network) return undefined;
      const { writeWeightFile } = await import('../../rnn/weightFiles');
      return writeWeightFile(format, network.weights, {
        hmm: JSON.stringify(network.hmm),
        update: String(network.update),
        seed: String(network.origin === 'training' ? t.seed : (network.preset?.seed ?? '')),
      });
    },
  };
}

/**
 * Puts the waiting network in view.
 * @param asked whether the dialog has shown what was said about the file
 */
function show(bringing: Bringing, hmm: HmmSpec, asked: boolean): void {
  const { store, view } = bringing;
  const { pendingImport: opened } = store.getState();
  if (!opened) return;
  dropPendingImport(store);
  const { weights } = opened;
  adoptModel(bringing, hmm);
  const fingerprint = weightsFingerprint(weights);
  view.show({ origin: 'file', weights, hmm: modelOf(store.getState().settings), update: 0, fingerprint });
  const growth = growthSentence(opened.growth);
  const said = growth ? [growth] : asked ? [] : opened.notes;
  notify(store, growth ? 'warning' : 'info', [`${opened.name} is in view.`, ...said].join(' '), toTheLab(bringing));
}

/**
 * Runs a network in the background, and compares it with all models offered for it.
 * @param asked whether it waits for its model; otherwise it is in view, and only what is wrong is said
 */
async function judge(store: AppStore, pool: Pool, opened: PendingImport, asked: boolean): Promise<void> {
  const models = asked ? offeredModels(opened) : {};
  const input = { weights: opened.weights, models: Object.values(models), seed: ANALYSIS_SEED };
  const answer = await pool.run(requestOf('openedNetwork', input), { priority: 'asked', signal: whileWaiting(store, opened) });
  if (!answer.ok) {
    if (answer.code !== 'superseded') changePending(store, opened, { problem: `It could not be run: ${answer.message}.` });
    return;
  }
  const { growth, matches } = answer.value;
  const found = Object.keys(models).map((id, n): [string, ModelMatch | 'none'] => [id, matches[n] ?? 'none']);
  changePending(store, opened, { growth, matches: Object.fromEntries(found) });
  const sentence = growthSentence(growth);
  if (!asked && sentence) notify(store, 'warning', `${opened.name}: ${sentence}`);
}

/** Fits a model to the outputs of the waiting network. */
async function fitPending(store: AppStore, pool: Pool, nStates: number): Promise<void> {
  const { pendingImport: opened, fittingModel } = store.getState();
  if (!opened || fittingModel) return;
  store.setState({ fittingModel: true });
  changePending(store, opened, { problem: undefined });
  const answer = await pool.run(requestOf('fitNetwork', { weights: opened.weights, nStates, seed: ANALYSIS_SEED }), {
    priority: 'asked',
    signal: whileWaiting(store, opened),
  });
  store.setState({ fittingModel: false });
  if (!answer.ok) changePending(store, opened, { problem: `No model could be fitted: ${answer.message}.` });
  else changePending(store, opened, 'problem' in answer.value ? { problem: answer.value.problem } : { fit: answer.value });
}

/** Reads a model for the waiting network from a file, and compares the two. */
async function readModelFor(store: AppStore, pool: Pool, file: File): Promise<void> {
  const { pendingImport: opened } = store.getState();
  if (!opened) return;
  try {
    const { modelInFile } = await import('./openFile');
    const hmm = await modelInFile(file);
    if (hmm.nOutputs !== opened.weights.nOutputs)
      throw new HmmError(
        `The model has ${hmm.nOutputs} outputs, the network ${opened.weights.nOutputs}: they do not fit together.`,
      );
    changePending(store, opened, { modelFile: { name: file.name, hmm }, problem: undefined });
    const waiting = store.getState().pendingImport;
    if (waiting) await judge(store, pool, waiting, true);
  } catch (error) {
    if (!(error instanceof HmmError)) throw error;
    changePending(store, opened, { problem: `${file.name} was not used: ${error.message}` });
  }
}

/** Changes what is known of a waiting network, unless another one waits by now. */
function changePending(store: AppStore, { weights }: PendingImport, changes: Partial<PendingImport>): void {
  const { pendingImport } = store.getState();
  if (pendingImport?.weights !== weights) return;
  store.setState({ pendingImport: { ...pendingImport, ...changes } });
}

/** Aborted as soon as the network waits no longer. */
function whileWaiting(store: AppStore, { weights }: PendingImport): AbortSignal {
  const given = new AbortController();
  const stop = store.subscribe(({ pendingImport, network }) => {
    if (pendingImport?.weights === weights || network?.weights === weights) return;
    given.abort();
    stop();
  });
  return given.signal;
}

/** Offers the way to the lab where the page is not there. */
const toTheLab = ({ store, apply }: Bringing) =>
  store.getState().settings.view === 'lab' ? undefined : { label: 'Open the lab', run: () => apply({ view: 'lab' }) };
