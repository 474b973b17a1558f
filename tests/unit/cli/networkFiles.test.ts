import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { networkFromBytes } from '../../../cli/networkFiles';
import { modelFromJson } from '../../../src/hmm/modelJson';
import { PAPER_HMMS } from '../../../src/hmm/models';
import { readWeights } from '../../../src/rnn/safetensors';
import { writeWeightFile } from '../../../src/rnn/weightFiles';

const GOLDEN = 'tests/golden/chain3_h64_d16';
const { weights } = readWeights(readFileSync(`${GOLDEN}.safetensors`));
const hmm = PAPER_HMMS['chain-3'];

describe('networks for the command line', () => {
  it.each(['safetensors', 'pth'])('are read from .%s files', (extension) => {
    expect(networkFromBytes(`chain3.${extension}`, readFileSync(`${GOLDEN}.${extension}`)).weights).toEqual(weights);
  });

  it.each(['npz', 'json', 'pth', 'safetensors'] as const)(
    'are read from .%s files with what they say of themselves',
    (format) => {
      const metadata = {
        hmm: JSON.stringify(hmm),
        preset: JSON.stringify({ hmm: 'chain-3', gain: 1.5, recipe: { hiddenSize: 64 }, recipeName: 'live' }),
        scores: JSON.stringify({ seqLen: 30 }),
      };
      const read = networkFromBytes(`network.${format}`, writeWeightFile(format, weights, metadata));
      expect(read.weights).toEqual(weights);
      expect(read.hmm).toEqual(hmm);
      expect(read.saved).toEqual({ hmm: 'chain-3', gain: 1.5, recipe: { hiddenSize: 64 }, recipeName: 'live' });
      expect(read.seqLen).toBe(30);
    },
  );

  it('name a model of the paper by its id, or none', () => {
    const read = (metadata: Record<string, string>) => networkFromBytes('n.json', writeWeightFile('json', weights, metadata));
    expect(read({ preset: JSON.stringify({ hmm: 'chain-3' }) }).hmm).toBe(hmm);
    for (const preset of ['', 'no table', '[]', 'null', JSON.stringify({ hmm: 'chain-9', gain: 'two' })]) {
      const { hmm: model, saved } = read({ preset });
      expect(model).toBeUndefined();
      expect(saved.gain).toBeUndefined();
    }
  });

  it('are refused with a sentence', () => {
    expect(() => networkFromBytes('n.json', new TextEncoder().encode('{}'))).toThrow(/\.$/);
  });

  it('leave a model out that cannot be sampled, and say so', () => {
    const { hmm: model, notes } = networkFromBytes('n.json', writeWeightFile('json', weights, { hmm: '{"nStates":2}' }));
    expect(model).toBeUndefined();
    expect(notes.join()).toContain('nOutputs');
  });
});

describe('a model as JSON', () => {
  const { name: _, topology: __, ...numbers } = hmm;

  it('is the model, with or without name and topology', () => {
    expect(modelFromJson(JSON.stringify(hmm))).toEqual(hmm);
    expect(modelFromJson(JSON.stringify(numbers))).toEqual({ ...numbers, name: 'own model', topology: 'custom' });
  });

  it.each([
    ['{', 'not valid JSON'],
    ['[]', 'cannot be read'],
    [JSON.stringify({ ...numbers, transitionMatrix: [1, 2] }), 'transitionMatrix.0 is not a list of numbers'],
    [JSON.stringify({ ...numbers, topology: 'star' }), 'topology is none of'],
    [JSON.stringify({ ...numbers, startProb: [0.5, 0.6, 0] }), 'sums to 1.1'],
  ])('is refused with a sentence: %s', (text, words) => {
    expect(() => modelFromJson(text)).toThrow(words);
  });
});
