import type { RnnWeights } from '../../../../src/rnn/weights';

/** A network with an input of its own for every unit, of strength 1, and one output for each. @param recurrent W_hh, rows */
export function ownInputs(recurrent: readonly (readonly number[])[]): RnnWeights {
  const size = recurrent.length;
  const identity = new Float32Array(size * size);
  for (let i = 0; i < size; i++) identity[i * size + i] = 1;
  return {
    hiddenSize: size,
    inputDim: size,
    nOutputs: Math.max(2, size),
    inputWeights: identity,
    recurrentWeights: Float32Array.from(recurrent.flat()),
    readoutWeights: size > 1 ? identity.slice() : Float32Array.of(1, 0),
  };
}

/** Units that excite themselves and inhibit all others: the noise makes as many wells as there are units. */
export const rivals = (count: number, self = 0.9, other = -2.5): RnnWeights =>
  ownInputs(Array.from({ length: count }, (_, i) => Array.from({ length: count }, (__, j) => (i === j ? self : other))));

/**
 * Rivals with a bias: one more unit, which nothing drives but noise, excites them all, so that they all fire where none has won. It is
 * not read out.
 */
export function biasedRivals(count: number, self = 0.9, other = -0.6, bias = 3): RnnWeights {
  const rows = Array.from({ length: count + 1 }, (_, i) =>
    Array.from({ length: count + 1 }, (__, j) => (i === count ? 0 : j === count ? bias : i === j ? self : other)),
  );
  const weights = ownInputs(rows);
  const nOutputs = count;
  return { ...weights, nOutputs, readoutWeights: weights.readoutWeights.slice(0, nOutputs * (count + 1)) };
}

/** A ring of units that excite themselves, each inhibiting the next: the activity goes round. */
export const ring = (count: number, self = 0.9, next = -2.5): RnnWeights =>
  ownInputs(
    Array.from({ length: count }, (_, i) =>
      Array.from({ length: count }, (__, j) => (i === j ? self : (j + 1) % count === i ? next : 0)),
    ),
  );
