import { zipSync } from 'fflate';
import { describe, expect, it } from 'vitest';
import { readWeightFile, writeWeightFile } from '../../../../src/rnn/weightFiles';
import { writeNpy } from '../../../../src/rnn/weightFiles/numpy';
import { tensorsOfNetwork } from '../../../../src/rnn/weightFiles/tensors';
import { readZip, writeZip } from '../../../../src/rnn/weightFiles/zip';
import { initialWeights, weightsFingerprint } from '../../../../src/rnn/weights';
import { latin1, refusal } from './fixtures';

/** Weight files as people have them: each kind with several inputs. */

const weights = initialWeights({ hiddenSize: 4, inputDim: 3, nOutputs: 2 }, 5);
const fingerprint = weightsFingerprint(weights);
const matrices = tensorsOfNetwork(weights);
const RELU = 'ReLU(W_hh h + W_in x)';

/** An array of any type as NumPy writes it. */
const npy = (descr: string, shape: string, content: Uint8Array) => {
  const literal = `{'descr': ${descr}, 'fortran_order': False, 'shape': ${shape}, }\n`;
  return Uint8Array.from([...latin1(`\x93NUMPY\x01\x00${String.fromCharCode(literal.length)}\x00${literal}`), ...content]);
};
const utf32 = (text: string) => Uint8Array.from([...text].flatMap((letter) => [letter.charCodeAt(0), 0, 0, 0]));
const npz = (more: Record<string, Uint8Array>, folder = '') =>
  writeZip([
    ...matrices.map(({ name, shape, data }) => ({ name: `${folder}${name}.npy`, bytes: writeNpy(shape, data) })),
    ...Object.entries(more).map(([name, bytes]) => ({ name, bytes })),
  ]);

type Entry = { name: string; dtype: string; shape: readonly number[]; bytes: Uint8Array };
const f32 = ({ name, shape, data }: { name: string; shape: readonly number[]; data: Float32Array }): Entry => ({
  name,
  dtype: 'F32',
  shape,
  bytes: new Uint8Array(data.slice().buffer),
});
/** A safetensors file of tensors of any type. */
function safetensors(entries: readonly Entry[], metadata: Record<string, string> = {}): Uint8Array {
  let at = 0;
  const header = Object.fromEntries(
    entries.map(({ name, dtype, shape, bytes }) => {
      at += bytes.length;
      return [name, { dtype, shape, data_offsets: [at - bytes.length, at] }];
    }),
  );
  const json = new TextEncoder().encode(JSON.stringify({ __metadata__: metadata, ...header }));
  const file = new Uint8Array(8 + json.length + at);
  new DataView(file.buffer).setUint32(0, json.length, true);
  file.set(json, 8);
  let offset = 8 + json.length;
  for (const { bytes } of entries) {
    file.set(bytes, offset);
    offset += bytes.length;
  }
  return file;
}
const json = (more: Record<string, unknown>, metadata?: Record<string, string>) =>
  latin1(
    JSON.stringify({
      ...(metadata ? { metadata } : {}),
      ...Object.fromEntries(
        matrices.map(({ name, shape: [rows, columns], data }) => [
          name,
          Array.from({ length: rows }, (_, i) => [...data.subarray(i * columns, (i + 1) * columns)]),
        ]),
      ),
      ...more,
    }),
  );

/** Pickled values, each as the bytes of its opcodes. */
const text = (content: string) => `X${String.fromCharCode(content.length)}\0\0\0${content}`;
const storageTensor = (type: string, key: string, shape: readonly number[]) => {
  const count = shape.reduce((a, b) => a * b, 1);
  const tuple = (sizes: readonly number[]) => `(${sizes.map((size) => `K${String.fromCharCode(size)}`).join('')}t`;
  const stride = shape.map((_, axis) => shape.slice(axis + 1).reduce((a, b) => a * b, 1));
  return `ctorch._utils\n_rebuild_tensor_v2\n((${text('storage')}ctorch\n${type}\n${text(key)}${text('cpu')}K${String.fromCharCode(count)}tQK\0${tuple(shape)}${tuple(stride)}\x89ccollections\nOrderedDict\n)RtR`;
};
const dict = (items: Record<string, string>) => `}(${Object.entries(items).map(([key, value]) => text(key) + value).join('')}u`; // biome-ignore format: one line
const network = Object.fromEntries(
  matrices.map(({ name, shape }, key) => [name, storageTensor('FloatStorage', String(key), shape)]),
);
const checkpoint = (value: string) =>
  writeZip([
    { name: 'net/data.pkl', bytes: latin1(`\x80\x02${value}.`) },
    ...matrices.map(({ data }, key) => ({ name: `net/data/${key}`, bytes: new Uint8Array(data.slice().buffer) })),
    { name: 'net/data/9', bytes: new Uint8Array(8) },
  ]);

describe('what is not one of the three matrices never stops a file', () => {
  const counter: Entry = { name: 'steps', dtype: 'I64', shape: [], bytes: new Uint8Array(8) };
  it.each<[string, Uint8Array, string]>([
    ['npz, integers', npz({ 'n.npy': npy("'<i8'", '()', new Uint8Array(8)) }), '"n"'],
    ['npz, truth values', npz({ 'mask.npy': npy("'|b1'", '(4,)', new Uint8Array(4)) }), '"mask"'],
    ['npz, a text', npz({ 'task.npy': npy("'<U4'", '()', utf32('many')) }), '"task"'],
    ['npz, objects', npz({ 'args.npy': npy("'|O'", '()', latin1('\x80\x04.')) }), '"args"'],
    ['npz, records', npz({ 'log.npy': npy("[('loss', '<f4'), ('step', '<i8')]", '(1,)', new Uint8Array(12)) }), '"log"'],
    ['npz, dates', npz({ 'at.npy': npy("'<M8[s]'", '()', new Uint8Array(8)) }), '"at"'],
    ['npz, complex numbers', npz({ 'eig.npy': npy("'<c16'", '(1,)', new Uint8Array(16)) }), '"eig"'],
    ['safetensors, a counter', safetensors([...matrices.map(f32), counter]), '"steps"'],
    ['safetensors, bytes', safetensors([...matrices.map(f32), { ...counter, dtype: 'U8', shape: [8] }]), '"steps"'],
    ['safetensors, a type to come', safetensors([...matrices.map(f32), { ...counter, dtype: 'F4' }]), '"steps"'],
    ['JSON, numbers, texts and tables', json({ n: 3, task: 'x', args: { lr: 1 }, done: true, none: null }), '"n", "task", "args", "done", "none"'], // biome-ignore format: one line
    ['JSON, ragged lists', json({ logs: [[1, 2], [3]], names: ['a'] }), '"logs", "names"'],
    ['pth, a counter', checkpoint(dict({ ...network, steps: storageTensor('LongStorage', '9', []) })), '"steps"'],
    ['pth, a mask', checkpoint(dict({ ...network, mask: storageTensor('BoolStorage', '9', [2]) })), '"mask"'],
    ['pth, numbers and texts', checkpoint(dict({ ...network, lr: 'K\x01', task: text('x'), size: 'ctorch\nSize\n(K\x01t\x85R' })), '"lr", "task", "size"'], // biome-ignore format: one line
    ['ckpt, beside the state dict', checkpoint(dict({ epoch: storageTensor('IntStorage', '9', []), rng: storageTensor('ByteStorage', '9', [8]), state_dict: dict(network), optimizer: dict({ lr: 'K\x01' }) })), '"epoch", "rng", "optimizer"'], // biome-ignore format: one line
  ])('%s', (_, bytes, unused) => {
    const { weights: read, notes } = readWeightFile('network.ckpt', bytes);
    expect(weightsFingerprint(read)).toBe(fingerprint);
    expect(notes).toContain(`Not used: ${unused}.`);
  });
  it('but a matrix of such a type does', () => {
    const whole = f32(matrices[0]!);
    const file = safetensors([{ ...whole, dtype: 'I32' }, ...matrices.slice(1).map(f32)]);
    expect(refusal(() => readWeightFile('x', file))).toMatch(/"rnn.weight_ih_l0" has type I32; floating-point numbers are read/);
    const pickled = checkpoint(dict({ ...network, 'fc.weight': storageTensor('LongStorage', '9', [2, 4]) }));
    expect(refusal(() => readWeightFile('x', pickled))).toMatch(/"fc.weight" has type int64/);
  });
});

describe('types of numbers in safetensors', () => {
  const as = (dtype: string, bytes: (data: Float32Array) => ArrayBuffer) =>
    safetensors(matrices.map(({ name, shape, data }) => ({ name, dtype, shape, bytes: new Uint8Array(bytes(data)) })));
  it('F64, rounded to float32', () => {
    const read = readWeightFile('x', as('F64', (data) => Float64Array.from(data).buffer)); // biome-ignore format: one line
    expect(weightsFingerprint(read.weights)).toBe(fingerprint);
    expect(read.notes.join()).toMatch(/rounded to float32/);
  });
  it('BF16, the upper halves', () => {
    const upper = (data: Float32Array) => Uint16Array.from(new Uint32Array(data.slice().buffer), (bits) => bits >>> 16).buffer;
    const { weights: read } = readWeightFile('x', as('BF16', upper));
    const expected = Uint32Array.from(new Uint32Array(weights.inputWeights.slice().buffer), (bits) => bits & 0xffff0000);
    expect([...new Uint32Array(read.inputWeights.slice().buffer)]).toEqual([...expected]);
  });
});

describe('what is no weight file is named', () => {
  const pointer = latin1('version https://git-lfs.github.com/spec/v1\noid sha256:ab12\nsize 21440\n');
  const pages = [
    '<!DOCTYPE html>\n<html>',
    '\n  <!doctype html><html>',
    '<html lang="en">',
    '\ufeff<HTML>',
    '<?xml version="1.0"?><html/>',
  ];
  it.each(['network.pth', 'network.npz', 'network.safetensors', 'network.json', 'network'])('as %s', (name) => {
    expect(refusal(() => readWeightFile(name, pointer))).toBe(
      'This is a git-lfs pointer, not the network: download the file itself (git lfs pull).',
    );
    for (const page of pages)
      expect(refusal(() => readWeightFile(name, new TextEncoder().encode(`${page} Too many users have viewed this file.`)))).toBe(
        'This is a web page, not the network: download the file itself.',
      );
  });
  it.each([
    ['a rebuilt tensor', 'ctorch._utils\n_rebuild_qtensor\n.'],
    ['a storage', 'ctorch\nQInt8Storage\n.'],
    ['packed parameters', 'ctorch.nn.quantized.modules.linear\nLinearPackedParams\n.'],
  ])('a quantised network: %s', (_, program) => {
    expect(refusal(() => readWeightFile('q.pth', checkpoint(program)))).toMatch(
      /quantised.*call \.dequantize\(\) and save again/,
    );
  });
  it.each([
    [
      'rnn.weight_hh_l0_orig',
      'rnn.weight_hh_l0_mask',
      /recurrent matrix is reparametrised.*prune\.remove\(module, "weight_hh_l0"\)/,
    ],
    [
      'rnn.weight_hh_l0_v',
      'rnn.weight_hh_l0_g',
      /recurrent matrix is reparametrised.*remove_weight_norm\(module, "weight_hh_l0"\)/,
    ],
    ['rnn.parametrizations.weight_hh_l0.original0', 'rnn.parametrizations.weight_hh_l0.original1', /remove_parametrizations/],
    ['rnn.parametrizations.weight_hh_l0.original', 'x', /recurrent matrix is reparametrised.*remove_parametrizations/],
  ])('a reparametrised matrix: %s', (one, other, sentence) => {
    const [input, recurrent, readout] = matrices.map(f32) as [Entry, Entry, Entry];
    const parts = [input, { ...recurrent, name: one }, { ...recurrent, name: other }, readout];
    expect(refusal(() => readWeightFile('x', safetensors(parts)))).toMatch(sentence);
  });
  it('reparametrised input and read-out, too', () => {
    const [input, recurrent, readout] = matrices.map(f32) as [Entry, Entry, Entry];
    const file = safetensors([input, recurrent, { ...readout, name: 'fc.parametrizations.weight.original0' }]);
    expect(refusal(() => readWeightFile('x', file))).toMatch(/readout matrix is reparametrised.*\(module, "weight"\)/);
  });
  it.each(['NaN', 'Infinity', '-Infinity'])('JSON of Python with %s, where it stands', (number) => {
    const file = new TextDecoder().decode(json({})).replace(/("rnn.weight_hh_l0":\[\[[^,]*,)[^,]*/, `$1 ${number}`);
    expect(refusal(() => readWeightFile('x.json', latin1(file)))).toContain(`"rnn.weight_hh_l0" holds ${number} at entry 1`);
  });
  it('JSON with NaN in what is not used is read', () => {
    const file = new TextDecoder().decode(json({ losses: [1] })).replace('"losses":[1]', '"losses": [NaN, Infinity]');
    expect(weightsFingerprint(readWeightFile('x.json', latin1(file)).weights)).toBe(fingerprint);
  });
  it.each([0, 1])('JSON in UTF-16 is read, byte order %s, with and without a mark', (order) => {
    for (const mark of ['', '\ufeff']) {
      const letters = [...(mark + new TextDecoder().decode(json({})))];
      const bytes = letters.flatMap((letter) => [letter.charCodeAt(0) & 255, letter.charCodeAt(0) >> 8]);
      const file = Uint8Array.from(bytes, (_, at) => bytes[order ? at ^ 1 : at]!);
      expect(weightsFingerprint(readWeightFile('x.json', file).weights)).toBe(fingerprint);
    }
  });
});

describe('archives that a Mac has packed again', () => {
  const apple = latin1('\0\x05\x16\x07');
  it.each(['npz', 'pth'] as const)('%s', (format) => {
    const files = [...readZip(writeWeightFile(format, weights))];
    const folder = format === 'npz' ? 'network/' : '';
    const again = files.flatMap(([name, bytes]) => [
      [folder + name, bytes] as const,
      [`__MACOSX/${folder}${name.replace(/[^/]*$/, '._$&')}`, apple] as const,
      [`${folder}.DS_Store`, apple] as const,
    ]);
    expect(weightsFingerprint(readWeightFile('x', zipSync(Object.fromEntries(again))).weights)).toBe(fingerprint);
  });
});

describe('a network of another kind is never run in silence', () => {
  it('what says nothing is said to be run as what it is run as', () => {
    for (const file of [npz({}), safetensors(matrices.map(f32)), json({}), checkpoint(dict(network))])
      expect(readWeightFile('x', file).warnings).toEqual([expect.stringContaining(`it will be run as h ← ${RELU}`)]);
  });
  it('what says ReLU, and files of the app, need no warning', () => {
    for (const file of [
      safetensors(matrices.map(f32), { nonlinearity: 'relu' }),
      safetensors(matrices.map(f32), { config: '{"activation": "ReLU", "lr": 1}' }),
      npz({ 'activation.npy': npy("'<U4'", '()', utf32('relu')) }),
      json({ rnn_type: 'RNN_RELU' }),
      writeWeightFile('safetensors', weights),
      writeWeightFile('pth', weights),
    ])
      expect(readWeightFile('x', file).warnings).toEqual([]);
  });
  it.each<[string, Uint8Array, RegExp]>([
    ['metadata', safetensors(matrices.map(f32), { nonlinearity: 'tanh' }), /nonlinearity = "tanh"/],
    [
      'metadata in JSON',
      safetensors(matrices.map(f32), { config: '{"rnn": {"activation": "softplus"}}' }),
      /activation = "softplus"/,
    ],
    ['metadata of a cell', safetensors(matrices.map(f32), { cell_type: 'GRU' }), /cell_type = "GRU"/],
    ['an array of text', npz({ 'activation.npy': npy("'<U4'", '()', utf32('tanh')) }), /activation = "tanh"/],
    ['a setting in JSON', json({ config: { nonlinearity: 'tanh' } }), /nonlinearity = "tanh"/],
    ['settings of a checkpoint', checkpoint(dict({ state_dict: dict(network), hyper_parameters: dict({ nonlinearity: text('tanh') }) })), /nonlinearity = "tanh"/], // biome-ignore format: one line
    ['the model of a checkpoint', checkpoint(dict({ model: dict(network), arch: text('LSTM') })), /arch = "LSTM"/],
    ['a leak', npz({ 'alpha.npy': npy("'<f8'", '()', new Uint8Array(8)) }), /"alpha" looks like that of a leak/],
    ['another layer', json({ 'bn.weight': [1], 'bn.bias': [0.5] }), /"bn.weight" belongs to a layer that the app does not run/],
    ['biases that are missing', safetensors(matrices.map(f32), { bias: 'True' }), /bias = "True", but it holds no biases/],
  ])('%s', (_, file, warning) => {
    const { warnings, weights: read } = readWeightFile('x', file);
    expect(warnings.join(' ')).toMatch(warning);
    expect(weightsFingerprint(read)).toBe(fingerprint);
  });
  it.each(['lstm', 'gru'])('names that say %s are refused', (cell) => {
    const file = safetensors(matrices.map(f32).map((entry) => ({ ...entry, name: entry.name.replace('rnn', cell) })));
    expect(refusal(() => readWeightFile('x', file))).toMatch(new RegExp(`another kind \\(${cell.toUpperCase()}\\)`));
  });
});
