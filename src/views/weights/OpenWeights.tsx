import { useEffect, useRef, useState } from 'react';
import { PAPER_HMM_IDS, PAPER_HMMS, type PaperHmmId } from '../../hmm/models';
import { dropPendingImport } from '../../state/networks/slice';
import { useApp, useAppController } from '../../ui/context';
import { FileButton } from '../../ui/files';
import { WEIGHTS } from '../../ui/importText';

/** Opens a weight file, from the button or dropped anywhere on the page. */
export function OpenWeights() {
  const app = useAppController();
  const [over, setOver] = useState(false);
  useEffect(() => {
    const holdsFile = (event: DragEvent) => event.dataTransfer?.types.includes('Files') ?? false;
    const onOver = (event: DragEvent) => {
      if (!holdsFile(event)) return;
      event.preventDefault();
      setOver(true);
    };
    const onLeave = (event: DragEvent) => {
      if (event.relatedTarget === null) setOver(false);
    };
    const onDrop = (event: DragEvent) => {
      setOver(false);
      const file = event.dataTransfer?.files[0];
      // A panel that takes files itself has stopped the event.
      if (!file || event.defaultPrevented) return;
      event.preventDefault();
      void app.openWeights(file);
    };
    window.addEventListener('dragover', onOver);
    window.addEventListener('dragleave', onLeave);
    window.addEventListener('drop', onDrop);
    return () => {
      window.removeEventListener('dragover', onOver);
      window.removeEventListener('dragleave', onLeave);
      window.removeEventListener('drop', onDrop);
    };
  }, [app]);
  return (
    <>
      <FileButton
        accept=".safetensors,.pth,.pt,.ckpt,.npz,.json"
        title={WEIGHTS.open}
        testId="weights-file"
        onFile={(file) => void app.openWeights(file)}
      >
        Open weights…
      </FileButton>
      <Opening />
      {over && <div className="drop-note">{WEIGHTS.drop}</div>}
      <WhichModel />
    </>
  );
}

/** A large file that is being read, with a way to give it up. */
function Opening() {
  const opening = useApp((state) => state.openingFile);
  if (!opening) return null;
  return (
    <span className="row" role="status" data-testid="opening-file">
      <span>{WEIGHTS.reading(opening.name)}</span>
      <progress max={1} value={opening.progress} aria-label={WEIGHTS.reading(opening.name)} />
      <button type="button" onClick={opening.cancel}>
        Cancel
      </button>
    </span>
  );
}

function Sentences({ name, sentences, warning = false }: { name: string; sentences: readonly string[]; warning?: boolean }) {
  if (sentences.length === 0) return null;
  return (
    <div className={warning ? 'opened-warnings' : undefined} role={warning ? 'alert' : undefined}>
      <h3>{name}</h3>
      <ul className="hint">
        {sentences.map((sentence) => (
          <li key={sentence}>{sentence}</li>
        ))}
      </ul>
    </div>
  );
}

/** Asks which model a network was trained on, where its file does not say; and says how it will be run. */
function WhichModel() {
  const app = useAppController();
  const opened = useApp((state) => state.pendingImport);
  const dialog = useRef<HTMLDialogElement>(null);
  useEffect(() => {
    if (opened && !dialog.current?.open) dialog.current?.showModal();
    if (!opened && dialog.current?.open) dialog.current.close();
  }, [opened]);
  const outputs = opened?.weights.nOutputs ?? 0;
  return (
    <dialog ref={dialog} className="help" aria-label={WEIGHTS.which} onClose={() => dropPendingImport(app.store)}>
      <h2>{WEIGHTS.which}</h2>
      <p>
        {opened?.name}: H = {opened?.weights.hiddenSize}, d = {opened?.weights.inputDim}, {outputs} outputs.
      </p>
      <p data-testid="opened-run-as">{WEIGHTS.runAs}</p>
      <Sentences name={WEIGHTS.warnings} sentences={opened?.warnings ?? []} warning />
      <Sentences name={WEIGHTS.notes} sentences={opened?.notes ?? []} />
      {opened?.hmm && (
        <p className="row">
          <span>{WEIGHTS.own(opened.hmm.name)}</span>
          <button type="button" className="primary" onClick={() => app.showOpened(opened.hmm!)} data-testid="opened-own-model">
            That one
          </button>
        </p>
      )}
      <ModelOfPaper outputs={outputs} />
      <FittedModel />
      <button type="button" onClick={() => dialog.current?.close()}>
        Cancel
      </button>
    </dialog>
  );
}

/** A model of the paper with as many outputs as the network; nothing where there is none. */
function ModelOfPaper({ outputs }: { outputs: number }) {
  const app = useAppController();
  const fitting = PAPER_HMM_IDS.filter((id) => PAPER_HMMS[id].nOutputs === outputs);
  const [choice, setChoice] = useState<PaperHmmId>();
  const chosen = choice && fitting.includes(choice) ? choice : fitting[0];
  if (!chosen) return null;
  return (
    <p className="row">
      <select aria-label="Model of the paper" value={chosen} onChange={(event) => setChoice(event.target.value as PaperHmmId)}>
        {fitting.map((id) => (
          <option key={id} value={id}>
            {PAPER_HMMS[id].name}
          </option>
        ))}
      </select>
      <button type="button" className="primary" onClick={() => app.showOpened(PAPER_HMMS[chosen])} data-testid="opened-model">
        This one
      </button>
    </p>
  );
}

/** A model that is fitted to what the network emits. */
function FittedModel() {
  const app = useAppController();
  const [states, setStates] = useState(3);
  const busy = useApp((state) => state.fittingModel);
  return (
    <p className="row">
      <label>
        fit one to its outputs, hidden states{' '}
        <input
          type="number"
          min={1}
          max={8}
          value={states}
          onChange={(event) => setStates(Math.min(8, Math.max(1, Number(event.target.value))))}
        />
      </label>
      <button type="button" disabled={busy} onClick={() => void app.fitOpened(states)} data-testid="opened-fit">
        {busy ? 'Fitting…' : 'Fit'}
      </button>
    </p>
  );
}
