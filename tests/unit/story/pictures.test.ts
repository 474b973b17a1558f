import { describe, expect, it } from 'vitest';
import { HISTORY } from '../../../src/state/live/liveRun';
import { stayOf } from '../../../src/story/birth/TrainingRows';
import { countOutput, noCounts } from '../../../src/story/pictures/Compared';
import { countOn } from '../../../src/story/pictures/Pairs';
import { addStep, noStays, spreadOf } from '../../../src/story/pictures/Stays';

/** A ring buffer of labels as the live run keeps it. */
const ring = (labels: readonly number[]) => Uint8Array.from({ length: HISTORY }, (_, slot) => labels[slot] ?? 0);
const nothing = () => ({ name: '', follow: () => new Uint8Array(), pairs: new Float64Array(9), step: 0 });

describe('counting pairs', () => {
  const labels = [0, 0, 2, 2, 2, 1, 0];

  it('counts each pair once, however the run was cut into frames', () => {
    const [whole, cut] = [nothing(), nothing()];
    countOn(whole, ring(labels), labels.length, 3);
    for (const step of [1, 2, 2, 5, 7]) countOn(cut, ring(labels), step, 3);
    expect(Array.from(whole.pairs)).toEqual([1, 0, 1, 1, 0, 0, 0, 1, 2]);
    expect(cut.pairs).toEqual(whole.pairs);
  });

  it('begins anew with a run that begins again', () => {
    const counted = nothing();
    countOn(counted, ring(labels), labels.length, 3);
    countOn(counted, ring([1, 1]), 2, 3);
    expect(Array.from(counted.pairs)).toEqual([0, 0, 0, 0, 1, 0, 0, 0, 0]);
  });
});

describe('counting stays', () => {
  it('leaves out the stay in which it began and the one that has not ended', () => {
    const stays = noStays('');
    [0, 0, 0, 2, 2, 2, 2, 2, 2, 2, 0, 0, 1, 1].forEach((label, t) => {
      addStep(stays, label, t);
    });
    // Seven steps at output 2, two at output 0.
    expect(stays.lengths).toEqual([7, 2]);
  });

  it('spreads them about their mean, and puts all long stays into the last bar', () => {
    const stays = noStays('');
    for (let t = 0; t < 1200; t++) addStep(stays, Math.floor(t / 400), t);
    expect(stays.lengths).toEqual([400]);
    // Twenty stays of ten steps and one of 100: the mean is 300/21.
    const { mean, middle, bars } = spreadOf([...Array<number>(20).fill(10), 100]);
    expect(mean).toBeCloseTo(300 / 21, 10);
    expect(middle).toEqual([expect.closeTo(0.7, 10), expect.closeTo(0.7, 10)]);
    expect(bars[Math.floor(0.7 * 6)]).toBeCloseTo(20 / 21, 10);
    expect(bars.at(-1)).toBeCloseTo(1 / 21, 10);
    expect(bars.reduce((sum, share) => sum + share, 0)).toBeCloseTo(1, 10);
  });

  it('calls equal stays regular, and those of a model that forgets as uneven as they are', () => {
    expect(spreadOf([20, 20, 20, 20]).middle).toEqual([1, 1]);
    // Geometric stays with a probability of .05 to end, at their quantiles: the middle half is some 1.1 means wide.
    const geometric = Array.from({ length: 4000 }, (_, n) => Math.ceil(Math.log(1 - (n + 0.5) / 4000) / Math.log(0.95)));
    const [low, high] = spreadOf(geometric).middle;
    expect(high - low).toBeCloseTo(1.1, 1);
  });
});

describe('counting shares and stretches', () => {
  it('counts each output, and the stretches that both began and ended', () => {
    const counts = noCounts(3);
    [0, 0, 2, 2, 2, 1, 0, 0].forEach((label, t) => {
      countOutput(counts, label, t);
    });
    expect(Array.from(counts.shares)).toEqual([4, 1, 3]);
    // Three steps of output 2 and one of output 1.
    expect([counts.stretches, counts.sum, counts.squares]).toEqual([2, 4, 10]);
  });
});

describe('stays through a training', () => {
  const made = (lengths: readonly number[]) => Uint8Array.from(lengths.flatMap((length, n) => Array<number>(length).fill(n % 2)));

  it('leaves out what the beginning and the end of the run cut short', () => {
    const { value, n } = stayOf(made([7, 3, 5, 4, 9]));
    expect(n).toBe(3);
    expect(value).toBeCloseTo(4, 12);
  });

  it('holds its mean in its interval, and knows nothing of a run without a whole stay', () => {
    const { value, low, high } = stayOf(made([1, 2, 8, 3, 5, 6, 4, 2, 1]));
    expect(low).toBeLessThan(value);
    expect(high).toBeGreaterThan(value);
    expect(stayOf(made([10, 10])).value).toBeNaN();
  });
});
