import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { readPickle } from '../../../../src/rnn/weightFiles/pickle';
import { TensorDescriptor } from '../../../../src/rnn/weightFiles/pickleMachine';
import { pickleStateDict } from '../../../../src/rnn/weightFiles/torch';
import { latin1, refusal } from './fixtures';

const PROTO = '\x80\x02';
const text = (content: string) => `\x8c${String.fromCharCode(content.length)}${content}`;
const read = (program: string) => readPickle(latin1(program));
const stateDict = pickleStateDict([{ name: 'a', shape: [2, 3] }]);

describe('plain values', () => {
  const numbers =
    '(K\x07M\x01\x02J\xff\xff\xff\xff\x8a\x00\x8a\x01\xff\x8a\x05\x00\x00\x00\x00\x01G?\xe0\x00\x00\x00\x00\x00\x00t.';
  it.each<[string, string, unknown]>([
    ['numbers', numbers, [7, 513, -1, 0, -1, 2 ** 32, 0.5]],
    ['protocol 4 with a frame', `\x95\x07\x00\x00\x00\x00\x00\x00\x00(\x88\x89N${text('x')}t.`, [true, false, null, 'x']],
    [
      'lists and dicts',
      `}(${text('k')}](K\x01K\x02eK\x03)u.`,
      new Map<unknown, unknown>([
        ['k', [1, 2]],
        [3, []],
      ]),
    ],
  ])('are read: %s', (_, program, expected) => {
    expect(read(PROTO + program)).toEqual(expected);
  });
  it('come back from the memo, in both ways of remembering', () => {
    expect(read(`${PROTO}${text('x')}q\x05h\x05\x86.`)).toEqual(['x', 'x']);
    expect(read(`${PROTO}${text('x')}\x94j\x00\x00\x00\x00\x86.`)).toEqual(['x', 'x']);
  });
  it('a tensor is described, never loaded', () => {
    const tensor = (read(String.fromCharCode(...stateDict)) as Map<string, TensorDescriptor>).get('a');
    expect(tensor).toBeInstanceOf(TensorDescriptor);
    expect(tensor).toMatchObject({ offset: 0, shape: [2, 3], stride: [3, 1], storage: { storageKey: '0', length: 6 } });
  });
});

const rebuild = 'ctorch._utils\n_rebuild_tensor_v2\n';
const orderedDict = 'ccollections\nOrderedDict\n';

describe('hostile pickles are refused with a sentence', () => {
  it.each([
    ['os.system by GLOBAL', `cos\nsystem\n${text('id')}\x85R.`, /"os\.system": such files are never executed/],
    ['os.system by STACK_GLOBAL', `${text('os')}${text('system')}\x93.`, /"os\.system": such files are never executed/],
    ['builtins.eval', `cbuiltins\neval\n${text('1')}\x85R.`, /"builtins\.eval"/],
    ['a name with a line of its own', `${text('torch')}${text('FloatStorage.__class__')}\x93.`, /FloatStorage\.__class__/],
    ['STACK_GLOBAL of numbers', 'K\x01K\x02\x93.', /not a text/],
    ['INST', '(ios\nsystem\n.', /opcode INST/],
    ['NEWOBJ', `${orderedDict})\x81.`, /opcode NEWOBJ/],
    ['an unknown opcode', '\xfe.', /opcode 0xfe/],
    ['a storage type called', 'ctorch\nFloatStorage\n)R.', /REDUCE/],
    ['a text called', `${text('x')})R.`, /REDUCE/],
    ['a call with a list of arguments', `${orderedDict}]R.`, /REDUCE/],
    ['OrderedDict of something', `${orderedDict}](K\x01K\x02\x86e\x85R.`, /built from a list/],
    ['a tensor of nothing', `${rebuild})R.`, /not described/],
    ['a parameter of a text', `ctorch._utils\n_rebuild_parameter\n${text('x')}\x85R.`, /not a tensor/],
    ['a storage of another kind', `(${text('module')}${text('x')}${text('0')}${text('cpu')}K\x01tQ.`, /storage/],
    ['state of a plain dict', '}}b.', /BUILD/],
    ['items of a tuple', ')K\x01a.', /not a list/],
    ['items of a number', 'K\x01K\x01K\x01s.', /not a dict/],
    ['an odd number of items', '}(K\x01u.', /not a dict/],
    ['a dict as key', '}}K\x01s.', /neither text nor number/],
    ['pops through a mark', 'K\x01(\x85.', /stack is empty/],
    ['a missing mark', 't.', /mark is missing/],
    ['a forgotten value', 'h\x05.', /never remembered/],
    ['two results', 'K\x01K\x01.', /2 values instead of one/],
    ['no result', '.', /0 values instead of one/],
    ['an open mark', 'K\x01(.', /1 values instead of one/],
    ['not UTF-8', '\x8c\x01\xff.', /UTF-8/],
    ['a text longer than the file', 'X\xff\xff\xff\xffab.', /ends before/],
    ['a text of 2⁶⁴ bytes', '\x8d\xff\xff\xff\xff\xff\xff\xff\xffab.', /ends before/],
    ['a frame longer than the file', '\x95\xff\xff\xff\xff\xff\xff\xff\x7f.', /frame/],
    ['protocol 9', '\x80\x09.', /protocol 9/],
  ])('%s', (_, program, sentence) => {
    expect(refusal(() => read(PROTO + program))).toMatch(sentence);
  });
  it.each([
    ['tuples 900,000 deep', `K\x01${'\x85'.repeat(9e5)}.`, /nested more than/],
    ['lists 9,000 deep', `${']'.repeat(9000)}${'a'.repeat(8999)}.`, /nested more than/],
    ['marks', `${'('.repeat(1e6)}.`, /marks are open/],
    ['a stack without end', 'N'.repeat(1e6), /wait on its stack/],
    ['a memo without end', `N${'\x94'.repeat(1e6)}.`, /are remembered/],
    ['opcodes', `]${'K\x01a'.repeat(1e6)}.`, /more than 1000000 opcodes/],
    ['more than 8 MB', 'N'.repeat(2 ** 23), /at most 8 MB/],
  ])('nothing grows without bound: %s', (_, program, sentence) => {
    const bytes = latin1(PROTO + program);
    expect(refusal(() => readPickle(bytes))).toMatch(sentence);
  });
  it('a list inside itself and a billion shared lists end', () => {
    expect(refusal(() => read(`${PROTO}]q\x00h\x00a.`))).toBeUndefined();
    const put = (i: number) => `q${String.fromCharCode(i)}h${String.fromCharCode(i)}`;
    const program = `${PROTO}]${Array.from({ length: 25 }, (_, i) => `${put(i)}\x86`).join('')}.`;
    expect(refusal(() => read(program))).toBeUndefined();
  });
  it('cut off at any byte', () => {
    for (let length = 0; length < stateDict.length; length++)
      expect(refusal(() => readPickle(stateDict.subarray(0, length)))).toMatch(/cannot be read at byte/);
  });
  it('any program of known opcodes', () => {
    const pieces = '}|](|)|N|\x88|K\x01|\x85|\x86|t|a|e|s|u|R|b|Q|q\x00|h\x00|\x94|(|.|\x93'.split('|');
    const piece = fc.constantFrom(...pieces, text('torch'), text('storage'), rebuild, orderedDict, 'ctorch\nHalfStorage\n');
    fc.assert(
      fc.property(fc.array(piece, { maxLength: 40 }), (program) => {
        refusal(() => read(`${PROTO}${program.join('')}.`));
      }),
      { numRuns: 4000, seed: 3 },
    );
  });
});
