import { type CycleContext, follow } from './limitCycle';
import { distance } from './meanMap';

/** Halvings of a segment, and how often the pair of states on both sides of the border is drawn together again. */
const HALVINGS = 22;
const ROUNDS = 5;
/** The pair is drawn together again when it is so far apart, in driven lengths. */
const APART = 1e-3;
const MAX_STEPS = 400;
/** States handed back from each round. */
const SAMPLES = 3;

/**
 * States along the border between the basins of two wells of the mean map (edge tracking): the segment between the wells is halved until
 * two states lie close on both sides, both are iterated until they part, and again. The border leads to the saddles between the wells, which
 * few driven states lie near; the states returned are starts for a search.
 * @param wells stable points [H] each; the first two are those whose border is followed
 * @param scale driven length
 * @returns states [H] on the border; empty when the segment does not lead from one well to the other
 */
export function borderStates(
  context: CycleContext,
  wells: readonly Float64Array[],
  from: number,
  to: number,
  scale: number,
): Float64Array[] {
  const { map } = context;
  const ends = (state: Float64Array): boolean => {
    const found = follow(context, state, wells, 1e-3 * scale);
    return found.kind === 'point' && found.index === from;
  };
  let inside = wells[from]!.slice();
  let outside = wells[to]!.slice();
  const states: Float64Array[] = [];
  for (let round = 0; round < ROUNDS; round++) {
    for (let k = 0; k < HALVINGS; k++) {
      const middle = inside.map((value, i) => 0.5 * (value + outside[i]!));
      if (ends(middle)) inside = middle;
      else outside = middle;
    }
    const a = inside.slice();
    const b = outside.slice();
    let steps = 0;
    for (; steps < MAX_STEPS && distance(a, b) < APART * scale; steps++) {
      map.apply(a, a);
      map.apply(b, b);
      if (steps % Math.ceil(MAX_STEPS / SAMPLES) === 0) states.push(a.slice());
    }
    states.push(a.slice());
    inside = a;
    outside = b;
    if (!ends(inside) || ends(outside)) break;
  }
  return states;
}
