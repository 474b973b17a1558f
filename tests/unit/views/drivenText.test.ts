import { describe, expect, it } from 'vitest';
import { COUNTABLE_FLIPS, countedTurns } from '../../../src/dynamics/orbit/orbitPlanes';
import { CAPTION, drivenText } from '../../../src/views/portrait/FullCaption';

/** A recorded run of 8,000 steps that turns only in its first plane. @param first share of the variance on PC1 */
const run = (netTurns: number, flips: number, first = 0.6) => ({
  steps: 8000,
  basis: { mean: new Float64Array(2), components: new Float64Array(4), explained: Float64Array.of(first, 1 - first) },
  rotations: [netTurns, 0, 0].map((turns) => ({ netTurns: turns, flips, turnsPerRoundTrip: turns / (flips / 2) })),
});
const trained = { origin: 'training', update: 300 } as const;

describe('turns per round trip', () => {
  it('are given without their sense, and only with enough label changes to count by', () => {
    expect(countedTurns(run(-100, 200).rotations[0])).toBe(1);
    expect(countedTurns(run(159, COUNTABLE_FLIPS - 1).rotations[0])).toBeUndefined();
    expect(countedTurns(run(159, 0).rotations[0])).toBeUndefined();
    expect(countedTurns(run(10, COUNTABLE_FLIPS).rotations[0])).toBe(1);
    expect(countedTurns(undefined)).toBeUndefined();
  });
});

describe('the sentence under the portrait', () => {
  it.each([
    ['circles when it turns about once a round trip', run(100, 200), CAPTION.driven],
    ['circles when it turns the other way', run(-100, 200), CAPTION.driven],
    ['holds without circling', run(10, 400), CAPTION.noRotation],
    ['forgets at once when labels change as in independent draws', run(10, 4000), CAPTION.noOrbit],
    ['has no orbit while the state is spread over all directions', run(100, 200, 0.1), CAPTION.noOrbit],
    ['does not circle on a line', run(100, 200, 0.99), CAPTION.noRotation],
    ['has no round trip when the label hardly changes, however it turns', run(159, 2), CAPTION.noSwitch],
    ['has no round trip when the label never changes', run(159, 0), CAPTION.noSwitch],
  ])('%s', (_, orbit, sentence) => {
    expect(drivenText(trained, orbit)).toBe(sentence);
  });

  it('calls weights untrained by their update, but not those of a file', () => {
    expect(drivenText({ origin: 'untrained', update: 0 }, run(100, 200))).toBe(CAPTION.untrained);
    expect(drivenText({ origin: 'file', update: 0 }, run(100, 200))).toBe(CAPTION.driven);
  });
});
