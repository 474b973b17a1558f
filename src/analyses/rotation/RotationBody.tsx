import { useMemo } from 'react';
import type { Figure } from '../../charts/figure';
import { drawBand, drawKey, drawLine, wholePlot } from '../../charts/plot';
import { magnitude } from '../../claims/finding';
import { COUNTABLE_FLIPS, PLANES } from '../../dynamics/orbit/orbitPlanes';
import type { RotationReport } from '../../dynamics/orbit/rotationReport';
import { AnalysisBody } from '../../ui/AnalysisPanel';
import { FigureView } from '../../ui/figure/FigureView';
import { EstimateCell, estimateText, NumberCell, WideTable } from '../../ui/numbers';

/** Does the state circle, one way, once per round trip? */
export function RotationBody() {
  return <AnalysisBody name="rotation">{(report, of) => <Report report={report} of={of} />}</AnalysisBody>;
}

function verdict({ turnsPerRoundTrip: { value, low, high }, flips }: RotationReport): string {
  if (flips < COUNTABLE_FLIPS) return `Label changes: ${flips}. That is too few round trips to count turns in.`;
  const least = Math.min(Math.abs(low), Math.abs(high));
  if (low <= 0 && high >= 0) return 'No preferred sense: turns one way and the other cancel.';
  const way = value > 0 ? 'counter-clockwise' : 'clockwise';
  if (least >= 0.8 && Math.abs(value) <= 1.2) return `One turn per round trip, always ${way}: a closed orbit.`;
  return `Turns ${way}, ${Math.abs(value).toFixed(2)} times per round trip in this plane. With several loops, look at two outputs at a time: see the output-pair subspaces.`;
}

function Report({ report, of }: { report: RotationReport; of: string }) {
  const phase = useMemo(() => phaseFigure(report), [report]);
  const profile = useMemo(() => profileFigure(report), [report]);
  const plane = `PC${report.axes[0] + 1}–PC${report.axes[1] + 1}`;
  const note = `${report.runs} runs × ${report.steps.toLocaleString('en')} steps at σ = 1 in ${plane}, intervals over runs; ${of}.`;
  return (
    <>
      <div className="figures">
        <FigureView figure={phase} name="phase" label="Turns around the orbit against time, first run" notes={[note]} />
        <FigureView figure={profile} name="phase-outputs" label="Output probabilities by phase" notes={[note]} />
      </div>
      <p className="analysis-verdict">{verdict(report)}</p>
      <dl className="numbers">
        <EstimateCell
          name={`turns per round trip, ${report.runs} runs`}
          term="turns"
          value={magnitude(report.turnsPerRoundTrip)}
          digits={3}
        />
        <EstimateCell name="net turns per run" value={report.netTurns} digits={1} />
        <NumberCell name="runs of the same sense">{Math.round(100 * report.sameSense)} %</NumberCell>
        <NumberCell name="label changes">{report.flips.toLocaleString('en')}</NumberCell>
        <EstimateCell name="states in the emptiest direction" value={report.ring.enclosure} digits={3} />
        <EstimateCell name="states in the hole" value={report.ring.holeShare} digits={3} />
      </dl>
      <WideTable>
        <table className="values">
          <thead>
            <tr>
              <th scope="col">plane</th>
              <th scope="col">turns per round trip (− clockwise)</th>
              <th scope="col">net turns per run</th>
            </tr>
          </thead>
          <tbody>
            {PLANES.map(([a, b], n) => (
              <tr key={`${a}${b}`}>
                <th scope="row">
                  PC{a + 1}–PC{b + 1}
                </th>
                <td>{estimateText(report.planes[n]!.turnsPerRoundTrip)}</td>
                <td>{estimateText(report.planes[n]!.netTurns, 1)}</td>
              </tr>
            ))}
          </tbody>
        </table>
      </WideTable>
      <p className="figure-note">
        Of 24 directions as seen from the resting point in PC1–PC2, the emptiest holds this share of the states: about 0 where
        they lie to one side of the point, at most .042 where they go all the way round it. In the hole are those nearer to it
        than .35 of the median distance: .08 of a round cloud, fewer of a ring. Each axis is divided by its spread.
      </p>
      <p className="figure-note">
        {note} {report.divergentRuns > 0 && `${report.divergentRuns} runs grew without bound and are left out.`}
      </p>
    </>
  );
}

/** Turns around the centre against steps: a staircase that climbs one way. */
function phaseFigure({ phase }: RotationReport): Figure {
  const xs = Array.from(phase, (_, t) => t);
  return {
    draw(context, width, height, palette) {
      const low = Math.min(0, ...phase);
      const high = Math.max(0, ...phase);
      const margin = 0.04 * Math.max(1, high - low);
      const plot = wholePlot(
        context,
        width,
        height,
        {
          x: { from: 0, to: phase.length, name: 'steps' },
          y: { from: low - margin, to: high + margin, name: 'turns' },
        },
        palette,
      );
      drawLine(plot, xs, phase, { colour: palette.accent, width: 1.5 });
    },
    table: () => ({ columns: ['step', 'turns'], rows: xs.map((t) => [t, phase[t]!]) }),
  };
}

/** Mean output probabilities by phase, and where the time is spent. */
function profileFigure({ profile }: RotationReport): Figure {
  const xs = [...profile.centres];
  const outputs = profile.probabilities[0]?.length ?? 0;
  const column = (k: number, of: 'value' | 'low' | 'high') => profile.probabilities.map((bin) => bin[k]![of]);
  return {
    draw(context, width, height, palette) {
      const plot = wholePlot(
        context,
        width,
        height,
        {
          key: true,
          x: { from: -0.5, to: 0.5, name: 'phase (turns)', at: [-0.5, -0.25, 0, 0.25, 0.5] },
          y: { from: 0, to: 1, name: 'probability' },
        },
        palette,
      );
      const most = Math.max(...profile.share.map(({ value }) => value || 0));
      drawBand(
        plot,
        xs,
        xs.map(() => 0),
        profile.share.map(({ value }) => (0.9 * (value || 0)) / most),
        palette.muted,
        0.22,
      );
      for (let k = 0; k < outputs; k++) {
        const colour = palette.outputs[k]!;
        const seen = xs.map((_, bin) => Number.isFinite(column(k, 'value')[bin]!));
        const kept = xs.filter((_, bin) => seen[bin]);
        const of = (which: 'value' | 'low' | 'high') => column(k, which).filter((_, bin) => seen[bin]);
        drawBand(plot, kept, of('low'), of('high'), colour);
        drawLine(plot, kept, of('value'), { colour, width: 2 });
      }
      drawKey(plot, [
        ...Array.from({ length: outputs }, (_, k) => ({ name: `output ${k}`, colour: palette.outputs[k]! })),
        { name: 'time spent', colour: palette.muted },
      ]);
    },
    table: () => ({
      columns: [
        'phase (turns)',
        'share of time',
        ...Array.from({ length: outputs }, (_, k) => [`p(${k})`, `p(${k}) low`, `p(${k}) high`]).flat(),
      ],
      rows: xs.map((centre, bin) => [
        centre,
        profile.share[bin]!.value,
        ...profile.probabilities[bin]!.flatMap(({ value, low, high }) => [value, low, high]),
      ]),
    }),
  };
}
