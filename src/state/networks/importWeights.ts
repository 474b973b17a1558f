import { ANALYSIS_SEED } from '../../analyses/choices';
import { requestOf } from '../../analyses/requests';
import type { HmmSpec } from '../../hmm/spec';
import { WeightFileError } from '../../rnn/safetensors';
import type { WeightFormat } from '../../rnn/weightFiles';
import { weightsFingerprint } from '../../rnn/weights';
import type { Pool } from '../../workers/pool/pool';
import { notify } from '../page/slice';
import { modelOf } from '../settings/settings';
import { adoptModel, type Bringing } from './adoptModel';
import { modelOfMetadata } from './pendingImport';
import { dropPendingImport } from './slice';

/** Networks from files. */
export interface ImportWeights {
  /** Reads a file; its model is taken from it, or asked for. What is wrong with it is told, and nothing changes. */
  openWeights(file: File): Promise<void>;
  /** Shows the network that waits, as one of this model. */
  showOpened(hmm: HmmSpec): void;
  /** Fits a model to the outputs of the network that waits, and shows it as one of that. */
  fitOpened(nStates: number): Promise<void>;
  /** Bytes of the network in view as a file, undefined before there is one. */
  weightFile(format: WeightFormat): Promise<Uint8Array<ArrayBuffer> | undefined>;
}

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
    notify(store, 'info', `${opened.name} is in view${opened.notes.length > 0 ? ` (${opened.notes.join(' ')})` : ''}.`);
  };
  return {
    showOpened,
    async openWeights(file) {
      try {
        const { readWeightFile } = await import('../../rnn/weightFiles');
        const { weights, metadata, notes, warnings } = readWeightFile(file.name, new Uint8Array(await file.arrayBuffer()));
        store.setState({ pendingImport: { name: file.name, weights, notes: [...warnings, ...notes] } });
        const hmm = modelOfMetadata(metadata);
        if (hmm && hmm.nOutputs === weights.nOutputs) showOpened(hmm);
      } catch (error) {
        if (!(error instanceof WeightFileError)) throw error;
        notify(store, 'error', `${file.name} was not opened: ${error.message} What is shown stays as it was.`);
      }
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
