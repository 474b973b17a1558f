import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { modelFromFile } from '../../../src/hmm/modelJson';
import { PAPER_HMMS } from '../../../src/hmm/models';
import { HmmError, hmmProblems } from '../../../src/hmm/spec';
import { writeWeightFile } from '../../../src/rnn/weightFiles';
import { initialWeights } from '../../../src/rnn/weights';
import { CASES, fuzz } from '../fuzz/cases';
import { damageText } from '../fuzz/damage';
import { attempt, expectPrototypesIntact } from '../fuzz/law';

/** Model files as people have them: what is no model is named. */

const hmm = PAPER_HMMS['chain-2'];
const text = JSON.stringify(hmm);
const bytes = (content: string) => new TextEncoder().encode(content);
const latin1 = (content: string) => Uint8Array.from(content, (character) => character.charCodeAt(0));
const utf16 = (bigEndian: boolean, content: string) =>
  Uint8Array.from([...content].flatMap((character) => {
    const code = character.charCodeAt(0);
    return bigEndian ? [code >> 8, code & 255] : [code & 255, code >> 8];
  })); // biome-ignore format: bytes
const changed = (change: Partial<Record<keyof typeof hmm, unknown>>) => bytes(JSON.stringify({ ...hmm, ...change }));

describe('a model file', () => {
  it.each<[string, Uint8Array]>([
    ['in UTF-8', bytes(text)],
    ['in UTF-8 with a mark', bytes(`\ufeff${text}`)],
    ['in UTF-16, as PowerShell writes it', utf16(false, `\ufeff${text}`)],
    ['in UTF-16, big-endian', utf16(true, `\ufeff${text}`)],
    ['in UTF-16 without a mark', utf16(false, text)],
    ['with line ends of Windows', bytes(JSON.stringify(hmm, null, 2).replaceAll('\n', '\r\n'))],
  ])('%s is read', (_, file) => {
    expect(modelFromFile(file)).toEqual(hmm);
  });

  it('without its counts, or with the names of hmmlearn, is read', () => {
    const { startProb, transitionMatrix, emissionMatrix } = hmm;
    const wanted = { ...hmm, name: 'own model', topology: 'custom' };
    expect(modelFromFile(bytes(JSON.stringify({ startProb, transitionMatrix, emissionMatrix })))).toEqual(wanted);
    const theirs = { startprob_: startProb, transmat_: transitionMatrix, emissionprob_: emissionMatrix };
    expect(modelFromFile(bytes(JSON.stringify(theirs)))).toEqual(wanted);
  });

  const weights = initialWeights({ hiddenSize: 4, inputDim: 2, nOutputs: 3 }, 1, 1);
  it.each<[string, Uint8Array, string]>([
    ['nothing', new Uint8Array(), 'empty'],
    ['blanks', bytes(' \n\t'), 'empty'],
    ['a git-lfs pointer', bytes('version https://git-lfs.github.com/spec/v1\noid sha256:0\nsize 12\n'), 'git lfs pull'],
    ['a git-lfs pointer in UTF-16', utf16(false, '\ufeffversion https://git-lfs.github.com/spec/v1\n'), 'git lfs pull'],
    ['a web page', bytes('\n<!DOCTYPE html><html></html>'), 'web page'],
    ['a page of an error', bytes('<html><body>404</body></html>'), 'web page'],
    ['weights, safetensors', writeWeightFile('safetensors', weights), 'weight file (safetensors)'],
    ['weights, npz', writeWeightFile('npz', weights), 'zip archive'],
    ['weights, pth', writeWeightFile('pth', weights), 'zip archive'],
    ['weights, JSON', writeWeightFile('json', weights), 'startProb'],
    ['a pickle', latin1('\x80\x04\x95'), 'never executed'],
    ['cut off', bytes(text.slice(0, -20)), 'not valid JSON'],
    ['Python’s quotes', bytes(text.replaceAll('"', "'")), 'double quotes'],
    ['NaN', bytes(text.replace('[[0.', '[[NaN, 0.')), 'holds NaN at transitionMatrix, row 0, entry 0'],
    ['NaN in the start', bytes('{"startProb": [1, -Infinity]}'), 'holds -Infinity at startProb, row 1'],
    ['a list', bytes('[1, 2]'), 'a model is a table'],
    ['a number', bytes('7'), 'a model is a table'],
    ['rows that do not sum to 1', changed({ startProb: hmm.startProb.map((p) => 2 * p) }), 'must sum to 1'],
    ['percentages', changed({ transitionMatrix: hmm.transitionMatrix.map((row) => row.map((p) => 100 * p)) }), 'must sum to 1'],
    ['a negative probability', changed({ startProb: [1.5, -0.5] }), 'negative probability (-0.5) at entry 2'],
    [
      'a row too short',
      changed({ emissionMatrix: hmm.emissionMatrix.map((row, i) => (i === 1 ? [1] : row)) }),
      'has 1 entries where 3',
    ],
    ['rows missing', changed({ emissionMatrix: hmm.emissionMatrix.slice(1) }), 'emission matrix has 1 rows where 2'],
    ['a matrix turned', changed({ transitionMatrix: [1, 0] }), 'transitionMatrix.0 is not a list of numbers'],
    ['texts for numbers', changed({ startProb: ['0.5', '0.5'] }), 'startProb.0 holds something that is not a number'],
    ['null, as JavaScript writes NaN', changed({ startProb: [null, 1] }), 'startProb.0 holds something that is not a number'],
    ['half a state', changed({ nStates: 1.5 }), 'hidden state'],
    ['one output', changed({ nOutputs: 1 }), 'at least two outputs'],
  ])('that is %s is refused with a sentence', (_, file, words) => {
    expect(() => modelFromFile(file)).toThrow(HmmError);
    expect(() => modelFromFile(file)).toThrow(words);
    expect(() => modelFromFile(file)).toThrow(/[.]$/);
  });

  it('that is damaged is read or refused, never anything else', () => {
    const file = fc.oneof(
      damageText.map((harmed) => bytes(harmed(text))),
      damageText.map((harmed) => utf16(false, harmed(text))),
      fc.uint8Array({ maxLength: 300 }),
    );
    fuzz(CASES, file, (given) => {
      const { value } = attempt(() => modelFromFile(given), HmmError);
      expectPrototypesIntact();
      if (value) expect(hmmProblems(value)).toEqual([]);
    });
  });
});
