import fc from 'fast-check';
import { zipSync } from 'fflate';
import { describe, expect, it } from 'vitest';
import { WeightFileError } from '../../../src/rnn/safetensors';
import { readWeightFile, writeWeightFile } from '../../../src/rnn/weightFiles';
import { readZip } from '../../../src/rnn/weightFiles/zip';
import { initialWeights } from '../../../src/rnn/weights';
import { bytesOf, forged, harmed, withRecord } from './archives';
import { CASES, fuzz } from './cases';
import { awkward, damage, toText, trap } from './damage';
import { jsonEdits, toJson } from './jsonEdits';
import { attempt } from './law';
import { anyProgram, type PickledTensor, statePickle, textOp } from './pickles';
import { weightFile } from './readers';

const network = initialWeights({ hiddenSize: 3, inputDim: 2, nOutputs: 2 }, 1);
const metadata = { seed: '1', note: 'made for the tests' };
const torch = readZip(writeWeightFile('pth', network, metadata));

const small = fc.oneof({ weight: 3, arbitrary: fc.nat(9) }, { weight: 2, arbitrary: awkward });
const anyTensor: fc.Arbitrary<PickledTensor> = fc.record({
  name: fc.oneof(
    { weight: 6, arbitrary: fc.constantFrom('rnn.weight_ih_l0', 'rnn.weight_hh_l0', 'fc.weight', 'rnn.bias_ih_l0', 'fc.bias') },
    { weight: 1, arbitrary: trap },
    { weight: 1, arbitrary: fc.constant('model.'.repeat(500)) },
  ),
  storage: fc.record({
    type: fc.constantFrom(
      'FloatStorage',
      'HalfStorage',
      'DoubleStorage',
      'BFloat16Storage',
      'IntStorage',
      'LongStorage',
      'BoolStorage',
      'QInt8Storage',
    ),
    key: fc.constantFrom('0', '1', '2', '3', '../0', '__proto__'),
    length: small,
  }),
  offset: small,
  shape: fc.array(small, { minLength: 1, maxLength: 3 }),
  stride: fc.array(small, { minLength: 1, maxLength: 3 }),
});
const ROLES = [
  { name: 'rnn.weight_ih_l0', shape: [3, 2], stride: [2, 1] },
  { name: 'rnn.weight_hh_l0', shape: [3, 3], stride: [3, 1] },
  { name: 'fc.weight', shape: [2, 3], stride: [3, 1] },
] as const;
const regular: PickledTensor[] = ROLES.map((role, key) => ({
  ...role,
  storage: { type: 'FloatStorage', key: String(key), length: role.shape[0] * role.shape[1] },
  offset: 0,
}));
/** The three matrices, one of them changed in some of its numbers, and perhaps others beside them. */
const states: fc.Arbitrary<string> = fc
  .tuple(
    fc.nat(2),
    fc.record(
      { offset: small, shape: fc.array(small, { maxLength: 3 }), stride: fc.array(small, { maxLength: 3 }) },
      { requiredKeys: [] },
    ),
    fc.array(anyTensor, { maxLength: 3 }),
  )
  .map(([which, changes, others]) =>
    statePickle([...regular.map((tensor, i) => (i === which ? { ...tensor, ...changes } : tensor)), ...others]),
  );

describe('PyTorch checkpoints', () => {
  const inPickle = (pickle: string): Uint8Array => withRecord(torch, 'network/data.pkl', pickle);
  const files = fc.oneof(
    { weight: 6, arbitrary: harmed(torch) },
    { weight: 1, arbitrary: forged(torch) },
    { weight: 4, arbitrary: states.map(inPickle) },
    { weight: 3, arbitrary: anyProgram.map(inPickle) },
    { weight: 2, arbitrary: fc.tuple(states, damage).map(([pickle, harm]) => inPickle(toText(harm(bytesOf(pickle))))) },
    {
      weight: 1,
      arbitrary: jsonEdits.map((edited) => withRecord(torch, 'network/extra/metadata.json', toJson(edited(metadata)))),
    },
  );
  it(`are read as networks or refused with a sentence, ${CASES} times`, () => {
    let read = 0;
    fuzz(CASES, files, (bytes) => {
      if (weightFile(bytes, 'network.pth')) read++;
    });
    expect(read).toBeGreaterThan(CASES / 50);
  });
  it('that name one tensor a hundred thousand times are refused before each is looked at', () => {
    const bias = statePickle([...regular, { ...regular[0]!, name: 'bias 0', shape: [4096], stride: [0] }]);
    // Remembered once, then set again and again under other names.
    const again = Array.from({ length: 100_000 }, (_, i) => `${textOp(`bias ${i + 1}`)}h\0s`).join('');
    const pickle = bias.replace('Ru.', `Rq\0u${again}.`);
    const outcome = attempt(() => readWeightFile('network', inPickle(pickle)), WeightFileError);
    expect(outcome.refused).toMatch(/has 100004 tensors; .* at most 1024 are read/);
    expect(outcome.decoded).toBeLessThan(8 * pickle.length);
  });
  it('of many small files that unpack to much are refused before any is unpacked', () => {
    const zeros = new Uint8Array(2 ** 20);
    const bomb = zipSync(Object.fromEntries(Array.from({ length: 60 }, (_, i) => [`data/${i}`, zeros])));
    expect(bomb.length).toBeLessThan(100_000);
    const outcome = attempt(() => readWeightFile('network', bomb), WeightFileError);
    expect(outcome.refused).toMatch(/never shrink more than 200-fold/);
    expect(outcome.allocated).toBeLessThan(2 ** 20);
  });
});
