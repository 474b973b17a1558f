import { safeParse } from 'valibot';
import { describe, expect, it } from 'vitest';
import { levelsFigure } from '../../../src/analyses/study/figure';
import { findingsText } from '../../../src/analyses/study/text';
import {
  CELLS,
  FACTORS,
  LEVELS,
  levelDifferences,
  levelSummaries,
  runId,
  STUDY_SEEDS,
  StudyFileSchema,
  type StudyResult,
  sameCell,
} from '../../../src/claims/study';
import { wilson } from '../../../src/math/statistics';

/** A study in which only the read-out gain decides: with 8 all is found, with 1 the run stays on its plateau. */
const results = STUDY_SEEDS.flatMap((seed) =>
  CELLS.map(
    (cell): StudyResult => ({
      model: 'chain-3',
      seed,
      ...cell,
      drop: cell.readoutGain === 8 ? 90 : null,
      found:
        cell.readoutGain === 8
          ? {
              update: 2400,
              fingerprint: `${seed}`,
              claims: {
                C1: 'reproduced',
                C5: 'reproduced',
                C10: cell.pairWeight > 0 ? 'not-reproduced' : 'reproduced',
                C12: 'inconclusive',
              },
              turns: -1,
              enclosure: 0.01,
              holeShare: 0.02,
              directions: [{ from: 0, to: 2, verdict: 'found', fewest: 2, left: 0.1 }],
              selfOverCross: null,
              participation: 9,
              change: 1.1,
            }
          : null,
    }),
  ),
);

describe('the study', () => {
  it('is every combination once, and every run has a name of its own', () => {
    expect(CELLS).toHaveLength(FACTORS.reduce((product, factor) => product * LEVELS[factor].length, 1));
    for (const [n, cell] of CELLS.entries()) expect(CELLS.findIndex((other) => sameCell(cell, other))).toBe(n);
    expect(new Set(results.map(runId)).size).toBe(48);
  });

  it('names what differs beyond the intervals of both levels, the largest difference first, and nothing else', () => {
    const differences = levelDifferences(levelSummaries(results));
    // The read-out gain alone decides who leaves the plateau, and the pair term alone who has few kick neurons.
    expect(differences.map(({ factor, what, levels }) => [factor, what, ...levels])).toEqual([
      ['readoutGain', 'left', 8, 1],
      ['pairWeight', 'C10', 0, 300],
    ]);
    expect(findingsText(differences)).toBe(
      'Beyond the intervals of both levels: left the plateau: 24 of 24 with gain on W_out 8, 0 of 24 with 1; few kick neurons (C10): 12 of 12 with pair term 0, 0 of 12 with 300.',
    );
    expect(findingsText(levelDifferences(levelSummaries(results.slice(0, 1))))).toMatch(/No choice makes a difference/);
  });

  it('counts runs on the plateau, and leaves them out of the claims', () => {
    const summaries = levelSummaries(results);
    expect(summaries.map(({ factor, level }) => `${factor} ${level}`)).toEqual(
      FACTORS.flatMap((factor) => LEVELS[factor].map((level) => `${factor} ${level}`)),
    );
    const at = (factor: string, level: number) => summaries.find((one) => one.factor === factor && one.level === level)!;
    expect(at('readoutGain', 1).left).toEqual(wilson(0, 24));
    expect(at('readoutGain', 8).left).toEqual(wilson(24, 24));
    expect(at('initialGain', 2).left).toEqual(wilson(12, 24));
    // Nothing was found at this level, so that nothing can be said.
    expect(at('readoutGain', 1).held.C5.n).toBe(0);
    expect(at('readoutGain', 1).held.C5.value).toBeNaN();
    expect(at('pairWeight', 0).held.C10).toEqual(wilson(12, 12));
    expect(at('pairWeight', 300).held.C10).toEqual(wilson(0, 12));
    // An open verdict is not one that holds.
    expect(at('pairWeight', 0).held.C12).toEqual(wilson(0, 12));
  });

  it('saves the numbers that it draws', () => {
    const summaries = levelSummaries(results);
    const { columns, rows } = levelsFigure(summaries).table();
    expect(rows).toHaveLength(8);
    expect(rows[3]!.slice(0, 6)).toEqual(['gain on W_out', 8, 1, summaries[3]!.left.low, 1, 24]);
    expect(columns).toHaveLength(rows[0]!.length);
  });

  it('reads its file, and refuses any other', () => {
    const file = {
      format: 'noisy-orbits-study',
      version: 1,
      results: Object.fromEntries(results.map((run) => [runId(run), run])),
    };
    expect(safeParse(StudyFileSchema, file).success).toBe(true);
    expect(safeParse(StudyFileSchema, { ...file, format: 'another' }).success).toBe(false);
    expect(safeParse(StudyFileSchema, { ...file, results: { a: { ...results[0], drop: 'late' } } }).success).toBe(false);
  });
});
