import { useMemo } from 'react';
import type { GroupActivityReport } from '../../dynamics/circuit/groupActivity';
import { highlightedUnit, pointAtStep } from '../../state/page/slice';
import { AnalysisBody, AnalysisPanel } from '../../ui/AnalysisPanel';
import { useApp, useAppController, usePalette } from '../../ui/context';
import { FigureView } from '../../ui/figure/FigureView';
import { LiveFigure } from '../../ui/figure/LiveFigure';
import { estimateText, WideTable } from '../../ui/numbers';
import { type CircuitPart, useCircuitParts } from '../circuitParts';
import { ACTIVITY, CIRCUIT } from '../mechanismText';
import { flipFigure, stepAt, traceFigure } from './figures';

/** When integrators and kick groups are active. */
export function ActivityPanel() {
  const parts = useCircuitParts();
  const known = useApp((state) => state.analyses.kick?.status === 'ready');
  return (
    <AnalysisPanel id="activity" title={ACTIVITY.title} term="groupActivity" lead={ACTIVITY.lead}>
      <AnalysisBody name="kick">{() => null}</AnalysisBody>
      {known && !parts && <p className="analysis-note">{CIRCUIT.missing}</p>}
      {parts && (
        <>
          <Traces parts={parts} />
          <AnalysisBody name="activity">{(report, of) => <Flips report={report} parts={parts} of={of} />}</AnalysisBody>
        </>
      )}
    </AnalysisPanel>
  );
}

/** Room of the plot's axis at the left and of its margin at the right. */
const MARGINS = { left: 46, right: 18 };

function Traces({ parts }: { parts: readonly CircuitPart[] }) {
  const app = useAppController();
  const unit = useApp(highlightedUnit);
  const hiddenSize = useApp((state) => state.network?.weights.hiddenSize);
  const now = () => {
    const { liveRun } = app;
    const { historyOffset, pointedStep } = app.store.getState();
    if (!liveRun || !hiddenSize || liveRun.step === 0) return undefined;
    return traceFigure({ liveRun, hiddenSize, parts, unit, historyOffset, pointedStep });
  };
  return (
    <LiveFigure
      now={now}
      name="activity"
      label="Mean activity of kick groups and populations over the last 200 steps of the live run"
      notes={['Live run; bands: its label.']}
      pixels={260}
      onPoint={(pixel) => {
        const { liveRun } = app;
        const share = pixel && (pixel.x - MARGINS.left) / (pixel.width - MARGINS.left - MARGINS.right);
        const step = liveRun && share !== undefined ? stepAt(share, liveRun, app.store.getState().historyOffset) : undefined;
        pointAtStep(app.store, step);
      }}
    />
  );
}

function Flips({ report, parts, of }: { report: GroupActivityReport; parts: readonly CircuitPart[]; of: string }) {
  const figures = useMemo(
    () => report.flips.map((flips) => ({ flips, figure: flipFigure(report, flips, parts) })),
    [report, parts],
  );
  const palette = usePalette();
  const note = `${report.steps.toLocaleString('en')} steps at σ = 1; flips between dwells of at least 5 steps; ${of}.`;
  if (report.activities.length !== parts.length) return null;
  return (
    <>
      <div className="figures">
        {figures.map(({ flips, figure }) => (
          <FigureView
            key={`${flips.from}${flips.to}`}
            figure={figure}
            name={`activity-${flips.from}${flips.to}`}
            label={`Mean activity around the flips ${flips.from} to ${flips.to}`}
            notes={[note]}
          />
        ))}
      </div>
      <WideTable>
        <table className="values">
          <thead>
            <tr>
              <th scope="col">phase lag</th>
              <th scope="col">second follows first by, steps</th>
              <th scope="col">correlation there</th>
              <th scope="col">blocks</th>
            </tr>
          </thead>
          <tbody>
            {report.lags.map(({ first, second, lag, correlation }) => (
              <tr key={`${first} ${second}`}>
                <th scope="row">
                  {[first, second].map((n) => (
                    <span key={n}>
                      <i className="swatch" style={{ background: parts[n]!.colour(palette) }} /> {parts[n]!.name}{' '}
                    </span>
                  ))}
                </th>
                <td>{estimateText(lag, 0)}</td>
                <td>{estimateText(correlation)}</td>
                <td>{lag.n}</td>
              </tr>
            ))}
          </tbody>
        </table>
      </WideTable>
      <p className="figure-note">{note}</p>
    </>
  );
}
