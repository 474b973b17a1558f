import { useEffect, useState } from 'react';
import { CLAIM_IDS, type ClaimEffect, type ClaimPart, type ClaimResult } from '../../claims/claim';
import type { ClaimInput } from '../../claims/context';
import { verdictName } from '../../claims/finding';
import { provenanceSentence } from '../../claims/provenance';
import {
  claimReport,
  countsText,
  countVerdicts,
  estimateText,
  partName,
  reportToJson,
  reportToMarkdown,
} from '../../claims/report';
import { claimInputOf } from '../../state/analyses/claimInput';
import { modelSlug } from '../../state/settings/settings';
import { useApp, useAppController } from '../../ui/context';
import { downloadBytes } from '../../ui/download';
import { claimsRequest } from '../../workers/pool/protocol';
import { ClaimPicture } from './ClaimPicture';

/** All claims of the paper tested on the network in view, on paper. */
export function Report() {
  const app = useAppController();
  const { pool } = app;
  const network = useApp((state) => state.network);
  const slug = useApp((state) => modelSlug(state.settings));
  const [results, setResults] = useState<readonly ClaimResult[]>([]);
  const [share, setShare] = useState(0);
  const [problem, setProblem] = useState<string>();
  const [input, setInput] = useState<ClaimInput>();
  useEffect(() => {
    if (!network) return;
    const left = new AbortController();
    const { signal } = left;
    setResults([]);
    setShare(0);
    setProblem(undefined);
    const run = async () => {
      const made = await claimInputOf(network);
      if (signal.aborted) return;
      setInput(made);
      const answer = await pool.run(claimsRequest(made), {
        priority: 'asked',
        signal,
        onProgress: setShare,
        onResult: (result) => setResults((old) => [...old, result]),
      });
      if (signal.aborted) return;
      if (answer.ok) setShare(1);
      else setProblem(answer.message);
    };
    run().catch((error: unknown) => signal.aborted || setProblem(error instanceof Error ? error.message : String(error)));
    return () => left.abort();
  }, [pool, network]);
  const sorted = CLAIM_IDS.flatMap((id) => results.filter((result) => result.id === id));
  const save = (kind: 'json' | 'md') => {
    if (!input) return;
    const report = claimReport(input, sorted);
    const text = kind === 'json' ? reportToJson(report) : reportToMarkdown(report);
    downloadBytes(new TextEncoder().encode(text), `${slug}-report.${kind}`);
  };
  return (
    <main
      className="report"
      data-testid="report"
      data-done={results.length}
      data-status={problem ? 'failed' : share >= 1 ? 'ready' : 'working'}
    >
      <header>
        <h1>Replication report</h1>
        {input?.recipe && (
          <p data-recipe={input.recipe.name}>
            <b>{provenanceSentence(input.recipe)}</b>
          </p>
        )}
        <p>
          Torre, Viscione, Pompe, Grewe, Mante, <cite>Mechanistic Interpretability of RNNs emulating Hidden Markov Models</cite>,
          NeurIPS 2025 (arXiv 2510.25674): its claims tested on one network.
        </p>
        {network && (
          <p>
            {network.hmm.name}; H = {network.weights.hiddenSize}, d = {network.weights.inputDim}, weights {network.fingerprint}
            {network.preset ? `, shipped, seed ${network.preset.seed}` : ''}. Every verdict follows from the numbers beside it:
            reproduced when the whole interval meets the threshold, not reproduced on this network when the whole interval misses
            it, not applicable when the claim is about something else than what is in view.
          </p>
        )}
        <p className="row screen-only">
          <button type="button" onClick={() => app.set('view', 'lab')}>
            Back to the lab
          </button>
          <button type="button" onClick={() => window.print()}>
            Print
          </button>
          <button type="button" disabled={share < 1} onClick={() => save('md')}>
            Markdown
          </button>
          <button type="button" disabled={share < 1} onClick={() => save('json')}>
            JSON
          </button>
          {share < 1 && !problem && (
            <>
              <progress max={1} value={share} aria-label="Claims tested" />
              <span>
                {results.length} of {CLAIM_IDS.length}
              </span>
            </>
          )}
        </p>
        {problem && <p role="alert">The report ended early: {problem}. What was found before stands below.</p>}
        <Counts results={sorted} />
      </header>
      {sorted.map((result) => (
        <Claim key={result.id} result={result} />
      ))}
    </main>
  );
}

function Counts({ results }: { results: readonly ClaimResult[] }) {
  return (
    <p>
      <b>{countsText(countVerdicts(results))}.</b>
    </p>
  );
}

/** Reasons are written to stand inside a sentence too. */
const capital = (text: string): string => text.charAt(0).toUpperCase() + text.slice(1);

function Claim({ result }: { result: ClaimResult }) {
  const { id, title, statement, test, paper, ours, verdict, reason, effects, figure, parts, companion } = result;
  return (
    <section className="report-claim" data-claim={id} data-verdict={verdict}>
      <h2>
        {id} {title}: <span className="verdict">{verdictName(verdict)}</span>
      </h2>
      <p>{statement}</p>
      <div className="report-body">
        <div>
          <p>{capital(reason)}.</p>
          {parts && <Parts parts={parts} />}
          {effects.length > 0 && <Effects effects={effects} />}
          {companion && (
            <p>
              <b>
                {companion.id}: {verdictName(companion.verdict)}.
              </b>{' '}
              {companion.reason}.
            </p>
          )}
          <p className="small">
            <b>Test.</b> {test} <b>Paper.</b> {paper}{' '}
            {ours && (
              <>
                <b>Ours.</b> {ours}
              </>
            )}
          </p>
        </div>
        {figure && <ClaimPicture figure={figure} label={`${id}: ${title}`} />}
      </div>
    </section>
  );
}

function Parts({ parts }: { parts: readonly ClaimPart[] }) {
  return (
    <ul className="report-parts">
      {parts.map((part) => (
        <li key={part.name} data-verdict={part.verdict}>
          <b>
            {capital(partName(part))}: <span className="verdict">{verdictName(part.verdict)}</span>.
          </b>{' '}
          {capital(part.reason)}.
        </li>
      ))}
    </ul>
  );
}

function Effects({ effects }: { effects: readonly ClaimEffect[] }) {
  return (
    <table className="values">
      <tbody>
        {effects.map(({ name, estimate, unit }) => (
          <tr key={name}>
            <th scope="row">{name}</th>
            <td>{estimateText(estimate, unit)}</td>
          </tr>
        ))}
      </tbody>
    </table>
  );
}
