import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { readSafetensors } from '../../../src/rnn/safetensors';
import { readWeightFile } from '../../../src/rnn/weightFiles';
import { initialWeights } from '../../../src/rnn/weights';
import { writeSafetensors, writeWeights } from '../../../src/rnn/writeSafetensors';
import { CASES, fuzz } from './cases';
import { awkward, damage, damageText, toText, trap, utf8 } from './damage';
import { jsonEdits, oddValue, toJson } from './jsonEdits';
import { ownWeights, weightFile } from './readers';

const network = initialWeights({ hiddenSize: 3, inputDim: 2, nOutputs: 2 }, 1);
const single = writeWeights(network, { seed: '1', note: 'made for the tests' });
const half = writeSafetensors({
  metadata: {},
  tensors: Object.fromEntries(
    [
      ['rnn.weight_ih_l0', [3, 2], network.inputWeights] as const,
      ['rnn.weight_hh_l0', [3, 3], network.recurrentWeights] as const,
      ['fc.weight', [2, 3], network.readoutWeights] as const,
    ].map(([name, shape, data]) => [name, { dtype: 'F16' as const, shape: [...shape], data }]),
  ),
});

/** The parts of a file, and a file of parts with the right length of header. */
const split = (file: Uint8Array) => {
  const length = Number(new DataView(file.buffer, file.byteOffset).getBigUint64(0, true));
  return { header: toText(file.subarray(8, 8 + length)), body: file.subarray(8 + length) };
};
const join = (header: Uint8Array, body: Uint8Array, length: number = header.length): Uint8Array => {
  const file = new Uint8Array(8 + header.length + body.length);
  new DataView(file.buffer).setBigUint64(0, BigInt.asUintN(64, BigInt(Math.trunc(length))), true);
  file.set(header, 8);
  file.set(body, 8 + header.length);
  return file;
};

/** The network beside a counter, in a file of some other program. */
const beside = writeSafetensors({
  metadata: { nonlinearity: 'tanh', config: '{"bias": true}' },
  tensors: {
    ...readSafetensors(single).tensors,
    'bn.weight': { dtype: 'F32', shape: [3], data: Float32Array.of(1, 2, 3) },
    alpha: { dtype: 'F16', shape: [], data: Float32Array.of(0.5) },
  },
});
const original = fc.constantFrom(single, half, beside);
const name = fc.oneof(
  trap,
  fc.constantFrom('rnn.weight_ih_l0', 'rnn.weight_hh_l0', 'fc.weight', 'rnn.bias_ih_l0', '__metadata__'),
);
const wellFormed = fc.record({
  dtype: fc.constantFrom('F32', 'F16', 'BF16', 'F64', 'I64', 'BOOL', 'F4'),
  shape: fc.array(fc.oneof(fc.nat(4), awkward), { maxLength: 4 }),
  data_offsets: fc.tuple(fc.oneof(fc.nat(80), awkward), fc.oneof(fc.nat(80), awkward)),
});
const entry = fc.oneof({ weight: 4, arbitrary: wellFormed }, { weight: 1, arbitrary: oddValue });

const files: fc.Arbitrary<Uint8Array> = fc.oneof(
  { weight: 3, arbitrary: fc.tuple(original, damage).map(([file, harmed]) => harmed(file)) },
  {
    weight: 5,
    arbitrary: fc.tuple(original, jsonEdits).map(([file, edited]) => {
      const { header, body } = split(file);
      return join(utf8(toJson(edited(JSON.parse(header)))), body);
    }),
  },
  {
    weight: 2,
    arbitrary: fc.tuple(original, damageText).map(([file, harmed]) => {
      const { header, body } = split(file);
      return join(utf8(harmed(header)), body);
    }),
  },
  {
    weight: 2,
    arbitrary: fc
      .tuple(fc.array(fc.tuple(name, entry), { maxLength: 6 }), fc.uint8Array({ maxLength: 120 }))
      .map(([entries, body]) => join(utf8(toJson(Object.fromEntries(entries))), body)),
  },
  {
    weight: 1,
    arbitrary: fc.tuple(original, awkward).map(([file, length]) => {
      const { header, body } = split(file);
      return join(utf8(header), body, length);
    }),
  },
  { weight: 1, arbitrary: fc.uint8Array({ maxLength: 80 }).map((noise) => join(utf8('{'), noise, noise.length)) },
  { weight: 1, arbitrary: fc.uint8Array({ maxLength: 80 }) },
);

describe('safetensors files', () => {
  it(`are read as networks or refused with a sentence, ${CASES} times`, () => {
    let read = 0;
    fuzz(CASES, files, (bytes) => {
      if (weightFile(bytes, 'network.safetensors')) read++;
      ownWeights(bytes);
    });
    // Else the harm is such that nothing behind the first check is ever met.
    expect(read).toBeGreaterThan(CASES / 50);
  });
  it('lose no tensor to its name', () => {
    const { header, body } = split(single);
    const entry = '{"dtype":"F32","shape":[0],"data_offsets":[0,0]}';
    const file = join(utf8(header.trim().replace(/\}$/, `,"__proto__":${entry},"constructor":${entry}}`)), body);
    expect(readWeightFile('network', file).notes).toEqual(['Not used: "__proto__", "constructor".']);
  });
});
