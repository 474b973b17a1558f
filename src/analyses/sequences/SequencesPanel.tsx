import { useState } from 'react';
import { DATA_SETS } from '../../state/networks/dataSets';
import { AnalysisBody, AnalysisPanel } from '../../ui/AnalysisPanel';
import { useApp, useAppController } from '../../ui/context';
import { FileButton } from '../../ui/files';
import { SEQUENCES } from '../../ui/importText';
import { Fits } from './Fits';
import { ReadingView, Stored } from './ReadingView';
import './sequences.css';

/** Sequences of one's own, a model for them, and a network for that. */
export function SequencesPanel() {
  const fitted = useApp(({ ownSequences }) => (ownSequences?.confirmed ? ownSequences.id : undefined));
  return (
    <AnalysisPanel id="sequences" title={SEQUENCES.title} term="fit" lead={SEQUENCES.lead} hasDetails={fitted !== undefined}>
      <Bring />
      <ReadingView />
      {fitted !== undefined && (
        <AnalysisBody name="fitCurve" current>
          {(points) => <Fits key={fitted} points={points} />}
        </AnalysisBody>
      )}
      <Stored />
    </AnalysisPanel>
  );
}

function Bring() {
  const app = useAppController();
  const [text, setText] = useState('');
  return (
    <div className="bring">
      <textarea
        aria-label={SEQUENCES.paste}
        placeholder={SEQUENCES.paste}
        rows={3}
        value={text}
        data-testid="sequence-text"
        onChange={(event) => setText(event.target.value)}
      />
      <div className="row">
        <button
          type="button"
          className="primary"
          disabled={text.trim() === ''}
          onClick={() => app.sequences.openText('pasted text', text)}
          data-testid="sequence-read"
        >
          Read
        </button>
        <FileButton
          accept={SEQUENCES.endings}
          title={SEQUENCES.paste}
          testId="sequence-file"
          onFile={(file) => void app.sequences.openFile(file)}
        >
          Open a file…
        </FileButton>
        <button type="button" onClick={app.sequences.openExample} title={SEQUENCES.exampleNote} data-testid="sequence-example">
          {SEQUENCES.example}
        </button>
      </div>
      <dl className="data-sets" aria-label={SEQUENCES.dataSets}>
        {DATA_SETS.map((set) => (
          <div key={set.id}>
            <dt>
              <button
                type="button"
                title={`Source: ${set.source}. Licence: ${set.licence}.`}
                data-testid={`data-${set.id}`}
                onClick={() => void app.sequences.openDataSet(set)}
              >
                {set.name}
              </button>
            </dt>
            <dd className="hint">{set.about}</dd>
          </div>
        ))}
      </dl>
    </div>
  );
}
