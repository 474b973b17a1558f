import { existsSync, readFileSync } from 'node:fs';
import fc from 'fast-check';
import { parse } from 'valibot';
import { describe, expect, it } from 'vitest';
import { readWeights } from '../../../src/rnn/safetensors';
import { initialWeights, type RnnShape, type RnnWeights, weightsFingerprint } from '../../../src/rnn/weights';
import { packWeightText, TEXT_BITS, TEXT_LIMITS, unpackWeightText, WeightTextError } from '../../../src/rnn/weightText';
import { PresetIndexSchema } from '../../../src/training/presets';

const folder = new URL('../../../public/presets/', import.meta.url);
const shippedIn = (index: string, inside = '') =>
  parse(PresetIndexSchema, JSON.parse(readFileSync(new URL(index, folder)).toString())).presets.map(({ id, file }) => ({
    id,
    weights: readWeights(readFileSync(new URL(inside + file, folder))).weights,
  }));
const APART = 'input-dimension/index.json';
const apart = existsSync(new URL(APART, folder)) ? shippedIn(APART, 'input-dimension/') : [];
const shipped = [...shippedIn('index.json'), ...apart];
const small = shipped.filter(({ weights }) => weights.hiddenSize <= 64);
const large = shipped.filter(({ weights }) => weights.hiddenSize > 64);

const { hiddenSize, inputDim, nOutputs } = TEXT_LIMITS;
const anyShape: fc.Arbitrary<RnnShape> = fc.record({
  hiddenSize: fc.integer({ min: hiddenSize.low, max: hiddenSize.high }),
  inputDim: fc.integer({ min: inputDim.low, max: inputDim.high }),
  nOutputs: fc.integer({ min: nOutputs.low, max: nOutputs.high }),
});
/** Start weights with rows of very different sizes, some of them silent. */
const anyNetwork = fc
  .tuple(anyShape, fc.nat(), fc.array(fc.integer({ min: -60, max: 60 }), { minLength: 1, maxLength: 9 }))
  .map(([shape, seed, powers]) => {
    const network = initialWeights(shape, seed, 1.5);
    for (const { matrix, columns } of matrices(network))
      matrix.forEach((w, i) => {
        const power = powers[Math.floor(i / columns) % powers.length]!;
        matrix[i] = power % 7 === 0 ? 0 : w * 2 ** power;
      });
    return network;
  });
const anyBits = fc.constantFrom(...TEXT_BITS);

const matrices = (weights: RnnWeights) => [
  { matrix: weights.inputWeights, columns: weights.inputDim },
  { matrix: weights.recurrentWeights, columns: weights.hiddenSize },
  { matrix: weights.readoutWeights, columns: weights.hiddenSize },
];

/** Largest error of a copy in steps, where a row's step is its largest weight over Q. */
function largestError(original: RnnWeights, copy: RnnWeights, bits: number): number {
  const copies = matrices(copy);
  let worst = 0;
  for (const [m, { matrix, columns }] of matrices(original).entries())
    for (let from = 0; from < matrix.length; from += columns) {
      const row = [...matrix.subarray(from, from + columns)];
      const quantum = Math.max(...row.map(Math.abs)) / (2 ** (bits - 1) - 1);
      row.forEach((w, j) => {
        const error = Math.abs(w - copies[m]!.matrix[from + j]!);
        worst = Math.max(worst, quantum > 0 ? error / quantum : error > 0 ? Number.POSITIVE_INFINITY : 0);
      });
    }
  return worst;
}

const sentence = (run: () => unknown): string => {
  try {
    run();
  } catch (error) {
    expect(error).toBeInstanceOf(WeightTextError);
    return (error as Error).message;
  }
  throw new Error('nothing was thrown');
};

describe('a network as text', () => {
  it('comes back within half a step of each row, and then stays the same', () => {
    fc.assert(
      fc.property(anyNetwork, anyBits, (network, bits) => {
        const text = packWeightText(network, { bits });
        const copy = unpackWeightText(text);
        expect(text).toMatch(/^[A-Za-z0-9_-]+$/);
        // A step may be larger than the row's own by 2⁻¹².
        expect(largestError(network, copy, bits)).toBeLessThanOrEqual(0.5 * (1 + 2 ** -12) + 1e-9);
        expect(packWeightText(copy, { bits })).toBe(text);
        expect(unpackWeightText(packWeightText(copy, { bits }))).toEqual(copy);
      }),
      { numRuns: 300 },
    );
  });
  it('keeps zero rows, minus zero, and weights near the ends of float32', () => {
    const network = initialWeights({ hiddenSize: 3, inputDim: 2, nOutputs: 2 }, 1);
    network.inputWeights.set([-0, 0, 1e37, -1e36, 1e-34, 1e-36]);
    const copy = unpackWeightText(packWeightText(network, { bits: 12 }));
    expect(largestError(network, copy, 12)).toBeLessThanOrEqual(0.5 * (1 + 2 ** -12) + 1e-9);
    expect([...copy.inputWeights.subarray(0, 2)]).toEqual([0, 0]);
    network.inputWeights.set([2 ** -149, -(2 ** -140)]);
    expect([...unpackWeightText(packWeightText(network)).inputWeights.subarray(0, 2)]).toEqual([0, 0]);
  });
  it.each([
    [8, 'AQgCAQIrZ5L_3qDIWMEk_0WAgaGhoZJJ_oN4g-KC_wCz-3qU'],
    [12, 'AQwCAQIrZrD_X8JgwFgCpB0EGBgaOBhKgUwGcQfmBfz_AcRuqWY'],
  ] as const)('is read for ever: a text of version 1 with %i bits', (bits, text) => {
    const network: RnnWeights = {
      hiddenSize: 2,
      inputDim: 1,
      nOutputs: 2,
      inputWeights: Float32Array.of(0.5, -1),
      recurrentWeights: Float32Array.of(1, -0.5, 0, 0),
      readoutWeights: Float32Array.of(2, -2, 0.25, 1),
    };
    expect(unpackWeightText(text)).toMatchObject({ hiddenSize: 2, inputDim: 1, nOutputs: 2 });
    expect(largestError(network, unpackWeightText(text), bits)).toBeLessThanOrEqual(0.5 * (1 + 2 ** -12));
  });
  it('is never longer than a link may be', () => {
    const largest = initialWeights({ hiddenSize: 64, inputDim: 64, nOutputs: 6 }, 1);
    expect(packWeightText(largest, { bits: 12 }).length).toBeLessThan(17_700);
  });
});

describe.each(small.map(({ id, weights }) => [id, weights] as const))('shipped network %s', (_, weights) => {
  it.each(TEXT_BITS)('fits into a text at %i bits', (bits) => {
    const text = packWeightText(weights, { bits });
    const parameters = weights.inputWeights.length + weights.recurrentWeights.length + weights.readoutWeights.length;
    const rows = 2 * weights.hiddenSize + weights.nOutputs;
    expect(text.length).toBeLessThan((4 / 3) * ((parameters * bits + rows * 20) / 8 + 30));
    const copy = unpackWeightText(text);
    expect(largestError(weights, copy, bits)).toBeLessThanOrEqual(0.5 * (1 + 2 ** -12) + 1e-9);
    expect(weightsFingerprint(unpackWeightText(packWeightText(copy, { bits })))).toBe(weightsFingerprint(copy));
  });
});

describe('what is no text of a network is refused with a sentence', () => {
  const text = packWeightText(initialWeights({ hiddenSize: 4, inputDim: 3, nOutputs: 2 }, 1));
  it.each([
    ['nothing', '', /cut off/],
    ['a strange character', `${text.slice(0, 9)}%${text.slice(10)}`, /holds "%" at place 10/],
    ['padding', `${text}=`, /holds "="/],
    ['half a character', `${text.slice(0, 9)}\ud83d${text.slice(10)}`, /at place 10/],
    ['a text cut off', text.slice(0, -4), /its checksum is wrong|its end is missing/],
    ['a text cut off within a byte', text.slice(0, text.length - (text.length % 4) - 3), /cut off/],
    ['a text in which two characters changed places', text.slice(0, 20) + text[21] + text[20] + text.slice(22), /checksum/],
    ['another version', `Ag${text.slice(2)}`, /has format 2, and this app reads format 1/],
    ['a very long text', 'A'.repeat(65_537), /65537 characters; at most 65536/],
  ])('%s', (_, bad, reason) => {
    const said = sentence(() => unpackWeightText(bad));
    expect(said).toMatch(reason);
    expect(said).toMatch(/^[A-Z].*\.$/);
  });
  it.each([
    ['too many units', { hiddenSize: 65, inputDim: 3, nOutputs: 2 }, /65 hidden units; 1 to 64/],
    ['too many inputs', { hiddenSize: 4, inputDim: 65, nOutputs: 2 }, /65 inputs; 1 to 64/],
    ['too many outputs', { hiddenSize: 4, inputDim: 3, nOutputs: 7 }, /7 outputs; 2 to 6/],
  ])('a network with %s', (_, shape, reason) => {
    expect(sentence(() => packWeightText(initialWeights(shape, 1)))).toMatch(reason);
  });
  it('a network with weights that are none', () => {
    for (const bad of [Number.NaN, Number.POSITIVE_INFINITY, 3.4028234663852886e38]) {
      const network = initialWeights({ hiddenSize: 4, inputDim: 3, nOutputs: 2 }, 1);
      network.readoutWeights[3] = bad;
      expect(sentence(() => packWeightText(network))).toMatch(/cannot be put into a link/);
    }
  });
  it.each(large.map(({ id, weights }) => [id, weights] as const))('shipped network %s', (_, weights) => {
    expect(sentence(() => packWeightText(weights))).toMatch(/150 hidden units; 1 to 64 fit into a link/);
  });
});
