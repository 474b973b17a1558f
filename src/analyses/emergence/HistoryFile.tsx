import { WeightFileError } from '../../rnn/safetensors';
import { packWeights } from '../../rnn/weights';
import { notify } from '../../state/page/slice';
import { modelSlug } from '../../state/settings/settings';
import { openHistoryFile } from '../../state/training/slice';
import { resultKey, timelineSource } from '../../state/training/timelineSource';
import { readHistory, writeHistory } from '../../training/history';
import { useApp, useAppController } from '../../ui/context';
import { downloadBytes, FileButton } from '../../ui/files';

/** Largest history that is read: a hundred checkpoints of 512 units. */
const MAX_BYTES = 64 * 2 ** 20;

/** Saves the history in view to a file, and opens one. */
export function HistoryFile() {
  const app = useAppController();
  const there = useApp((state) => (timelineSource(state)?.checkpoints.length ?? 0) > 0);
  const save = () => {
    const state = app.store.getState();
    const source = timelineSource(state);
    const first = source?.checkpoints[0];
    if (!source || !first) return;
    const { hiddenSize, inputDim, nOutputs } = first.weights;
    const marks = source.checkpoints.map(({ update, maxCell }) => {
      const divergent = state.checkpointResults[resultKey(source, update)]?.dynamics.divergent ?? false;
      return { update, bounded: !divergent, ...(maxCell === undefined ? {} : { maxCell }) };
    });
    const landmarks = source.landmarks.map((lines) => ({ batch: 0, seqLen: 0, ...lines }));
    const bytes = writeHistory(
      { shape: { hiddenSize, inputDim, nOutputs }, landmarks, losses: [...source.losses] },
      marks,
      source.checkpoints.map(({ weights }) => packWeights(weights)),
    );
    downloadBytes(bytes, `${modelSlug(state.settings)}-history.safetensors`);
  };
  const open = async (file: File) => {
    try {
      if (file.size > MAX_BYTES)
        throw new WeightFileError(`It has ${Math.round(file.size / 2 ** 20)} MB; at most ${MAX_BYTES / 2 ** 20} MB are read.`);
      const history = readHistory(new Uint8Array(await file.arrayBuffer()));
      const outputs = app.store.getState().network?.hmm.nOutputs;
      if (outputs !== undefined && history.shape.nOutputs !== outputs)
        throw new WeightFileError(
          `It has ${history.shape.nOutputs} outputs, the model in view ${outputs}: choose its model first.`,
        );
      openHistoryFile(app.store, { name: file.name, history });
    } catch (error) {
      if (!(error instanceof WeightFileError)) throw error;
      notify(app.store, 'error', `${file.name} was not opened: ${error.message} What is shown stays as it was.`);
    }
  };
  return (
    <span className="row">
      <button type="button" onClick={save} disabled={!there} title="Weights of all checkpoints and the loss curve, in one file">
        Save history
      </button>
      <FileButton accept=".safetensors" title="A history saved here" testId="history-file" onFile={(file) => void open(file)}>
        Open history…
      </FileButton>
    </span>
  );
}
