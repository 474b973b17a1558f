import { type PointerEvent, useMemo, useRef, useState } from 'react';
import { drawArrow3d, drawAxes3d, drawPlane3d } from '../../charts/axes3d';
import type { Figure } from '../../charts/figure';
import { type OrbitView, rotateBy, rotateByKey, SLANTED, screenColumns, viewOfTurning } from '../../charts/orbitView';
import { drawCloud } from '../../charts/planeMarks';
import { planeScale } from '../../charts/planeView';
import type { OrbitSummary } from '../../dynamics/orbit/orbit';
import { ORBIT_STRIDE } from '../../dynamics/orbit/orbitPlanes';
import { type ReadoutAxes, readoutAxes } from '../../dynamics/orbit/readoutAxes';
import type { RnnWeights } from '../../rnn/weights';
import { useApp } from '../../ui/context';
import { FigureView } from '../../ui/figure/FigureView';
import { Term } from '../../ui/glossary';
import { WideTable } from '../../ui/numbers';
import { READOUT } from '../text';

const START: OrbitView = { ...SLANTED, centre: { x: 0, y: 0, z: 0 }, perspective: 0 };

/** How the three read-out directions lie against the plane of the orbit. */
export function ReadoutBody() {
  const weights = useApp((state) => state.network?.weights);
  const orbit = useApp((state) => state.orbit);
  if (weights && orbit && orbit.basis.mean.length === weights.hiddenSize) return <Axes weights={weights} orbit={orbit} />;
  return (
    <div className="analysis-body">
      <p className="analysis-note">Waiting for the network…</p>
    </div>
  );
}

function Axes({ weights, orbit }: { weights: RnnWeights; orbit: OrbitSummary }) {
  const [view, setView] = useState(START);
  const from = useRef<{ x: number; y: number } | undefined>(undefined);
  const axes = useMemo(() => readoutAxes(weights, orbit.basis), [weights, orbit]);
  const figure = useMemo(() => readoutFigure(axes, orbit, view), [axes, orbit, view]);
  const move = (event: PointerEvent) => {
    if (!from.current) return;
    const [dx, dy] = [event.clientX - from.current.x, event.clientY - from.current.y];
    from.current = { x: event.clientX, y: event.clientY };
    setView((before) => rotateBy(before, dx, dy));
  };
  const note = `Axes of a run of ${orbit.steps.toLocaleString('en')} steps at σ = 1; H = ${weights.hiddenSize}.`;
  return (
    <div className="analysis-body" data-status="ready">
      {/* biome-ignore lint/a11y/useSemanticElements: a group of one figure that is turned by pointer and arrow keys */}
      <div
        className="turnable"
        role="group"
        aria-label={READOUT.turn}
        // biome-ignore lint/a11y/noNoninteractiveTabindex: arrow keys turn the figure
        tabIndex={0}
        onPointerDown={(event) => {
          from.current = { x: event.clientX, y: event.clientY };
          event.currentTarget.setPointerCapture(event.pointerId);
        }}
        onPointerMove={move}
        onPointerUp={() => {
          from.current = undefined;
        }}
        onKeyDown={(event) => {
          const turned = rotateByKey(view, event.key);
          if (!turned) return;
          event.preventDefault();
          setView(turned);
        }}
      >
        <FigureView figure={figure} name="readout" label={READOUT.title} notes={[note]} />
      </div>
      <Magnitudes axes={axes} />
      <p className="figure-note">{note}</p>
    </div>
  );
}

/** How much of each read-out direction lies on the plane, and the same by chance. */
function Magnitudes({ axes }: { axes: ReadoutAxes }) {
  return (
    <WideTable>
      <table className="values">
        <thead>
          <tr>
            <th scope="col">output</th>
            <th scope="col">
              <Term id="readout">m on PC1–PC2</Term>
            </th>
            <th scope="col">angle to the plane</th>
            <th scope="col">PC1–PC3</th>
            <th scope="col">PC2–PC3</th>
          </tr>
        </thead>
        <tbody>
          {axes.rows.map((row, k) => (
            <tr key={row.magnitudes.join()}>
              <th scope="row">{k}</th>
              <td>{row.magnitude.toFixed(3)}</td>
              <td>{row.angle.toFixed(1)}°</td>
              <td>{row.magnitudes[1]!.toFixed(3)}</td>
              <td>{row.magnitudes[2]!.toFixed(3)}</td>
            </tr>
          ))}
          <tr>
            <th scope="row">chance</th>
            <td>
              {axes.chance.toFixed(3)} (95 % below {axes.chance95.toFixed(3)})
            </td>
            <td>{((180 / Math.PI) * Math.acos(axes.chance)).toFixed(1)}°</td>
            <td />
            <td />
          </tr>
        </tbody>
      </table>
    </WideTable>
  );
}

/** Points of the run drawn behind the arrows. */
const POINTS = 2500;

/** The read-out directions as arrows against the plane of the orbit, seen by `view`. A unit direction is as long as the orbit is wide. */
function readoutFigure({ rows }: ReadoutAxes, orbit: OrbitSummary, view: OrbitView): Figure {
  return {
    draw(context, width, height, palette) {
      const count = orbit.labels.length;
      const shown = viewOfTurning(orbit.points, ORBIT_STRIDE, count, view);
      const scale = planeScale(shown, width, height);
      const length = 0.8 * shown.spanX;
      const flat = new Float32Array(2 * count);
      screenColumns(orbit.points, ORBIT_STRIDE, view, count, flat);
      drawPlane3d(context, scale, view, { middle: view.centre, halfX: length, halfY: 0.7 * length }, palette);
      drawCloud(context, scale, { points: flat, stride: 2, axes: [0, 1] }, orbit.labels, palette.outputs, POINTS, 1.8, 0.22);
      drawAxes3d(context, scale, view, 0.9 * length, ['PC1', 'PC2', 'PC3'], palette);
      rows.forEach(({ coordinates }, k) => {
        const [x = 0, y = 0, z = 0] = coordinates.map((value) => value * length * 1.35);
        drawArrow3d(
          context,
          scale,
          view,
          view.centre,
          { x, y, z },
          {
            colour: palette.outputs[k]!,
            paper: palette.panel,
            label: `output ${k}`,
            width: 3 * palette.weight,
            fontSize: 13 + 4 * (palette.weight - 1),
          },
        );
      });
    },
    table: () => ({
      columns: ['output', 'PC1', 'PC2', 'PC3', 'm on PC1-PC2', 'angle (degrees)'],
      rows: rows.map((row, k) => [k, ...[0, 1, 2].map((n) => row.coordinates[n] ?? 0), row.magnitude, row.angle]),
    }),
  };
}
