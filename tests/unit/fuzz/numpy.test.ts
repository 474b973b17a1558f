import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { writeWeightFile } from '../../../src/rnn/weightFiles';
import { readZip } from '../../../src/rnn/weightFiles/zip';
import { initialWeights } from '../../../src/rnn/weights';
import { bytesOf, forged, harmed, pack, withRecord } from './archives';
import { CASES, fuzz } from './cases';
import { awkward, damageText, toText } from './damage';
import { jsonEdits, toJson } from './jsonEdits';
import { weightFile } from './readers';

const network = initialWeights({ hiddenSize: 3, inputDim: 2, nOutputs: 2 }, 1);
const metadata = { seed: '1', note: 'made for the tests' };
const text = bytesOf(`\x93NUMPY\x01\x00\x3b\x00{'descr': '<U2', 'fortran_order': False, 'shape': (), }  \n`.padEnd(69));
const numpy = new Map(readZip(writeWeightFile('npz', network, metadata))).set('activation.npy', text);
const small = fc.oneof({ weight: 3, arbitrary: fc.nat(9) }, { weight: 2, arbitrary: awkward });

describe('NumPy archives', () => {
  const names = [...numpy.keys()].filter((name) => name.endsWith('.npy'));
  /** The header of an array, and the array with another one, its length made right. */
  const withHeader = (npy: Uint8Array, change: (header: string) => string): Uint8Array => {
    const length = new DataView(npy.buffer, npy.byteOffset).getUint16(8, true);
    const header = bytesOf(change(toText(npy.subarray(10, 10 + length))));
    const file = new Uint8Array(10 + header.length + npy.length - 10 - length);
    file.set(npy.subarray(0, 10));
    new DataView(file.buffer).setUint16(8, header.length, true);
    file.set(header, 10);
    file.set(npy.subarray(10 + length), 10 + header.length);
    return file;
  };
  const descr = fc.constantFrom(
    '<f2',
    '<f4',
    '<f8',
    '>f4',
    '|O',
    '<i4',
    '<c8',
    '',
    "<f4'",
    'f4',
    '<U8',
    '<U0',
    '>U2',
    '|b1',
    '<M8[s]',
  );
  const headers: fc.Arbitrary<(header: string) => string> = fc.oneof(
    fc.array(small, { maxLength: 9 }).map((shape) => (header: string) => header.replace(/\(.*\)/, `(${shape.join(', ')},)`)),
    descr.map((type) => (header: string) => header.replace('<f4', type)),
    fc.constantFrom<(header: string) => string>(
      (header) => header.replace('False', 'True'),
      (header) => header.replace("'<f4'", "[('a', '<f4'), ('b', '<i8')]"),
      (header) => header.replace('False', '__import__("os")'),
      (header) => header.replace(/\(.*\)/, `(${'1,'.repeat(1900)})`),
      (header) => header + ' '.repeat(5000),
    ),
    damageText,
  );
  const files = fc.oneof(
    { weight: 5, arbitrary: harmed(numpy) },
    { weight: 1, arbitrary: forged(numpy) },
    {
      weight: 4,
      arbitrary: fc
        .tuple(pack, fc.constantFrom(...names), headers)
        .map(([packed, name, change]) => packed(new Map(numpy).set(name, withHeader(numpy.get(name)!, change)))),
    },
    { weight: 1, arbitrary: jsonEdits.map((edited) => withRecord(numpy, 'metadata.json', toJson(edited(metadata)))) },
  );
  it(`are read as networks or refused with a sentence, ${CASES} times`, () => {
    let read = 0;
    fuzz(CASES, files, (bytes) => {
      if (weightFile(bytes, 'network.npz')) read++;
    });
    expect(read).toBeGreaterThan(CASES / 50);
  });
});
