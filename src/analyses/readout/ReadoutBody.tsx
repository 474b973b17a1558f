import { type PointerEvent, useMemo, useRef, useState } from 'react';
import { type OrbitView, rotateBy, rotateByKey, SLANTED } from '../../charts/orbitView';
import type { OrbitSummary } from '../../dynamics/orbit/orbit';
import { readoutAxes } from '../../dynamics/orbit/readoutAxes';
import type { RnnWeights } from '../../rnn/weights';
import { useApp } from '../../ui/context';
import { FigureView } from '../../ui/figure/FigureView';
import { Term } from '../../ui/glossary';
import { WideTable } from '../../ui/numbers';
import { READOUT } from '../text';
import { readoutFigure } from './figure';

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
      <p className="figure-note">{note}</p>
    </div>
  );
}
