import { useMemo, useRef, useState } from 'react';
import { type EmissionEstimates, emissionError, estimateEmissions, isJudged } from '../../hmm/emissions';
import { type ExactStatistics, exactStatistics } from '../../hmm/statistics';
import type { Estimate } from '../../math/statistics';
import { useApp, useAppController, useFrame, usePalette } from '../../ui/context';
import { Term } from '../../ui/glossary';
import { MaximiseButton, usePanel } from '../../ui/panelFrame';
import { TRANSITIONS } from './text';
import './transitions.css';

/** The network's output transition matrix beside the exact one, live. */
export function TransitionPanel() {
  const { className, ...frame } = usePanel('transitions');
  const app = useAppController();
  const hmm = useApp((state) => state.network?.hmm);
  const exact = useMemo(() => (hmm ? exactStatistics(hmm) : undefined), [hmm]);
  const [estimates, setEstimates] = useState<EmissionEstimates>();
  const elapsed = useRef(0);
  const last = useRef<{ counter: unknown; pairs: number }>({ counter: undefined, pairs: -1 });
  useFrame((dt) => {
    elapsed.current += dt;
    const { emissionCounter } = app;
    if (
      elapsed.current < 0.3 ||
      !emissionCounter ||
      (last.current.counter === emissionCounter && last.current.pairs === emissionCounter.pairs)
    )
      return;
    elapsed.current = 0;
    last.current = { counter: emissionCounter, pairs: emissionCounter.pairs };
    setEstimates(estimateEmissions(emissionCounter.counts));
  });
  const matches = estimates && exact && estimates.frequency.length === exact.frequency.length;
  return (
    <section className={`${className} transitions`} aria-label={TRANSITIONS.title} {...frame}>
      <header>
        <h2>
          <Term id="transition">{TRANSITIONS.title}</Term>
        </h2>
        <span className="hint">{matches ? `n = ${estimates.changeRate.n.toLocaleString('en')} pairs` : 'counting…'}</span>
        <MaximiseButton id="transitions" title={TRANSITIONS.title} />
      </header>
      {matches && <Matrix estimates={estimates} exact={exact} />}
      {matches && <Verdict estimates={estimates} exact={exact} />}
    </section>
  );
}

interface Data {
  estimates: EmissionEstimates;
  exact: ExactStatistics;
}

function Matrix({ estimates, exact }: Data) {
  const palette = usePalette();
  const outputs = exact.frequency.map((_, k) => k);
  return (
    <table className="matrix">
      <caption className="visually-hidden">
        Probability of the next output (columns) after each output (rows): network, and exact model
      </caption>
      <thead>
        <tr>
          <td className="corner">from ╲ to</td>
          {outputs.map((k) => (
            <th key={k} scope="col">
              <i style={{ background: palette.outputs[k] }} /> {k}
            </th>
          ))}
          <th scope="col" className="counts">
            counts
          </th>
        </tr>
      </thead>
      <tbody>
        {outputs.map((k) => {
          const row = estimates.outputTransitionMatrix[k]!;
          const few = !isJudged(estimates, k);
          return (
            <tr key={k} className={few ? 'few' : ''} title={few ? TRANSITIONS.few : undefined}>
              <th scope="row">
                <i style={{ background: palette.outputs[k] }} /> {k}
              </th>
              {outputs.map((l) => (
                <Cell key={l} estimate={row[l]!} exact={exact.outputTransitionMatrix[k]![l]!} colour={palette.outputs[l]!} />
              ))}
              <td className="counts">{row[0]!.n.toLocaleString('en')}</td>
            </tr>
          );
        })}
      </tbody>
    </table>
  );
}

const probability = (p: number) => p.toFixed(3).replace(/^0/, '');

function Cell({ estimate, exact, colour }: { estimate: Estimate; exact: number; colour: string }) {
  const half = (estimate.high - estimate.low) / 2;
  return (
    <td>
      <span className="bar" style={{ width: `${100 * (estimate.n ? estimate.value : 0)}%`, background: colour }} />
      <span className="bar-mark" style={{ left: `${100 * exact}%` }} />
      <strong>{estimate.n ? probability(estimate.value) : '–'}</strong>
      <small>±{probability(half)}</small>
      <em>{probability(exact)}</em>
    </td>
  );
}

function Verdict({ estimates, exact }: Data) {
  const error = emissionError(estimates, exact);
  const rate = estimates.changeRate;
  return (
    <p className="verdict">
      <span className="key">
        <strong>bold</strong> {TRANSITIONS.network} ± 95 %, <em>slanted</em> {TRANSITIONS.exact}
      </span>{' '}
      {TRANSITIONS.live} largest difference{' '}
      <b data-testid="max-cell" data-rows={error.judgedRows.length}>
        {error.judgedRows.length ? error.maxCell.toFixed(3) : '–'}
      </b>
      . <Term id="changeRate">Live change rate</Term> <b data-testid="live-rate">{rate.value.toFixed(3)}</b> [
      {rate.low.toFixed(3)}, {rate.high.toFixed(3)}] against {exact.changeRate.toFixed(3)}.
    </p>
  );
}
