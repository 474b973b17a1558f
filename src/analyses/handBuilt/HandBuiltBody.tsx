import { useMemo, useRef } from 'react';
import { type Circuit, drawCircuit } from '../../charts/circuit';
import type { Figure } from '../../charts/figure';
import type { Palette } from '../../charts/palette';
import { type Connection, type HandBuiltNetwork, handBuiltNetwork } from '../../dynamics/circuit/handBuilt';
import { useApp, useAppController, usePalette } from '../../ui/context';
import { LiveFigure } from '../../ui/figure/LiveFigure';
import { WideTable } from '../../ui/numbers';
import { meanActivityAt } from '../circuitParts';

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

const WORDS = {
  open: 'Open this network',
  isOpen: 'It is in view: all panels show it. Discs: activity of its units now.',
  notOpen: 'The link to it holds the word by-hand.',
  picture: 'The six units and the recurrent weights between them',
  weights: 'All weights that are not 0',
  kinds: { noise: 'noise input', recurrent: 'recurrent', readout: 'read-out' },
  note: 'H = 6, d = 5, three outputs; constructed, not trained. Definition: docs/science.md, section 7.8.',
} as const;

/** Places of the units: supply above, populations at the sides, below them the kick units that end their outputs. */
const PLACES = [
  { x: 0.36, y: 0 },
  { x: 0.64, y: 0 },
  { x: 0.04, y: 0.5 },
  { x: 0.96, y: 0.5 },
  { x: 0.24, y: 1 },
  { x: 0.76, y: 1 },
];

/** Colour of each unit: of the supply a neutral one, of a population that of its output, of a kick unit that of its group. */
const colours = (palette: Palette): string[] => [
  palette.muted,
  palette.muted,
  palette.outputs[0]!,
  palette.outputs[2]!,
  palette.groups[0]!,
  palette.groups[1]!,
];

/** The recurrent weights as a circuit. @param levels activity of each unit now, 0 … 1 */
export function builtFigure({ units, connections }: HandBuiltNetwork, levels: readonly number[]): Figure {
  const recurrent = connections.filter(({ kind }) => kind === 'recurrent');
  return {
    draw(context, width, height, palette) {
      const shades = colours(palette);
      const circuit: Circuit = {
        nodes: units.map(({ name, part }, n) => ({
          name,
          detail: part,
          ...PLACES[n]!,
          colour: shades[n]!,
          level: levels[n] ?? 0,
        })),
        edges: recurrent.map(({ from, to, weight }) => ({ from, to, weight, emphasised: false })),
        largest: Math.max(...recurrent.map(({ weight }) => Math.abs(weight))),
      };
      drawCircuit(context, width, height, circuit, palette);
    },
    table: () => ({
      columns: ['kind', 'from', 'to', 'weight', 'purpose'],
      rows: connections.map((one) => [one.kind, ...endsOf(one, units), one.weight, one.purpose]),
    }),
  };
}

/** Where a weight begins and ends, in words. */
export function endsOf({ kind, from, to }: Connection, units: HandBuiltNetwork['units']): [string, string] {
  const source = kind === 'noise' ? `noise ${from + 1}` : units[from]!.name;
  return [source, kind === 'readout' ? `output ${to}` : units[to]!.name];
}
