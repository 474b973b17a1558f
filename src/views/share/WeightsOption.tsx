import type { SharedCopyReport } from '../../dynamics/emissions/sharedCopy';
import { WideTable } from '../../ui/numbers';
import { SaveNetwork } from './DataTab';
import type { SharedState } from './shared';
import { WEIGHTS } from './text';

/** The network itself in the link, if its rounded copy is as good; else the file. */
export function WeightsOption({ shared }: { shared: SharedState }) {
  const { withWeights, setWithWeights, check, reached } = shared;
  const choice = check?.choice;
  return (
    <div className="share-weights">
      <label>
        <input
          type="checkbox"
          checked={withWeights}
          onChange={(event) => setWithWeights(event.target.checked)}
          data-testid="with-weights"
        />
        {WEIGHTS.option}
      </label>
      <p className="hint">{reached ? WEIGHTS.notNeeded : WEIGHTS.needed}</p>
      {withWeights && (
        <div aria-live="polite" data-testid="weights-check" data-state={choice ? (choice.ok ? 'in' : 'out') : 'checking'}>
          {!choice && (
            <p>
              <progress value={check?.progress ?? 0} aria-label={WEIGHTS.option} /> {WEIGHTS.checking(check?.progress ?? 0)}
            </p>
          )}
          {choice?.ok && (
            <>
              <p>{WEIGHTS.passed(choice.bits, choice.text.length)}</p>
              <CopyTable report={choice.report} />
            </>
          )}
          {choice && !choice.ok && (
            <p>
              <b>{WEIGHTS.refused}</b> {choice.reason}
            </p>
          )}
          {choice && !choice.ok && <SaveNetwork name={WEIGHTS.file} hint={WEIGHTS.fileHint} onSaid={shared.say} />}
        </div>
      )}
    </div>
  );
}

/** Three decimals, and no minus before nothing. */
const three = (value: number): string => (Number.isFinite(value) ? (Math.round(1000 * value) / 1000 + 0).toFixed(3) : '–');

function CopyTable({ report: { rows, runs, steps, reason } }: { report: SharedCopyReport }) {
  return (
    <details>
      <summary>{reason}</summary>
      <WideTable>
        <table>
          <thead>
            <tr>
              {WEIGHTS.columns.map((name) => (
                <th key={name} scope="col">
                  {name}
                </th>
              ))}
            </tr>
          </thead>
          <tbody>
            {rows.map(({ pairs, judged, original, copy, difference }, k) => (
              // biome-ignore lint/suspicious/noArrayIndexKey: a row is its output
              <tr key={k} className={judged ? undefined : 'few'}>
                <th scope="row">{WEIGHTS.output(k)}</th>
                <td>{pairs.toLocaleString('en')}</td>
                <td>{three(original)}</td>
                <td>{three(copy)}</td>
                <td>
                  {three(difference.value)} [{three(difference.low)}, {three(difference.high)}]
                </td>
              </tr>
            ))}
          </tbody>
        </table>
      </WideTable>
      <p className="hint">{WEIGHTS.counted(runs, steps)}</p>
    </details>
  );
}
