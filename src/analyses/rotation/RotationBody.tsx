import { useMemo } from 'react';
import { magnitude } from '../../claims/finding';
import { COUNTABLE_FLIPS, PLANES } from '../../dynamics/orbit/orbitPlanes';
import type { RotationReport } from '../../dynamics/orbit/rotationReport';
import { AnalysisBody } from '../../ui/AnalysisPanel';
import { FigureView } from '../../ui/figure/FigureView';
import { EstimateCell, estimateText, NumberCell, WideTable } from '../../ui/numbers';
import { phaseFigure, profileFigure } from './figures';

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
