import { describe, expect, it } from 'vitest';
import { type NamedTensor, networkFromTensors } from '../../../../src/rnn/weightFiles/tensors';
import { refusal, tensor } from './fixtures';

const H = 4;
const d = 2;
const K = 3;
const input = tensor('rnn.weight_ih_l0', [H, d], (i) => i);
const recurrent = tensor('rnn.weight_hh_l0', [H, H], (i) => 10 + i);
const readout = tensor('fc.weight', [K, H], (i) => 50 + i);
const network = [input, recurrent, readout];
const renamed = (matrix: NamedTensor, name: string): NamedTensor => ({ ...matrix, name });
const expected = networkFromTensors(network);

/** The same tensor stored the other way round. */
function turned({ name, shape, read, dtype }: NamedTensor): NamedTensor {
  const [rows, columns] = shape as [number, number];
  const turn = () =>
    Float32Array.from({ length: rows * columns }, (_, at) => read()[(at % rows) * columns + Math.floor(at / rows)]!);
  return { name, dtype, shape: [columns, rows], read: turn };
}

describe('named tensors make a network', () => {
  it('under the names of the reference code', () => {
    expect(expected.weights).toMatchObject({ hiddenSize: H, inputDim: d, nOutputs: K });
    expect([...expected.weights.inputWeights]).toEqual([0, 1, 2, 3, 4, 5, 6, 7]);
    expect(expected.notes).toEqual([]);
  });
  it.each([
    ['module.model.rnn.weight_ih_l0', 'module.model.rnn.weight_hh_l0', 'module.fc.weight'],
    ['weight_ih', 'weight_hh', 'readout.weight'],
    ['state_dict.W_in', 'state_dict.W_hh', 'state_dict.W_out'],
    ['input_weights', 'recurrent_weights', 'readout_weights'],
    ['inputWeights', 'recurrentWeights', 'readoutWeights'],
  ])('under other names: %s', (...names) => {
    expect(networkFromTensors(network.map((matrix, i) => renamed(matrix, names[i]!)))).toEqual(expected);
  });
  it('with zero biases and tensors of no use, and says so', () => {
    const more = [tensor('rnn.bias_ih_l0', [H], () => 0), tensor('fc.bias', [K], () => -0), tensor('step', [])];
    const { weights, notes } = networkFromTensors([...network, ...more]);
    expect(weights).toEqual(expected.weights);
    expect(notes).toEqual([
      'Bias "rnn.bias_ih_l0" is all zero, so it changes nothing.',
      'Bias "fc.bias" is all zero, so it changes nothing.',
      'Not used: "step".',
    ]);
  });
  it('with one matrix turned round, and says so', () => {
    for (const tensors of [
      [turned(input), recurrent, readout],
      [input, recurrent, turned(readout)],
    ]) {
      const { weights, notes } = networkFromTensors(tensors);
      expect(weights).toEqual(expected.weights);
      expect(notes.join()).toMatch(/was transposed to fit; the recurrent matrix was taken as it is/);
    }
  });
  it('stored for row vectors, where the recurrent matrix is turned too', () => {
    const { weights, notes } = networkFromTensors(network.map(turned));
    expect(weights).toEqual(expected.weights);
    expect(notes.join()).toMatch(/all three matrices were transposed/);
  });
  it('with float64 noted', () => {
    expect(networkFromTensors([{ ...input, dtype: 'float64' }, recurrent, readout]).notes.join()).toMatch(/rounded to float32/);
  });
});

describe('tensors are refused with a sentence', () => {
  const square = tensor('W_in', [H, H]);
  it.each<[string, NamedTensor[], RegExp]>([
    ['none', [], /no input matrix "rnn.weight_ih_l0" \(it has no tensors\)/],
    ['one missing', [input, recurrent], /no readout matrix "fc.weight" \(it has "rnn.weight_ih_l0"/],
    ['one twice', [...network, renamed(readout, 'out.weight')], /"fc.weight", "out.weight" could both be/],
    ['a second layer', [...network, tensor('rnn.weight_ih_l1', [H, H])], /"rnn.weight_ih_l1" belongs to a second layer/],
    ['a second direction', [...network, tensor('rnn.weight_ih_l0_reverse', [H, d])], /second direction/],
    ['a bias', [...network, tensor('fc.bias', [K], (i) => i / 8)], /"fc.bias" holds 0.125 at entry 1/],
    ['a NaN bias', [...network, tensor('b_hh', [H], () => Number.NaN)], /"b_hh" holds NaN at entry 0/],
    ['a bias without end', [...network, tensor('fc.bias', [1e6])], /1000000 entries/],
    ['a vector', [tensor('W_in', [H]), recurrent, readout], /"W_in" has 1 dimensions/],
    ['an LSTM', [tensor('rnn.weight_ih_l0', [4 * H, d]), tensor('rnn.weight_hh_l0', [4 * H, H]), readout], /4 gates a unit/],
    [
      'a GRU',
      [tensor('rnn.weight_ih_l0', [3 * H, d]), tensor('rnn.weight_hh_l0', [3 * H, H]), readout],
      /3 gates a unit, as a GRU/,
    ],
    [
      'an input of other size',
      [tensor('W_in', [5, 2]), recurrent, readout],
      /\[5, 2\], which does not fit 4 hidden units: \[4, d\]/,
    ],
    ['a read-out of other size', [input, recurrent, tensor('W_out', [3, 5])], /\[K, 4\] is needed/],
    ['a turned read-out with d = H', [square, recurrent, turned(readout)], /cannot be told/],
    ['seven outputs', [input, recurrent, tensor('fc.weight', [7, H])], /7 outputs; 2 to 6/],
    ['one output', [input, recurrent, tensor('fc.weight', [1, H])], /1 outputs/],
    ['too many units', [input, tensor('W_hh', [513, 513]), readout], /513 hidden units; 1 to 512/],
    ['no units', [input, tensor('W_hh', [0, 0]), readout], /0 hidden units/],
    ['too many inputs', [tensor('W_in', [H, 513]), recurrent, readout], /513 inputs/],
    [
      'NaN',
      [input, tensor('W_hh', [H, H], (i) => (i === 6 ? Number.NaN : 1)), readout],
      /"W_hh" holds NaN at entry 6 \(row 1, column 2\)/,
    ],
    [
      'infinity',
      [input, recurrent, tensor('fc.weight', [K, H], () => Number.NEGATIVE_INFINITY)],
      /"fc.weight" holds -Infinity at entry 0/,
    ],
  ])('%s', (_, tensors, sentence) => {
    expect(refusal(() => networkFromTensors(tensors))).toMatch(sentence);
  });
  it('before their numbers are read, when the shape does not fit', () => {
    const lazy: NamedTensor = { name: 'W_in', dtype: 'float32', shape: [1e9, 1e9], read: () => expect.unreachable() };
    expect(refusal(() => networkFromTensors([lazy, recurrent, readout]))).toMatch(/does not fit/);
  });
});
