/** A quantity in the first and in the last third of the rounds. */
export interface Thirds {
  first: number;
  last: number;
}

/** Middle value. */
const median = (values: readonly number[]): number => [...values].sort((a, b) => a - b)[Math.floor((values.length - 1) / 2)]!;
const mean = (values: readonly number[]): number => values.reduce((sum, value) => sum + value, 0) / values.length;

/**
 * Compares like with like: rounds of several kinds take turns, and one kind may need half as much again as another, so thirds are taken
 * of each kind and the kinds are averaged. The first round is left out: it fetches all there is to fetch.
 * @param samples of at least two rounds of each kind, and the first
 * @param kinds how many take turns
 */
export function thirdsOfKinds<Sample>(samples: readonly Sample[], of: (sample: Sample) => number, kinds: number): Thirds {
  const settled = samples.slice(1).map(of);
  const thirds = Array.from({ length: kinds }, (_, kind) => {
    const own = settled.filter((_, n) => n % kinds === kind);
    const third = Math.max(1, Math.floor(own.length / 3));
    return { first: median(own.slice(0, third)), last: median(own.slice(-third)) };
  });
  return { first: mean(thirds.map(({ first }) => first)), last: mean(thirds.map(({ last }) => last)) };
}
