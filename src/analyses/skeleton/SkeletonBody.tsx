import { useMemo, useState } from 'react';
import type { OrbitSummary } from '../../dynamics/orbit/orbit';
import { AnalysisBody, useOrbitPlane } from '../../ui/AnalysisPanel';
import { useApp } from '../../ui/context';
import { FigureView } from '../../ui/figure/FigureView';
import { NumberCell, short } from '../../ui/numbers';
import { Slider } from '../../ui/Slider';
import { REQUESTS } from '../requests';
import type { SkeletonReport } from './compute';
import { placeSkeleton, skeletonFigure } from './figure';
import { graphFigure } from './graphFigure';
import { Overlap } from './Overlap';
import { Committors, Points } from './tables';
import { SKELETON } from './text';
import { DETAILS, GRAPH, INDEX, indexText, kindText } from './words';

/** The picture, its numbers, and what else is known of its saddles. */
export function SkeletonBody() {
  return (
    <AnalysisBody name="skeleton" stoppable>
      {(report, of) => <Report report={report} of={of} />}
    </AnalysisBody>
  );
}

function Report({ report, of }: { report: SkeletonReport; of: string }) {
  const orbit = useApp((state) => state.orbit);
  const nOutputs = useApp((state) => state.network?.hmm.nOutputs ?? 0);
  const note = `${report.searches} searches, from states of a driven run and from the borders between stable points; ${report.converged} ended at a point; ${of}.`;
  const graph = useMemo(() => graphFigure(report.graph, nOutputs), [report, nOutputs]);
  // After a change of network its axes and its skeleton come one after the other.
  const units = report.points[0]?.state.length ?? report.cycle?.centre.length;
  const fits = units === undefined || units === orbit?.basis.mean.length;
  const { graph: pairs } = report;
  return (
    <>
      <div className="figures zones">
        {orbit && fits && <Picture report={report} orbit={orbit} note={note} />}
        <div>
          <FigureView
            figure={graph}
            name="skeleton-graph"
            label="Outputs that the skeleton joins, beside those that the model goes between"
            notes={[note, DETAILS.graphNote]}
            pixels={220}
          />
          <p className="figure-note">
            {DETAILS.graphNote} {pairs.joined.length === 0 && DETAILS.noGraph}
          </p>
          <dl className="numbers">
            <NumberCell name="precision" term={GRAPH}>
              {short(pairs.precision)} <small>of {pairs.joined.length}</small>
            </NumberCell>
            <NumberCell name="recall" term={GRAPH}>
              {short(pairs.recall)} <small>of {pairs.model.length}</small>
            </NumberCell>
          </dl>
        </div>
      </div>
      <p className="analysis-verdict" data-kind={report.kind}>
        {kindText(report)}
      </p>
      <dl className="numbers">
        <NumberCell name="index sum" term={INDEX}>
          {indexText(report)}
        </NumberCell>
        {report.cycle && <NumberCell name="turns in 1,000 mean steps">{short(report.cycle.turnsPer1000, 1)}</NumberCell>}
        {report.cycle && <NumberCell name="label changes in 1,000 mean steps">{short(report.cycle.flipsPer1000, 0)}</NumberCell>}
      </dl>
      <Points report={report} />
      <Committors report={report} />
      <Overlap points={report.points} />
      <p className="figure-note">
        {note} {DETAILS.source}
      </p>
    </>
  );
}

/** The plane of the portrait, with a σ of its own: nothing is computed for it, the scaling identity is exact. */
function Picture({ report, orbit, note }: { report: SkeletonReport; orbit: OrbitSummary; note: string }) {
  const axes = useOrbitPlane();
  const [sigma, setSigma] = useState(1);
  const placed = useMemo(() => placeSkeleton(report, orbit), [report, orbit]);
  const several = report.points.filter(({ unstable }) => unstable === 0).length > 1;
  // Those of another network or plane are not drawn.
  const shading = useApp((state) =>
    several && state.analyses.basins?.key === REQUESTS.basins.key(state) ? state.analyses.basins?.value : undefined,
  );
  const figure = useMemo(() => skeletonFigure(placed, orbit, axes, sigma, shading), [placed, orbit, axes, sigma, shading]);
  return (
    <div>
      <FigureView
        figure={figure}
        name="skeleton"
        label={`${SKELETON.title}: fixed points of the mean step in the plane of the portrait`}
        notes={[note, `Noise σ = ${sigma}.`, ...(shading ? [DETAILS.basins(shading.undecided)] : [])]}
        height={21}
      />
      <Slider label={DETAILS.sigma} value={sigma} low={0} high={1} format={(value) => value.toFixed(2)} onChange={setSigma} />
      {several && (
        <AnalysisBody name="basins">{({ undecided }) => <p className="figure-note">{DETAILS.basins(undecided)}</p>}</AnalysisBody>
      )}
    </div>
  );
}
