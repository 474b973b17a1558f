import { useMemo } from 'react';
import type { Figure } from '../../charts/figure';
import { clipped, drawBand, drawLine, drawMark, wholePlot } from '../../charts/plot';
import type { CollapseReport, CollapseVerdict } from '../../dynamics/collapse';
import { AnalysisBody, AnalysisPanel } from '../../ui/AnalysisPanel';
import { FigureView } from '../../ui/figure/FigureView';
import { EstimateCell, NumberCell, short } from '../../ui/numbers';
import { COLLAPSE } from '../text';

const VERDICTS: Record<CollapseVerdict, string> = {
  'single-fixed-point': 'Single stable fixed point: every released state falls to h = 0.',
  'not-collapsed-yet': 'Falling, but not below a thousandth of the driven mean within these steps: a slow fixed point.',
  grows: 'Grows without noise: h = 0 is not stable here.',
};

/** What is left when the noise goes: the norm of 100 released states. */
export function CollapsePanel() {
  return (
    <AnalysisPanel id="collapse" title={COLLAPSE.title} term="collapse" lead={COLLAPSE.lead}>
      <AnalysisBody name="collapse">{(report, of) => <Report report={report} of={of} />}</AnalysisBody>
    </AnalysisPanel>
  );
}

function Report({ report, of }: { report: CollapseReport; of: string }) {
  const figure = useMemo(() => collapseFigure(report), [report]);
  const note = `${report.released} states of a driven run (σ = 1), ${report.steps} steps without noise; ${of}.`;
  return (
    <>
      <FigureView figure={figure} name="collapse" label={COLLAPSE.title} notes={[note]} />
      <p className="analysis-verdict" data-verdict={report.verdict}>
        {VERDICTS[report.verdict]}
      </p>
      <dl className="numbers">
        {report.decayPerStep && <EstimateCell name="decay per step" term="decay" value={report.decayPerStep} digits={3} />}
        <NumberCell name="slowest spectral radius" term="activeRadius">
          {short(report.slowestRadius, 3)} <small>{report.activeSets.solved} active blocks</small>
        </NumberCell>
        <NumberCell name="largest ‖h‖ at the end">
          {report.finalNorm === 0 ? '0' : report.finalNorm.toExponential(1)} <small>from {short(report.drivenNorm)}</small>
        </NumberCell>
      </dl>
      <p className="figure-note">
        {note} {report.divergent && 'The driven run grew without bound: only its states up to there were released.'}
      </p>
    </>
  );
}

/** Below this the curve leaves the picture: float64 goes on for hundreds of decades. */
const FLOOR = 1e-12;

/** ‖h‖ against noise-free steps on a log axis: every released state, and the median. */
function collapseFigure(report: CollapseReport): Figure {
  const { steps, released, norms, drivenNorm, median, highest, lowest } = report;
  const length = shownSteps(report);
  const xs = Array.from({ length: length + 1 }, (_, t) => t);
  return {
    draw(context, width, height, palette) {
      const top = Math.max(...highest.subarray(0, length + 1), drivenNorm) * 2;
      const plot = wholePlot(
        context,
        width,
        height,
        {
          x: { from: 0, to: length, name: 'steps without noise' },
          y: { from: FLOOR * drivenNorm, to: top, name: '‖h‖', log: true },
        },
        palette,
      );
      clipped(plot, () => {
        drawBand(plot, xs, floored(lowest, length, drivenNorm), highest.subarray(0, length + 1), palette.noiseOff, 0.14);
        for (let n = 0; n < released; n++) {
          const from = n * (steps + 1);
          drawLine(plot, xs, positive(norms.subarray(from, from + length + 1)), {
            colour: palette.noiseOff,
            width: 0.7,
            alpha: 0.4,
          });
        }
        drawLine(plot, xs, positive(median.subarray(0, length + 1)), { colour: palette.ink, width: 2.2 });
        drawMark(plot, 'y', 1e-3 * drivenNorm, '0.001 of the driven mean', palette.accent);
        if (report.collapsedAfter !== undefined)
          drawMark(plot, 'x', report.collapsedAfter, `all below: step ${report.collapsedAfter}`, palette.accent);
      });
    },
    table() {
      const columns = ['step', 'median', 'lowest', 'highest', ...Array.from({ length: released }, (_, n) => `state ${n + 1}`)];
      const rows = Array.from({ length: steps + 1 }, (_, t) => [
        t,
        median[t]!,
        lowest[t]!,
        highest[t]!,
        ...Array.from({ length: released }, (_, n) => norms[n * (steps + 1) + t]!),
      ]);
      return { columns, rows };
    },
  };
}

/** Steps until everything has left the picture, and a few more. */
function shownSteps({ highest, drivenNorm, steps }: CollapseReport): number {
  const gone = highest.findIndex((norm) => norm < FLOOR * drivenNorm);
  return gone < 0 ? steps : Math.min(steps, Math.ceil(1.05 * gone));
}

/** A zero has no place on a log axis: the line ends there. */
const positive = (values: Float64Array): Float64Array => values.map((value) => (value > 0 ? value : Number.NaN));
const floored = (values: Float64Array, length: number, drivenNorm: number): Float64Array =>
  values.subarray(0, length + 1).map((value) => Math.max(value, 1e-3 * FLOOR * drivenNorm));
