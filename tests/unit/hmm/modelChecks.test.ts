import { describe, expect, it } from 'vitest';
import { modelWarnings } from '../../../src/hmm/modelChecks';
import { PAPER_HMM_IDS, PAPER_HMMS } from '../../../src/hmm/models';
import type { HmmSpec } from '../../../src/hmm/spec';

/** A model of as many states as rows, each with its own output unless told. */
const model = (
  transitionMatrix: number[][],
  emissionMatrix: number[][] = transitionMatrix.map((row, i) => row.map((_, k) => (k === i ? 1 : 0))),
  startProb = transitionMatrix.map(() => 1 / transitionMatrix.length),
): HmmSpec => ({
  name: 'Test',
  topology: 'custom',
  nStates: transitionMatrix.length,
  nOutputs: emissionMatrix[0]!.length,
  startProb,
  transitionMatrix,
  emissionMatrix,
});

describe('model warnings', () => {
  it.each(PAPER_HMM_IDS)('are none for %s', (id) => {
    expect(modelWarnings(PAPER_HMMS[id])).toEqual([]);
  });
  it('tell the period of cycles', () => {
    const two = modelWarnings(model([[0, 1], [1, 0]])); // biome-ignore format: a matrix
    expect(two).toHaveLength(1);
    expect(two[0]).toContain('States 0 and 1 return only after multiples of 2 steps');
    const three = modelWarnings(model([[0, 1, 0], [0, 0, 1], [1, 0, 0]])); // biome-ignore format: a matrix
    expect(three[0]).toContain('period 3');
    // Cycles of 2 and 3 steps together have no period.
    expect(modelWarnings(model([[0, 1, 0], [0.5, 0, 0.5], [1, 0, 0]]))).toEqual([]); // biome-ignore format: a matrix
  });
  it('name what is absorbing, and what is left for good', () => {
    const warnings = modelWarnings(model([[0.9, 0.1, 0], [0.2, 0.7, 0.1], [0, 0, 1]])); // biome-ignore format: a matrix
    expect(warnings).toHaveLength(2);
    expect(warnings[0]).toContain('States 0 and 1 are left for good');
    expect(warnings[1]).toContain('State 2 is absorbing');
  });
  it('name what falls apart and what is never reached', () => {
    const apart = modelWarnings(model([[0.5, 0.5, 0, 0], [0.4, 0.6, 0, 0], [0, 0, 0.5, 0.5], [0, 0, 0.4, 0.6]])); // biome-ignore format: a matrix
    expect(apart).toHaveLength(1);
    expect(apart[0]).toContain('states 0 and 1 and states 2 and 3 never lead to each other');
    const unreached = modelWarnings(
      model([[0.9, 0.1, 0], [0.1, 0.9, 0], [0.5, 0.3, 0.2]], [[1, 0], [0, 1], [0, 1]], [0.5, 0.5, 0]), // biome-ignore format: a matrix
    );
    expect(unreached).toEqual([expect.stringContaining('State 2 is never reached')]);
  });
  it('name outputs that never occur', () => {
    const silent = modelWarnings(model([[0.9, 0.1], [0.1, 0.9]], [[1, 0, 0], [0, 0, 1]])); // biome-ignore format: a matrix
    expect(silent).toEqual([expect.stringContaining('Output 1 is never emitted')]);
  });
  it('name states that nothing tells apart: equal rows, or equal but for moves among themselves', () => {
    const emissions = [[1, 0], [0, 1], [0, 1]]; // biome-ignore format: a matrix
    const equal = modelWarnings(model([[0.8, 0.1, 0.1], [0.2, 0.5, 0.3], [0.2, 0.5, 0.3]], emissions)); // biome-ignore format: a matrix
    const sticky = modelWarnings(model([[0.8, 0.1, 0.1], [0.2, 0.7, 0.1], [0.2, 0.05, 0.75]], emissions)); // biome-ignore format: a matrix
    for (const warnings of [equal, sticky])
      expect(warnings).toEqual([expect.stringContaining('States 1 and 2 cannot be told apart')]);
    expect(modelWarnings(model([[0.8, 0.1, 0.1], [0.2, 0.7, 0.1], [0.3, 0.05, 0.65]], emissions))).toEqual([]); // biome-ignore format: a matrix
  });
});
