import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { PAPER_HMMS, type PaperHmmId } from '../../src/hmm/models';
import { exactStatistics, sequenceProbability } from '../../src/hmm/statistics';

interface GoldenHmm {
  A: number[][];
  B: number[][];
  frequency: number[];
  output_transition: number[][];
  change_rate: number;
  strings: Record<string, number>;
}
const golden: Record<string, GoldenHmm> = JSON.parse(readFileSync(new URL('./hmm.json', import.meta.url), 'utf8'));
const names: Record<PaperHmmId, string> = {
  'chain-2': 'chain2',
  'chain-3': 'chain3',
  'chain-4': 'chain4',
  'chain-5': 'chain5',
  fully: 'full3',
  cyclic: 'cyclic4',
};

const closeTo = (actual: number[][], expected: number[][], digits = 10) =>
  actual.forEach((row, i) => {
    row.forEach((value, j) => {
      expect(value).toBeCloseTo(expected[i]![j]!, digits);
    });
  });

describe.each(Object.entries(names))('%s', (id, name) => {
  const spec = PAPER_HMMS[id as PaperHmmId];
  const expected = golden[name]!;
  const exact = exactStatistics(spec);
  it('has the golden matrices', () => {
    closeTo(spec.transitionMatrix, expected.A, 12);
    closeTo(spec.emissionMatrix, expected.B, 12);
  });
  it('has the golden output statistics', () => {
    closeTo([exact.frequency], [expected.frequency]);
    closeTo(exact.outputTransitionMatrix, expected.output_transition);
    expect(exact.changeRate).toBeCloseTo(expected.change_rate, 10);
  });
  it('gives the golden string probabilities', () => {
    for (const [string, probability] of Object.entries(expected.strings))
      expect(sequenceProbability(spec, [...string].map(Number)) / probability).toBeCloseTo(1, 9);
  });
});
