import { useMemo } from 'react';
import { type DivergenceRate, EXCESS, judgeExcess, type RatesReport } from '../../dynamics/emissions/rates';
import { AnalysisBody, Explosive } from '../../ui/AnalysisPanel';
import { ClaimVerdict } from '../../ui/ClaimVerdict';
import { usePalette } from '../../ui/context';
import { FigureView } from '../../ui/figure/FigureView';
import type { Definition } from '../../ui/glossary';
import { EstimateCell, estimateText, WideTable } from '../../ui/numbers';
import { excessFigure, historyFigure, worst } from './figures';
import { RATES } from './text';

/** The rates first; the distance, which takes longest, comes after them. */
export function RatesBody() {
  return (
    <>
      <AnalysisBody name="rates" stoppable>
        {(report, of) => (report.bounded ? <Rates report={report} of={of} /> : <Explosive report={report} />)}
      </AnalysisBody>
      <h3>{WORDS.divergence}</h3>
      <AnalysisBody name="divergence" stoppable>
        {(report, of) => (report.bounded ? <Divergence report={report} of={of} /> : <Explosive report={report} />)}
      </AnalysisBody>
    </>
  );
}

function Rates({ report, of }: { report: RatesReport; of: string }) {
  const excess = useMemo(() => excessFigure(report), [report]);
  const histories = useMemo(() => historyFigure(report), [report]);
  const { crossEntropy, entropyRate, sequences, steps, impossible } = report;
  const note = `${sequences.toLocaleString('en')} sequences of ${steps} steps of the network, and as many of the model; intervals over sequences; ${of}.`;
  return (
    <>
      <div className="figures">
        <FigureView
          figure={excess}
          name="rates-difference"
          label="Difference of the surprise at the network’s and at the model’s own sequences; grey: within the bounds of claim C25"
          notes={[note]}
          pixels={150}
        />
        <FigureView figure={histories} name="rates-histories" label={WORDS.histories} notes={[note, WORDS.historiesNote]} />
      </div>
      <p className="analysis-verdict">{excessText(report)}</p>
      <dl className="numbers">
        <EstimateCell name="the network’s sequences under the model" term={RATES.term} value={crossEntropy} digits={3} />
        <EstimateCell name="the model’s own" term={RATES.term} value={entropyRate} digits={3} />
        <EstimateCell name="difference, nats a step" term={RATES.term} value={report.excess} digits={3} />
      </dl>
      <Histories report={report} />
      <ClaimVerdict name="As probable as the model’s own (C25, not in the paper)" verdict={judgeExcess(report.excess)} />
      <p className="figure-note">
        {note} {leftOut(impossible)} {WORDS.source}
      </p>
    </>
  );
}

/** The worst histories, with what follows them in the network and in the model. */
function Histories({ report }: { report: RatesReport }) {
  const palette = usePalette();
  const rows = worst(report);
  if (rows.length === 0) return null;
  return (
    <WideTable>
      <table className="values">
        <caption>{WORDS.histories}</caption>
        <thead>
          <tr>
            <th scope="col">last outputs</th>
            <th scope="col">share of steps</th>
            <th scope="col">loss, nats a step</th>
            {rows[0]!.model.map((_, k) => (
              // biome-ignore lint/suspicious/noArrayIndexKey: an output is its number
              <th key={k} scope="col">
                <i className="swatch" style={{ background: palette.outputs[k] }} /> then {k} (model)
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {rows.map(({ outputs, share, loss, network, model }) => (
            <tr key={outputs.join()}>
              <th scope="row">
                {outputs.map((output, at) => (
                  // biome-ignore lint/suspicious/noArrayIndexKey: outputs repeat, their places do not
                  <span key={at}>
                    <i className="swatch" style={{ background: palette.outputs[output] }} /> {output}{' '}
                  </span>
                ))}
              </th>
              <td>{(100 * share.value).toFixed(1)} %</td>
              <td>{estimateText(loss, 4)}</td>
              {network.map((p, k) => (
                // biome-ignore lint/suspicious/noArrayIndexKey: an output is its number
                <td key={k}>
                  {estimateText(p, 3)} ({model[k]!.toFixed(3)})
                </td>
              ))}
            </tr>
          ))}
        </tbody>
      </table>
      <p className="figure-note">{WORDS.historiesNote}</p>
    </WideTable>
  );
}

function Divergence({ report, of }: { report: DivergenceRate; of: string }) {
  return (
    <>
      <dl className="numbers">
        <EstimateCell name="Kullback–Leibler rate, nats a step" term={DIVERGENCE} value={report.rate} digits={3} />
        <EstimateCell name="the network’s own entropy rate" value={report.ownEntropy} digits={3} />
        <EstimateCell name="cross-entropy of the same sequences" value={report.crossEntropy} digits={3} />
      </dl>
      <p className="figure-note">
        {WORDS.particles(report, of)} {leftOut(report.impossible)}
      </p>
    </>
  );
}

/** What the difference says, in a sentence. */
export function excessText({ excess }: Pick<RatesReport, 'excess'>): string {
  const { verdict } = judgeExcess(excess);
  if (verdict === 'reproduced')
    return `The network’s sequences are as probable as the model’s own, to within ${EXCESS} nats a step.`;
  if (verdict === 'inconclusive')
    return `Whether the difference lies within ${EXCESS} nats a step cannot be told from these sequences.`;
  return excess.value > 0
    ? 'The network’s sequences are less probable than the model’s own: some of its memory is missing or wrong.'
    : 'The network’s sequences are too typical: it leaves out what is rare.';
}

export const leftOut = (impossible: number): string =>
  impossible === 0 ? '' : `${impossible} sequences hold an output that the model cannot emit there; they are in no number here.`;

const WORDS = {
  histories: 'Where the network is most wrong: after which outputs',
  historiesNote:
    'Outputs from left to right, the last one latest. Loss: share of the steps that follow them × Σ p ln(p/q) of the next output, p as counted, q exact.',
  divergence: 'How far from the model?',
  particles: ({ particles, effective, rate }: DivergenceRate, of: string) =>
    `${rate.n} sequences followed by ${particles} particles each, of which ${Math.round(100 * effective)} % count after an output; intervals over sequences; ${of}. The estimate of the network’s own entropy comes out slightly too large, so the rate slightly too small.`,
  source: 'Definition: docs/science.md, section 7.6.',
};

const DIVERGENCE: Definition = {
  title: 'Kullback–Leibler rate',
  text: 'Cross-entropy under the model minus the network’s own entropy rate, on the same sequences: 0 only where both emit the same sequences equally often. The network’s own entropy needs the probability of its next output given its past, which a particle filter over h estimates: particles step with noise of their own and are drawn again in proportion to the probability of what was emitted.',
};
