import { useMemo, useRef } from 'react';
import { handBuiltNetwork } from '../../dynamics/circuit/handBuilt';
import { useApp, useAppController, usePalette } from '../../ui/context';
import { LiveFigure } from '../../ui/figure/LiveFigure';
import { WideTable } from '../../ui/numbers';
import { meanActivityAt } from '../meanActivity';
import { builtFigure, endsOf } from './figure';
import { WORDS } from './words';

/** Live activity is drawn relative to the largest of late, which fades slowly. */
const FADE = 0.995;

export function HandBuiltBody() {
  const app = useAppController();
  const built = useMemo(handBuiltNetwork, []);
  const inView = useApp((state) => state.network?.origin === 'constructed');
  const most = useRef(1e-6);
  const levels = (): number[] => {
    const { liveRun } = app;
    if (!inView || !liveRun || liveRun.step === 0) return built.units.map(() => 0.3);
    const step = Math.max(0, liveRun.step - 1 - app.store.getState().historyOffset);
    const now = built.units.map((_, unit) => meanActivityAt(liveRun, [unit], built.units.length, step));
    most.current = Math.max(most.current * FADE, ...now);
    return now.map((value) => value / most.current);
  };
  return (
    <div className="analysis-body" data-status="ready">
      <LiveFigure
        now={() => builtFigure(built, levels())}
        name="hand-built"
        label={WORDS.picture}
        notes={[WORDS.note]}
        pixels={430}
      />
      <div className="row">
        <button type="button" disabled={inView} onClick={() => app.openConstructed()} data-testid="open-by-hand">
          {WORDS.open}
        </button>
        <span className="figure-note">{inView ? WORDS.isOpen : WORDS.notOpen}</span>
      </div>
      <Weights built={built} />
      <p className="figure-note">{WORDS.note}</p>
    </div>
  );
}

function Weights({ built: { units, connections } }: { built: ReturnType<typeof handBuiltNetwork> }) {
  const palette = usePalette();
  return (
    <details>
      <summary>{WORDS.weights}</summary>
      <WideTable>
        <table className="values">
          <thead>
            <tr>
              <th scope="col">from</th>
              <th scope="col">to</th>
              <th scope="col">weight</th>
              <th scope="col">kind</th>
              <th scope="col">what it is for</th>
            </tr>
          </thead>
          <tbody>
            {connections.map((one) => {
              const [from, to] = endsOf(one, units);
              return (
                <tr key={`${one.kind} ${one.from} ${one.to}`}>
                  <th scope="row">{from}</th>
                  <td>{to}</td>
                  <td style={{ color: one.weight < 0 ? palette.negative : palette.positive }}>
                    {String(one.weight).replace('-', '−')}
                  </td>
                  <td>{WORDS.kinds[one.kind]}</td>
                  <td>{one.purpose}</td>
                </tr>
              );
            })}
          </tbody>
        </table>
      </WideTable>
    </details>
  );
}
