import { ANALYSIS_SEED } from '../../analyses/choices';
import { requestOf } from '../../analyses/requests';
import type { HmmSpec } from '../../hmm/spec';
import { finish } from '../../math/progress';
import type { ReadWeights, WeightFormat } from '../../rnn/weightFiles';
import { weightsFingerprint } from '../../rnn/weights';
import type { Pool } from '../../workers/pool/pool';
import { readWeightsRequest } from '../../workers/pool/protocol';
import { notify } from '../page/slice';
import { modelOf } from '../settings/settings';
import type { AppStore } from '../store';
import { adoptModel, type Bringing } from './adoptModel';
import { modelOfMetadata } from './pendingImport';
import { dropPendingImport } from './slice';

/** Networks from files. */
export interface ImportWeights {
  /**
   * Reads a file. Its model is taken from it, or the user is asked. If it cannot be read, a notice says why and nothing changes.
   */
  openWeights(file: File): Promise<void>;
  /** Shows the waiting network with this model. */
  showOpened(hmm: HmmSpec): void;
  /** Fits a model to the outputs of the waiting network and shows the network with it. */
  fitOpened(nStates: number): Promise<void>;
  /** Bytes of the network in view as a file, undefined before there is one. */
  weightFile(format: WeightFormat): Promise<Uint8Array<ArrayBuffer> | undefined>;
}

/** Larger files are read in a worker, because the page would freeze. */
const BACKGROUND_BYTES = 2 ** 20;

export function createImportWeights(bringing: Bringing, pool: Pool): ImportWeights {
  const { store, view } = bringing;
  const showOpened: ImportWeights['showOpened'] = (hmm) => {
    const { pendingImport: opened } = store.getState();
    if (!opened) return;
    dropPendingImport(store);
    const { weights } = opened;
    adoptModel(bringing, hmm);
    view.show({
      origin: 'file',
      weights,
      hmm: modelOf(store.getState().settings),
      update: 0,
      fingerprint: weightsFingerprint(weights),
    });
    const said = [...opened.warnings, ...opened.notes];
    notify(store, 'info', `${opened.name} is in view${said.length > 0 ? ` (${said.join(' ')})` : ''}.`);
  };
  return {
    showOpened,
    async openWeights(file) {
      const answer = await readFile(store, pool, file);
      if (!answer) return;
      if (!answer.ok) {
        notify(store, 'error', `${file.name} was not opened: ${answer.message} What is shown stays as it was.`);
        return;
      }
      const { weights, metadata, notes, warnings } = answer.file;
      const named = modelOfMetadata(metadata);
      const hmm = named?.nOutputs === weights.nOutputs ? named : undefined;
      store.setState({ pendingImport: { name: file.name, weights, notes, warnings, ...(hmm ? { hmm } : {}) } });
      // The dialog asks when there are warnings, even if the model is known: a network of another kind must never run without
      // notice.
      if (hmm && warnings.length === 0) showOpened(hmm);
    },
    async fitOpened(nStates) {
      const { pendingImport: opened, fittingModel } = store.getState();
      if (!opened || fittingModel) return;
      store.setState({ fittingModel: true });
      const answer = await pool.run(requestOf('fitNetwork', { weights: opened.weights, nStates, seed: ANALYSIS_SEED }), {
        priority: 'asked',
      });
      store.setState({ fittingModel: false });
      if (answer.ok) showOpened(answer.value);
      else notify(store, 'error', `No model could be fitted: ${answer.message}.`);
    },
    weightFile: (format) => writeNetworkInView(store, format),
  };
}

/** @returns undefined when it was cancelled */
async function readFile(store: AppStore, pool: Pool, file: File): Promise<ReadWeights | undefined> {
  const bytes = new Uint8Array(await file.arrayBuffer());
  if (bytes.length > BACKGROUND_BYTES) return readInBackground(store, pool, file.name, bytes);
  const { weightFileOrReason } = await import('../../rnn/weightFiles');
  return finish(weightFileOrReason(file.name, bytes));
}

/**
 * Reads a large file in a worker, which can be cancelled.
 * @returns undefined when it was cancelled
 */
async function readInBackground(
  store: AppStore,
  pool: Pool,
  name: string,
  bytes: Uint8Array<ArrayBuffer>,
): Promise<ReadWeights | undefined> {
  store.getState().openingFile?.cancel();
  const given = new AbortController();
  const opening = { name, progress: 0, cancel: () => given.abort() };
  store.setState({ openingFile: opening });
  const answer = await pool.run(readWeightsRequest({ name, bytes }), {
    priority: 'asked',
    signal: given.signal,
    transfer: [bytes.buffer],
    onProgress: (progress) => store.setState({ openingFile: { ...opening, progress } }),
  });
  if (store.getState().openingFile?.cancel === opening.cancel) store.setState({ openingFile: undefined });
  if (answer.ok) return answer.value;
  return answer.code === 'superseded' ? undefined : { ok: false, message: `${answer.message}.` };
}

/** The network in view as a file; undefined before there is one. */
async function writeNetworkInView(store: AppStore, format: WeightFormat): Promise<Uint8Array<ArrayBuffer> | undefined> {
  const { network, training: t } = store.getState();
  if (!network) return undefined;
  const { writeWeightFile } = await import('../../rnn/weightFiles');
  return writeWeightFile(format, network.weights, {
    hmm: JSON.stringify(network.hmm),
    update: String(network.update),
    seed: String(network.origin === 'training' ? t.seed : (network.preset?.seed ?? '')),
  });
}
