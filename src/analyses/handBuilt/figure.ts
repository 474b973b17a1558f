import { type Circuit, drawCircuit } from '../../charts/circuit';
import type { Figure } from '../../charts/figure';
import type { Palette } from '../../charts/palette';
import type { Connection, HandBuiltNetwork } from '../../dynamics/circuit/handBuilt';

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
