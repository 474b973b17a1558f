import { describe, expect, it } from 'vitest';
import { readSafetensors } from '../../../../src/rnn/safetensors';
import { readWeightFile, type WeightFormat, writeWeightFile } from '../../../../src/rnn/weightFiles';
import { denseStride, type NumberType, readStrided } from '../../../../src/rnn/weightFiles/numbers';
import { readNpy, writeNpy } from '../../../../src/rnn/weightFiles/numpy';
import { readZip, writeZip } from '../../../../src/rnn/weightFiles/zip';
import { initialWeights, weightsFingerprint } from '../../../../src/rnn/weights';
import { writeSafetensors } from '../../../../src/rnn/writeSafetensors';
import { awkwardNetwork, bitsOf, latin1, refusal } from './fixtures';

const FORMATS: readonly WeightFormat[] = ['safetensors', 'pth', 'npz', 'json'];
const weights = awkwardNetwork();
const metadata = { seed: '4', topology: 'linear-chain', title: 'naïve "σ"' };

describe.each(FORMATS)('%s', (format) => {
  const bytes = writeWeightFile(format, weights, metadata);
  it('brings back every bit and the metadata, whatever the name', () => {
    for (const name of [`net.${format}`, 'net', 'net.wrong']) {
      const file = readWeightFile(name, bytes);
      expect(bitsOf(file.weights)).toEqual(bitsOf(weights));
      expect(file).toMatchObject({ metadata: { ...metadata, format: 'noisy-orbits', formatVersion: '1' }, notes: [] });
    }
  });
  it('is the same file twice', () => {
    expect(writeWeightFile(format, weights, metadata)).toEqual(bytes);
  });
  it('reads the largest network', () => {
    const large = initialWeights({ hiddenSize: 512, inputDim: 512, nOutputs: 6 }, 1);
    const file = writeWeightFile(format, large);
    const read = readWeightFile('large', file);
    expect(weightsFingerprint(read.weights)).toBe(weightsFingerprint(large));
  });
  it('is refused when cut off at any byte', () => {
    for (let length = 0; length < bytes.length - 1; length++)
      expect(refusal(() => readWeightFile(`net.${format}`, bytes.subarray(0, length)))).toBeDefined();
  });
});

/** The golden kind of checkpoint with some records replaced. */
function checkpoint(replaced: Record<string, Uint8Array | undefined>): Uint8Array {
  const files = new Map(readZip(writeWeightFile('pth', weights)));
  for (const [name, bytes] of Object.entries(replaced)) {
    if (bytes) files.set(`network/${name}`, bytes);
    else files.delete(`network/${name}`);
  }
  return writeZip([...files].map(([name, bytes]) => ({ name, bytes })));
}

describe('PyTorch checkpoints', () => {
  it('of a big-endian machine are turned round', () => {
    const swap = (key: string) => {
      const swapped = readZip(writeWeightFile('pth', weights)).get(`network/data/${key}`)!.slice();
      for (let at = 0; at < swapped.length; at += 4) swapped.subarray(at, at + 4).reverse();
      return swapped;
    };
    const file = checkpoint({ byteorder: latin1('big'), 'data/0': swap('0'), 'data/1': swap('1'), 'data/2': swap('2') });
    expect(bitsOf(readWeightFile('x', file).weights)).toEqual(bitsOf(weights));
  });
  it('with metadata that is none are read, with a note', () => {
    const { metadata: none, notes } = readWeightFile('x', checkpoint({ 'extra/metadata.json': latin1('[1') }));
    expect(none).toEqual({});
    expect(notes).toEqual(['The metadata is not a table of texts and was left out.']);
  });
  it.each<[string, Record<string, Uint8Array | undefined>, RegExp]>([
    ['another byte order', { byteorder: latin1('middle') }, /byte order as "middle"/],
    ['missing numbers', { 'data/1': undefined }, /"rnn.weight_hh_l0" \(data\/1\) are missing/],
    ['too few numbers', { 'data/1': new Uint8Array(8) }, /"rnn.weight_hh_l0" needs 196 bytes; the file holds 8/],
    ['no table', { 'data.pkl': latin1('\x80\x02].') }, /holds no table of tensors/],
    ['tables without tensors', { 'data.pkl': latin1('\x80\x02}\x8c\x05model}s.') }, /holds no table of tensors/],
    ['a table inside itself', { 'data.pkl': latin1('\x80\x02}q\x00\x8c\x05modelh\x00s.') }, /holds no table of tensors/],
    ['code', { 'data.pkl': latin1('\x80\x02cos\nsystem\n\x8c\x02id\x85R.') }, /"os.system": such files are never executed/],
  ])('with %s are refused', (_, replaced, sentence) => {
    expect(refusal(() => readWeightFile('x.pth', checkpoint(replaced)))).toMatch(sentence);
  });
});

describe('numbers', () => {
  const cases: [NumberType, number[], number[]][] = [
    ['float16', [0x00, 0x3c, 0x00, 0xc0, 0x01, 0x00, 0x00, 0x7c], [1, -2, 2 ** -24, Number.POSITIVE_INFINITY]],
    ['bfloat16', [0x80, 0x3f, 0x49, 0xc0], [1, -3.140625]],
    ['float64', [0, 0, 0, 0, 0, 0, 0xe0, 0x3f], [0.5]],
  ];
  it.each(cases)('%s are decoded', (dtype, bytes, expected) => {
    const shape = [expected.length];
    const read = readStrided('x', Uint8Array.from(bytes), { dtype, littleEndian: true, offset: 0, shape, stride: [1] });
    expect([...read]).toEqual(expected);
  });
  it('are gathered by offset and stride', () => {
    const bytes = new Uint8Array(Float32Array.from({ length: 20 }, (_, i) => i).buffer);
    const view = { dtype: 'float32' as const, littleEndian: true, offset: 2, shape: [2, 2, 2], stride: [8, 1, 4] };
    expect([...readStrided('x', bytes, view)]).toEqual([2, 6, 3, 7, 10, 14, 11, 15]);
    expect([...readStrided('x', bytes, { ...view, shape: [3], stride: [0] })]).toEqual([2, 2, 2]);
    for (const wrong of [
      { offset: 7 },
      { stride: [8, 1, 40] },
      { offset: -1 },
      { shape: [2 ** 30, 2 ** 30, 0.5] },
      { stride: [1] },
    ])
      expect(refusal(() => readStrided('x', bytes, { ...view, ...wrong }))).toMatch(/Tensor "x"/);
  });
  it('have dense strides in both orders', () => {
    expect(denseStride([2, 3, 4], 'row-major')).toEqual([12, 4, 1]);
    expect(denseStride([2, 3, 4], 'column-major')).toEqual([1, 2, 6]);
  });
});

describe('.npy arrays', () => {
  const array = writeNpy([2, 3], Float32Array.of(1, 2, 3, 4, 5, 6));
  const withHeader = (literal: string, version = 1) =>
    latin1(
      `\x93NUMPY${String.fromCharCode(version)}\x00${String.fromCharCode(literal.length)}\x00${version === 1 ? '' : '\x00\x00'}${literal}`,
    );
  const header = (descr: string, fortran: string, shape: string) =>
    `{'descr': '${descr}', 'fortran_order': ${fortran}, 'shape': ${shape}, }\n`;
  it('come back, with columns first too, in version 1 and 2, in either byte order', () => {
    expect(array.length).toBe(128 + 24);
    expect([...readNpy('x', array).read()]).toEqual([1, 2, 3, 4, 5, 6]);
    const numbers = [...array.subarray(128)];
    for (const version of [1, 2]) {
      const columns = Uint8Array.from([...withHeader(header('<f4', 'True', '(2, 3)'), version), ...numbers]);
      expect([...readNpy('x', columns).read()]).toEqual([1, 3, 5, 2, 4, 6]);
    }
    const big = Uint8Array.from([...withHeader(header('>f4', 'False', '(1,)')), 0x3f, 0x80, 0, 0]);
    expect([...readNpy('x', big).read()]).toEqual([1]);
  });
  it.each([
    ['objects', header('|O', 'False', '(2,)'), /Python objects, which are never loaded/],
    ['integers', header('<i8', 'False', '(2,)'), /type "<i8"/],
    ['code in the header', "__import__('os').system('id')", /header that cannot be read/],
    ['another order of keys', "{'shape': (2,), 'descr': '<f4', 'fortran_order': False}", /header that cannot be read/],
    ['a negative length', header('<f4', 'False', '(-2,)'), /header that cannot be read/],
    ['nine dimensions', header('<f4', 'False', '(1, 1, 1, 1, 1, 1, 1, 1, 1)'), /9 dimensions/],
    ['too few numbers', header('<f4', 'False', '(2, 3)'), /needs 24 bytes; the file holds 0/],
    ['too many numbers', header('<f4', 'False', '(999999999, 999999999)'), /at most/],
  ])('with %s are refused', (_, literal, sentence) => {
    expect(refusal(() => readNpy('x', withHeader(literal)).read())).toMatch(sentence);
  });
  it('of another version or cut off are refused', () => {
    expect(refusal(() => readNpy('x', withHeader('{}', 9)))).toMatch(/version 9/);
    expect(refusal(() => readNpy('x', array.subarray(0, 20)))).toMatch(/cut off/);
    expect(refusal(() => readNpy('x', latin1('no')))).toMatch(/not in the .npy format/);
  });
});

describe('JSON', () => {
  const rows = {
    W_in: [[1], [2]],
    W_hh: [
      [1, 2],
      [3, 4],
    ],
    W_out: [
      [1, 2],
      [3, 4],
      [5, 6],
    ],
  };
  const read = (value: unknown) => readWeightFile('x.json', latin1(typeof value === 'string' ? value : JSON.stringify(value)));
  it('with the matrices at the top, or under "weights" with metadata', () => {
    expect([...read(rows).weights.recurrentWeights]).toEqual([1, 2, 3, 4]);
    expect(read({ weights: rows, metadata: { seed: '1' } })).toMatchObject({
      metadata: { seed: '1' },
      weights: read(rows).weights,
    });
    expect(read({ ...rows, metadata: { seed: 1 } }).notes.join()).toMatch(/not a table of texts/);
  });
  it.each<[string, unknown, RegExp]>([
    ['ragged', { ...rows, W_hh: [[1, 2], [3]] }, /"W_hh" is ragged: part 1 of dimension 1 is not a list of 2/],
    [
      'of texts',
      {
        ...rows,
        W_hh: [
          ['1', 2],
          [3, 4],
        ],
      },
      /"W_hh" holds "1" at entry 0/,
    ],
    [
      'of null',
      {
        ...rows,
        W_hh: [
          [1, null],
          [3, 4],
        ],
      },
      /"W_hh" holds null at entry 1/,
    ],
    [
      'of mixed depth',
      {
        ...rows,
        W_hh: [
          [1, [2]],
          [3, 4],
        ],
      },
      /"W_hh" holds a list at entry 1/,
    ],
    ['beyond float32', { ...rows, W_in: [[1e300], [1]] }, /"W_in" holds Infinity at entry 0/],
    ['a list', '[[1]]', /not a table/],
    ['no JSON', '{"W_in": [[1', /not valid JSON/],
    ['nested without end', `{"W_in": ${'['.repeat(1e6)}`, /not valid JSON/],
    ['nested deeply, closed', `{"W_in": ${'['.repeat(2000)}${']'.repeat(2000)}, "W_hh": [], "W_out": []}`, /dimensions/],
  ])('%s is refused', (_, value, sentence) => {
    expect(refusal(() => read(value))).toMatch(sentence);
  });
});

describe('other files are refused with what to do', () => {
  const oneArray = writeNpy([1, 1], Float32Array.of(1));
  const strange = writeSafetensors({ tensors: { a: { dtype: 'F32', shape: [1], data: Float32Array.of(1) } }, metadata: {} });
  it.each<[string, Uint8Array, RegExp]>([
    ['empty.pth', new Uint8Array(), /empty/],
    ['large.pth', new Uint8Array(64 * 2 ** 20 + 1), /at most 64 MB/],
    ['legacy.pth', latin1('\x80\x02\x8a\x0al\xfc\x9cF\xf9 j\xa8P\x19.\x80\x02M\xe9\x03.'), /newer PyTorch: torch.save/],
    ['one.npy', oneArray, /numpy.savez/],
    ['keras.h5', latin1('\x89HDF\r\n\x1a\n'), /HDF5/],
    ['net.gz', latin1('\x1f\x8b\x08'), /gzip/],
    ['text.zip', writeZip([{ name: 'readme.txt', bytes: latin1('x') }]), /neither a PyTorch checkpoint/],
    ['text.safetensors', latin1('hello, hello'), /header/],
    ['text.json', latin1('hello'), /not valid JSON/],
    ['text.pt', latin1('hello'), /zip archive is cut off/],
    ['text.txt', latin1('hello'), /"text.txt" is not a weight file/],
    ['none.safetensors', strange, /no input matrix/],
  ])('%s', (name, bytes, sentence) => {
    expect(refusal(() => readWeightFile(name, bytes))).toMatch(sentence);
  });
  it('safetensors with a header of 640 bytes is no legacy pickle', () => {
    const file = writeSafetensors({
      ...readSafetensors(writeWeightFile('safetensors', weights)),
      metadata: { pad: 'x'.repeat(394) },
    });
    const length = new DataView(file.buffer).getUint32(0, true);
    const padded = writeSafetensors({ ...readSafetensors(file), metadata: { pad: 'x'.repeat(394 + 640 - length) } });
    expect([...padded.subarray(0, 3)]).toEqual([0x80, 2, 0]);
    expect(bitsOf(readWeightFile('x', padded).weights)).toEqual(bitsOf(weights));
  });
});
