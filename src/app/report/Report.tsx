import { useEffect } from 'react';
import { idOfView } from '../../analyses/networkTable/listed';
import { CLAIM_IDS, type ClaimResult, type ClaimText } from '../../claims/claim';
import { verdictName } from '../../claims/finding';
import { provenanceSentence } from '../../claims/provenance';
import { claimReport, countsText, countVerdicts, reportToJson, reportToMarkdown } from '../../claims/report';
import type { NetworkInView } from '../../state/networks/slice';
import { highlightPart, notify } from '../../state/page/slice';
import { modelSlug } from '../../state/settings/settings';
import { useApp, useAppController } from '../../ui/context';
import { downloadBytes } from '../../ui/files';
import { ClaimSection, capital } from './ClaimSection';
import { Comparison } from './Comparison';
import { reportZip } from './files';
import { COMPARISON, REPORT } from './text';
import { type ReportNow, useReport } from './useReport';
import './report.css';

/** The claims of the paper on paper: on the network in view, or on several networks side by side. */
export function Report() {
  return useApp((state) => state.settings.compare) === '' ? <SingleReport /> : <Comparison />;
}

/** All claims tested on the network in view: a summary on one page, then every claim in full. */
function SingleReport() {
  const network = useApp((state) => state.network);
  const report = useReport();
  const { results, share, problem } = report;
  // Until the texts are there, the results bring their own.
  const texts = report.texts.length > 0 ? report.texts : results;
  const pending = problem ? REPORT.notReached : REPORT.waiting;
  useWantedClaim(texts.length > 0);
  return (
    <main
      className="report"
      data-testid="report"
      data-done={results.length}
      data-status={problem ? 'failed' : share >= 1 ? 'ready' : 'working'}
    >
      <header>
        <h1>{REPORT.title}</h1>
        <Tools report={report} />
        <Provenance network={network} report={report} />
        {problem && <p role="alert">{REPORT.problem(problem)}</p>}
      </header>
      <section className="report-summary" aria-labelledby="report-summary">
        <h2 id="report-summary">{REPORT.summary}</h2>
        <Counts results={results} />
        <Summary texts={texts} results={results} pending={pending} />
        <p className="small">{REPORT.rules}</p>
      </section>
      <h2 className="report-details">{REPORT.details}</h2>
      {texts.map((text) => (
        <ClaimSection key={text.id} text={text} result={results.find(({ id }) => id === text.id)} pending={pending} />
      ))}
    </main>
  );
}

/** Comes to the claim that a verdict elsewhere led here for. */
function useWantedClaim(there: boolean): void {
  const app = useAppController();
  const wanted = useApp((state) => state.highlight);
  useEffect(() => {
    const section = there && CLAIM_IDS.some((id) => id === wanted) ? document.getElementById(`claim-${wanted}`) : null;
    if (!section) return;
    section.scrollIntoView();
    section.focus({ preventScroll: true });
    highlightPart(app.store, undefined);
  }, [app, wanted, there]);
}

/** What was tested, and how it was trained. */
function Provenance({ network, report: { input } }: { network: NetworkInView | undefined; report: ReportNow }) {
  return (
    <>
      {input?.recipe && (
        <p data-recipe={input.recipe.name}>
          <b>{provenanceSentence(input.recipe)}</b>
        </p>
      )}
      {network && (
        <p>
          {network.hmm.name}; H = {network.weights.hiddenSize}, d = {network.weights.inputDim}, weights {network.fingerprint}
          {network.preset ? `, shipped, seed ${network.preset.seed}` : ''}.
        </p>
      )}
      <p className="small">
        Torre, Viscione, Pompe, Grewe, Mante, <cite>Mechanistic Interpretability of RNNs emulating Hidden Markov Models</cite>,
        NeurIPS 2025 (arXiv 2510.25674): its claims tested on one network.
      </p>
    </>
  );
}

/** The ways to take it along, and how far it is. */
function Tools({ report: { results, input, share, problem } }: { report: ReportNow }) {
  const app = useAppController();
  const slug = useApp((state) => modelSlug(state.settings));
  const made = () => input && claimReport(input, results);
  const save = (kind: 'json' | 'md') => {
    const report = made();
    if (!report) return;
    const text = kind === 'json' ? reportToJson(report) : reportToMarkdown(report);
    downloadBytes(new TextEncoder().encode(text), `${slug}-report.${kind}`);
  };
  const saveZip = async () => {
    const report = made();
    if (!report) return;
    try {
      downloadBytes(await reportZip(report), `${slug}-report.zip`, 'application/zip');
    } catch (error) {
      notify(app.store, 'error', REPORT.zipProblem((error as Error).message));
    }
  };
  const ready = share >= 1;
  const compare = async () => {
    const { network } = app.store.getState();
    if (network) app.set('compare', await idOfView(network, app));
  };
  return (
    <p className="row screen-only">
      <button type="button" onClick={() => app.set('view', 'lab')}>
        {REPORT.back}
      </button>
      <button type="button" onClick={() => void compare()} data-testid="compare">
        {COMPARISON.compare}
      </button>
      <button type="button" onClick={() => window.print()}>
        {REPORT.print}
      </button>
      <button type="button" disabled={!ready} onClick={() => save('md')}>
        {REPORT.markdown}
      </button>
      <button type="button" disabled={!ready} onClick={() => save('json')}>
        {REPORT.json}
      </button>
      <button type="button" disabled={!ready} onClick={() => void saveZip()}>
        {REPORT.zip}
      </button>
      {!ready && !problem && (
        <>
          <progress max={1} value={share} aria-label={REPORT.tested} />
          <span>{REPORT.progress(results.length, CLAIM_IDS.length)}</span>
        </>
      )}
    </p>
  );
}

function Counts({ results }: { results: readonly ClaimResult[] }) {
  const counts = countVerdicts(results);
  const outside = counts['not-applicable'];
  return (
    <p data-testid="report-counts">
      <b>{countsText(counts)}.</b> {REPORT.counted(results.length - outside, outside)}.
    </p>
  );
}

/** Every claim in one line, in their order from the start. */
function Summary({ texts, results, pending }: { texts: readonly ClaimText[]; results: readonly ClaimResult[]; pending: string }) {
  return (
    <table className="values summary-table">
      <thead>
        <tr>
          <th scope="col">{REPORT.claim}</th>
          <th scope="col">{REPORT.verdict}</th>
          <th scope="col">{REPORT.why}</th>
        </tr>
      </thead>
      <tbody>
        {texts.map(({ id, title }) => {
          const result = results.find((one) => one.id === id);
          return (
            <tr key={id} {...(result ? { 'data-verdict': result.verdict } : {})}>
              <th scope="row">
                <a href={`#claim-${id}`}>
                  {id} {title}
                </a>
              </th>
              <td className="verdict">{result ? verdictName(result.verdict) : pending}</td>
              <td>{result && <span className="why">{capital(result.reason)}.</span>}</td>
            </tr>
          );
        })}
      </tbody>
    </table>
  );
}
