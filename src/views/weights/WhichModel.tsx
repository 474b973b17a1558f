import { type ReactNode, useEffect, useRef, useState } from 'react';
import type { ModelMatch } from '../../analyses/opened/compute';
import { PAPER_HMM_IDS, PAPER_HMMS, type PaperHmmId } from '../../hmm/models';
import { UNSAID } from '../../rnn/weightFiles/architecture';
import { growthSentence, noModel, type PendingImport } from '../../state/networks/pendingImport';
import { dropPendingImport } from '../../state/networks/slice';
import { useApp, useAppController } from '../../ui/context';
import { FileButton } from '../../ui/files';
import { fitText, foundText, matchText, WHICH } from './text';
import './weights.css';

/** Asks which model a network was trained on, where its file does not say; and says how it will be run. */
export function WhichModel() {
  const app = useAppController();
  const opened = useApp((state) => state.pendingImport);
  const dialog = useRef<HTMLDialogElement>(null);
  useEffect(() => {
    if (opened && !dialog.current?.open) dialog.current?.showModal();
    if (!opened && dialog.current?.open) dialog.current.close();
  }, [opened]);
  return (
    <dialog ref={dialog} className="help which-model" aria-label={WHICH.title} onClose={() => dropPendingImport(app.store)}>
      {opened && <Question opened={opened} onCancel={() => dialog.current?.close()} />}
    </dialog>
  );
}

function Question({ opened, onCancel }: { opened: PendingImport; onCancel: () => void }) {
  const { name, weights, growth, warnings, notes, problem } = opened;
  const app = useAppController();
  const unbounded = growthSentence(growth);
  return (
    <>
      <h2>{WHICH.title}</h2>
      {unbounded && (
        <p className="opened-warnings" role="alert" data-testid="opened-unbounded">
          <b>{unbounded}</b>
        </p>
      )}
      <p>{WHICH.size(name, weights.hiddenSize, weights.inputDim, weights.nOutputs)}</p>
      <p data-testid="opened-run-as">
        {WHICH.runAs} {warnings.includes(UNSAID) && WHICH.unsaid}
      </p>
      <Sentences name={WHICH.warnings} sentences={warnings.filter((warning) => warning !== UNSAID)} warning />
      <Sentences name={WHICH.notes} sentences={notes} />
      <p className="hint">{WHICH.why}</p>
      <Choices key={name} opened={opened} />
      {problem && <p role="alert">{problem}</p>}
      <p className="row">
        {unbounded && (
          <button type="button" title={WHICH.withoutHint} onClick={() => app.showOpened(noModel(weights.nOutputs))}>
            {WHICH.without}
          </button>
        )}
        <button type="button" onClick={onCancel}>
          {WHICH.cancel}
        </button>
      </p>
    </>
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

/** The models there are to choose from, each with how well it describes the network. */
function Choices({ opened }: { opened: PendingImport }) {
  const app = useAppController();
  const { hmm, modelFile } = opened;
  return (
    <ul className="model-choices">
      {hmm && (
        <li>
          <Row name={`${WHICH.named}: ${hmm.name}`} testId="opened-own-model" onUse={() => app.showOpened(hmm)} />
          <Quality opened={opened} id="named" />
        </li>
      )}
      <PaperModels opened={opened} />
      <li>
        <Row
          name={modelFile ? `${WHICH.file}: ${modelFile.name}` : WHICH.file}
          testId="opened-file-model"
          onUse={modelFile && (() => app.showOpened(modelFile.hmm))}
        >
          <FileButton
            accept=".json,.safetensors,.pth,.npz"
            title={WHICH.fileTitle}
            testId="opened-model-file"
            onFile={(file) => void app.openModelFor(file)}
          >
            {WHICH.openFile}
          </FileButton>
        </Row>
        {modelFile && <Quality opened={opened} id="file" />}
      </li>
      <FittedModels opened={opened} />
    </ul>
  );
}

/** A kind of model, what has to be chosen for it, and the button that takes it. */
function Row({
  name,
  testId,
  onUse,
  children,
}: {
  name: string;
  testId: string;
  onUse: (() => void) | undefined;
  children?: ReactNode;
}) {
  return (
    <p className="row">
      <span className="kind">{name}</span>
      {children}
      {onUse && (
        <button type="button" className="primary" onClick={onUse} data-testid={testId}>
          {WHICH.use}
        </button>
      )}
    </p>
  );
}

const Match = ({ match }: { match: ModelMatch }) => (
  <>
    <b>{foundText(match)}</b> {matchText(match)}
  </>
);

/** How well a model describes the network; nothing for one that grows without bound. */
function Quality({ opened: { matches, growth }, id }: { opened: PendingImport; id: string }) {
  if (growth && !growth.bounded) return null;
  const match: ModelMatch | 'none' | undefined = matches?.[id];
  return (
    <p className="hint quality" data-testid={`quality-${id}`} translate="no">
      {match === undefined ? WHICH.judging : match === 'none' ? WHICH.none : <Match match={match} />}
    </p>
  );
}

function PaperModels({ opened }: { opened: PendingImport }) {
  const app = useAppController();
  const [choice, setChoice] = useState<PaperHmmId>();
  const { nOutputs } = opened.weights;
  const fitting = PAPER_HMM_IDS.filter((id) => PAPER_HMMS[id].nOutputs === nOutputs);
  const chosen = choice ?? fitting[0];
  if (!chosen)
    return (
      <li>
        <p className="row">
          <span className="kind">{WHICH.paper}</span>
          <span className="hint">{WHICH.noPaper(nOutputs)}</span>
        </p>
      </li>
    );
  return (
    <li>
      <Row name={WHICH.paper} testId="opened-model" onUse={() => app.showOpened(PAPER_HMMS[chosen])}>
        <select aria-label={WHICH.paperLabel} value={chosen} onChange={(event) => setChoice(event.target.value as PaperHmmId)}>
          {fitting.map((id) => (
            <option key={id} value={id}>
              {PAPER_HMMS[id].name}
            </option>
          ))}
        </select>
      </Row>
      <Quality opened={opened} id={chosen} />
    </li>
  );
}

/** Largest number of hidden states that the page can show. */
const MAX_STATES = 8;

function FittedModels({ opened: { fit, growth } }: { opened: PendingImport }) {
  const app = useAppController();
  const [states, setStates] = useState(3);
  const busy = useApp((state) => state.fittingModel);
  return (
    <li>
      <Row name={WHICH.fitted} testId="opened-fitted-model" onUse={fit && (() => app.showOpened(fit.hmm))}>
        <label>
          {WHICH.states}{' '}
          <input
            type="number"
            min={1}
            max={MAX_STATES}
            value={states}
            onChange={(event) => setStates(Math.min(MAX_STATES, Math.max(1, Math.round(Number(event.target.value)))))}
          />
        </label>
        <button
          type="button"
          disabled={busy || growth?.bounded === false}
          onClick={() => void app.fitOpened(states)}
          data-testid="opened-fit"
        >
          {busy ? WHICH.fitting : WHICH.fit}
        </button>
      </Row>
      {fit && (
        <p className="hint quality" data-testid="quality-fit" translate="no">
          <Match match={fit.match} /> {fitText(fit)}
        </p>
      )}
    </li>
  );
}
