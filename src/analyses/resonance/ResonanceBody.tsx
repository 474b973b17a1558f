import { useMemo } from 'react';
import type { Figure } from '../../charts/figure';
import { drawBand, drawEstimate, drawEstimates, drawMark, wholePlot } from '../../charts/plot';
import type { ExitHazard } from '../../dynamics/emissions/exitHazard';
import type { NoiseSweep } from '../../dynamics/emissions/noiseSweep';
import type { ResonanceReport } from '../../dynamics/interventions/resonance';
import type { Estimate } from '../../math/statistics';
import { AnalysisBody, Explosive } from '../../ui/AnalysisPanel';
import { ClaimVerdict } from '../../ui/ClaimVerdict';
import { useApp } from '../../ui/context';
import { FigureView } from '../../ui/figure/FigureView';
import { EstimateCell, estimateText } from '../../ui/numbers';
import { useCircuitParts } from '../circuitParts';
import { RESONANCE } from '../emergenceText';
import { errorFigure } from '../emissionErrorFigure';
import { CIRCUIT } from '../mechanismText';

/** Regular switching at a noise of the middle. */
export function ResonanceBody() {
  const parts = useCircuitParts();
  const known = useApp((state) => state.analyses.kick?.status === 'ready');
  return (
    <>
      <AnalysisBody name="kick">{() => null}</AnalysisBody>
      {known && !parts && <p className="analysis-note">{CIRCUIT.missing}</p>}
      {parts && <AnalysisBody name="resonance">{(report, of) => <Gain report={report} of={of} />}</AnalysisBody>}
      <AnalysisBody name="hazard">
        {(report) => (report.bounded ? <Regularity report={report} /> : <Explosive report={report} />)}
      </AnalysisBody>
      <AnalysisBody name="noise">{(sweep) => <EmissionError sweep={sweep} />}</AnalysisBody>
      <p className="figure-note">{RESONANCE.sigma}</p>
    </>
  );
}

function Gain({ report, of }: { report: ResonanceReport; of: string }) {
  const cv = useMemo(() => gainFigure(report, 'cv'), [report]);
  const flips = useMemo(() => gainFigure(report, 'flips'), [report]);
  const note = `${report.runs} runs of ${report.steps.toLocaleString('en')} steps a gain, the same noise at all; intervals: bootstrap over runs; ${of}.`;
  return (
    <>
      <div className="figures">
        <FigureView figure={cv} name="resonance-cv" label="Regularity of the dwells against partial noise" notes={[note]} />
        <FigureView figure={flips} name="resonance-flips" label="Flips against partial noise" notes={[note]} />
      </div>
      <dl className="numbers">
        <EstimateCell name="least CV at g" value={report.minimum.gain} />
        <EstimateCell name="CV there" value={report.minimum.cv} digits={3} />
        <EstimateCell name="rise towards g = 0" value={report.ends.first} digits={3} />
        <EstimateCell name="rise towards the other end" value={report.ends.last} digits={3} />
      </dl>
      <ClaimVerdict name="Self-induced stochastic resonance (C21)" verdict={report.verdict} />
      <p className="figure-note">{note}</p>
    </>
  );
}

/** How clock-like the dwells are at all, against the memoryless dwell. */
function Regularity({ report }: { report: ExitHazard }) {
  return (
    <>
      <ClaimVerdict name="More regular than the model (C24)" verdict={report.verdict} />
      <p className="figure-note">
        CV of the network’s dwells {estimateText(report.pooled.cv, 3)}; {REFERENCES[report.compared]}{' '}
        {estimateText(report.referenceCv, 3)}.
      </p>
    </>
  );
}

const REFERENCES = {
  geometric: 'memoryless dwell of the model, √(1 − p):',
  'argmax-posterior': 'the model’s best guess of its next output:',
} as const;

function EmissionError({ sweep }: { sweep: NoiseSweep }) {
  const figure = useMemo(() => errorFigure(sweep), [sweep]);
  return (
    <FigureView
      figure={figure}
      name="resonance-emissions"
      label="Error of the emissions against σ"
      notes={[RESONANCE.sigma]}
      pixels={200}
    />
  );
}

/** A measure against the partial noise gain, the untouched network marked. */
function gainFigure(report: ResonanceReport, which: 'cv' | 'flips'): Figure {
  const estimates: readonly Estimate[] = report[which];
  const { gains, minimum } = report;
  const known = gains.map((gain, n) => ({ gain, ...estimates[n]! })).filter(({ value }) => Number.isFinite(value));
  const low = Math.min(...known.map((entry) => entry.low));
  const high = Math.max(...known.map((entry) => entry.high));
  const margin = 0.12 * (high - low || 1);
  return {
    draw(context, width, height, palette) {
      const plot = wholePlot(
        context,
        width,
        height,
        {
          x: { from: 0, to: gains.at(-1)!, name: 'noise gain g into the integrating populations' },
          y: {
            from: which === 'cv' ? low - margin : 0,
            to: high + margin,
            name: which === 'cv' ? 'CV of the dwells' : 'flips per 1,000 steps',
          },
        },
        palette,
      );
      if (which === 'cv') {
        const { low: from, high: to } = minimum.gain;
        drawBand(plot, [from, to], [low - margin, low - margin], [high + margin, high + margin], palette.accent, 0.1);
        drawMark(plot, 'x', minimum.gain.value, `least at ${minimum.gain.value}`, palette.accent);
      }
      drawMark(plot, 'x', 1, 'as trained', palette.muted, 1);
      drawEstimates(
        plot,
        known.map((entry) => ({ x: entry.gain, ...entry })),
        { colour: palette.ink, alpha: 0.12 },
      );
      for (const entry of known) drawEstimate(plot, entry.gain, entry, palette.ink);
    },
    table: () => ({
      columns: ['gain', which, 'low', 'high', 'n'],
      rows: gains.map((gain, n) => {
        const { value, low: from, high: to, n: count } = estimates[n]!;
        return [gain, value, from, to, count];
      }),
    }),
  };
}
