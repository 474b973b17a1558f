import { useMemo, useState } from 'react';
import { type EmissionStatistics, emissionVerdict } from '../../dynamics/emissions/emissionReport';
import { AnalysisBody, AnalysisPanel, Explosive } from '../../ui/AnalysisPanel';
import { useApp, useAppController } from '../../ui/context';
import { FigureView } from '../../ui/figure/FigureView';
import { Term } from '../../ui/glossary';
import { EstimateCell, estimateText, NumberCell, short, WideTable } from '../../ui/numbers';
import { Segmented } from '../../ui/Segmented';
import { EMISSIONS } from '../text';
import { differenceFigure, dwellFigure, ratioFigure } from './figures';

const SAMPLE_SIZES = [200, 500, 1000, 2000, 5000];

/** Sequences compared, shared by the panels on emissions. */
export function SequencesSelect() {
  const app = useAppController();
  const sequences = useApp((state) => state.settings.sequences);
  const sizes = SAMPLE_SIZES.includes(sequences) ? SAMPLE_SIZES : [...SAMPLE_SIZES, sequences].sort((a, b) => a - b);
  return (
    <label className="check hint">
      sequences N{' '}
      <select className="quiet" value={sequences} onChange={(event) => app.set('sequences', Number(event.target.value))}>
        {sizes.map((n) => (
          <option key={n} value={n}>
            {n.toLocaleString('en')}
          </option>
        ))}
      </select>
    </label>
  );
}

/** The network's emissions against the exact model. */
export function EmissionsPanel() {
  return (
    <AnalysisPanel id="emissions" title={EMISSIONS.title} term="transition" lead={EMISSIONS.lead} controls={<SequencesSelect />}>
      <AnalysisBody name="emissions">
        {(report, of) => (report.bounded ? <Statistics report={report} of={of} /> : <Explosive report={report} />)}
      </AnalysisBody>
    </AnalysisPanel>
  );
}

const lowerFirst = (text: string): string => text.charAt(0).toLowerCase() + text.slice(1);

function Statistics({ report, of }: { report: EmissionStatistics; of: string }) {
  const [output, setOutput] = useState(0);
  const known = Math.min(output, report.exact.frequency.length - 1);
  const difference = useMemo(() => differenceFigure(report), [report]);
  const ratio = useMemo(() => ratioFigure(report), [report]);
  const dwell = useMemo(() => dwellFigure(report, known), [report, known]);
  const { sequences, seqLen, judgement, network, exact } = report;
  const own = network.dwells[known]!;
  const note = `${sequences.toLocaleString('en')} sequences × ${seqLen} steps from h = 0 and as many of the model; 95 % intervals; ${of}.`;
  return (
    <>
      <p className="analysis-verdict" data-testid="emission-verdict">
        {EMISSIONS.within(seqLen)} {lowerFirst(emissionVerdict(report))}.
      </p>
      <div className="figures">
        <FigureView
          figure={difference}
          name="emissions-difference"
          label="Output transition matrix, network minus exact"
          notes={[note]}
        />
        <FigureView figure={ratio} name="emissions-ratios" label="Frequencies and changes over exact" notes={[note]} />
        <div>
          <Segmented
            label="Output"
            options={exact.frequency.map((_, k) => ({ value: k, name: `output ${k}` }))}
            value={known}
            onChange={setOutput}
          />
          <FigureView
            figure={dwell}
            name={`dwell-${known}`}
            label={`Dwell times of output ${known}`}
            notes={[note, EMISSIONS.dwells]}
          />
        </div>
      </div>
      <dl className="numbers">
        <EstimateCell
          name={`changes over exact, ${sequences.toLocaleString('en')} sequences`}
          term="changeRate"
          value={judgement.changeRatio}
        />
        <NumberCell name="changes per sequence">
          {short(network.changes.mean.value)} ± {short(network.changes.sd)} <small>exact {short(exact.changes)}</small>
        </NumberCell>
        <NumberCell name={`CV of the dwell in ${known}`} term="dwellCv">
          {estimateText(own.cv)} <small>model in such windows {short(exact.windowedDwells[known]!.cv)}</small>
        </NumberCell>
      </dl>
      <Matrices report={report} />
      <p className="figure-note">
        {note} {EMISSIONS.dwells} {own.censored.toLocaleString('en')} cut pieces of output {known} are left out,{' '}
        {own.dwells.toLocaleString('en')} whole ones counted.
      </p>
    </>
  );
}

/** The two matrices in numbers: network with interval, and exact. */
function Matrices({ report }: { report: EmissionStatistics }) {
  const { network, exact } = report;
  const outputs = exact.frequency.map((_, k) => k);
  return (
    <details>
      <summary>Matrices in numbers</summary>
      <p className="figure-note">
        Rows of the <Term id="transition">output transition matrix</Term>, counted and exact.
      </p>
      <WideTable>
        <table className="values">
          <thead>
            <tr>
              <th scope="col">from</th>
              {outputs.map((l) => (
                <th key={l} scope="col">
                  to {l}: network (exact)
                </th>
              ))}
              <th scope="col">pairs</th>
            </tr>
          </thead>
          <tbody>
            {outputs.map((k) => (
              <tr key={k}>
                <th scope="row">{k}</th>
                {outputs.map((l) => (
                  <td key={l}>
                    {estimateText(network.outputTransitionMatrix[k]![l]!, 3)} ({short(exact.outputTransitionMatrix[k]![l]!, 3)})
                  </td>
                ))}
                <td>{network.outputTransitionMatrix[k]![0]!.n.toLocaleString('en')}</td>
              </tr>
            ))}
          </tbody>
        </table>
      </WideTable>
    </details>
  );
}
