import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { liveBelief } from '../../../src/analyses/belief/BeliefBody';
import { beliefCurves } from '../../../src/analyses/belief/BeliefTrainingBody';
import { belief, beliefThroughTraining } from '../../../src/analyses/belief/compute';
import { beliefFigure, placeCloud } from '../../../src/analyses/belief/figure';
import { beliefText, planeText, trainingText } from '../../../src/analyses/belief/words';
import { updateOfPixel } from '../../../src/analyses/trainingTimeline';
import { PALETTES } from '../../../src/charts/palette';
import { handBuiltNetwork } from '../../../src/dynamics/circuit/handBuilt';
import { forwardFilter } from '../../../src/hmm/forwardFilter';
import { PAPER_HMMS } from '../../../src/hmm/models';
import { readWeights } from '../../../src/rnn/safetensors';
import { initialWeights } from '../../../src/rnn/weights';
import { createLiveRun, HISTORY } from '../../../src/state/live/liveRun';
import { recordingContext } from '../charts/recordingContext';
import { finish } from '../finish';

const { weights } = handBuiltNetwork();
const hmm = PAPER_HMMS['chain-2'];
const report = finish(belief({ weights, hmm, seed: 1 }));
if (!report.bounded) throw new Error('unbounded');
const PALETTE = PALETTES.screen;

/** A trained chain of three, whose beliefs are many. */
const trained = readWeights(readFileSync('tests/golden/chain3_h64_d16.safetensors')).weights;
const three = PAPER_HMMS['chain-3'];
const ofThree = finish(belief({ weights: trained, hmm: three, seed: 1 }));
if (!ofThree.bounded) throw new Error('unbounded');

describe('the live belief', () => {
  it('is that of the filter over the outputs of the run, and the read-out of its states', () => {
    const run = createLiveRun(weights, hmm, 5);
    run.advance(300, true, 1);
    const { exact, decoded } = liveBelief(run, hmm, report.reader)!;
    const whole = forwardFilter(hmm, run.sampledOutputs.subarray(0, 300)).posterior;
    expect(exact).toEqual(whole.slice(whole.length - exact.length));
    expect(decoded).toHaveLength(exact.length);
    for (let at = 0; at < decoded.length; at += 2) expect(decoded[at]! + decoded[at + 1]!).toBeCloseTo(1, 4);
    // Looking back shows what was seen then.
    const back = liveBelief(run, hmm, report.reader, 10)!;
    expect(back.exact.at(-1)).toBe(whole[2 * 290 - 1]);
  });

  it('does not depend on where a long run began', () => {
    const run = createLiveRun(weights, hmm, 5);
    run.advance(HISTORY + 900, true, 1);
    const { exact } = liveBelief(run, hmm, report.reader)!;
    const outputs = Uint8Array.from({ length: HISTORY }, (_, n) => run.sampledOutputs[(run.step - HISTORY + n) % HISTORY]!);
    const whole = forwardFilter(hmm, outputs).posterior;
    expect(exact.at(-1)).toBeCloseTo(whole.at(-1)!, 9);
  });

  it('is not there before the first step, and of a network of another size', () => {
    expect(liveBelief(createLiveRun(weights, hmm, 1), hmm, report.reader)).toBeUndefined();
    const other = createLiveRun(initialWeights({ hiddenSize: 9, inputDim: 3, nOutputs: 3 }, 1), hmm, 1);
    other.advance(5, true, 1);
    expect(liveBelief(other, hmm, report.reader)).toBeUndefined();
  });
});

describe('the picture of beliefs', () => {
  it('shows each step twice in the colour of its exact belief', () => {
    const cloud = placeCloud(ofThree.stretch, three);
    const { context, painted } = recordingContext();
    beliefFigure(cloud).draw(context, 600, 200, PALETTE);
    const rects = painted.filter(({ kind }) => kind === 'rect');
    const colours = rects.map(({ colour }) => colour);
    expect(rects.length).toBe(2 * cloud.stretch.steps);
    expect(colours.slice(0, rects.length / 2)).toEqual(colours.slice(rects.length / 2));
    expect(new Set(colours).size).toBeGreaterThan(10);
  });

  it('has every step in its table', () => {
    const { columns, rows } = beliefFigure(placeCloud(report.stretch, hmm)).table();
    expect(columns).toEqual(['step', 'output', 'exact P(0)', 'read P(0)', 'exact P(1)', 'read P(1)']);
    expect(rows).toHaveLength(report.stretch.steps);
    expect(rows[7]![2]).toBe(report.stretch.exact[14]);
  });

  it('is told in words: what h holds, what a picture cannot show', () => {
    expect(beliefText(report)).toMatch(
      /explains \d+ % of the variance of the belief on 20 held-out runs\. Beside the output it adds/,
    );
    const none = { ...report, memoryGain: { value: 0.001, low: -0.01, high: 0.01, n: 20 } };
    expect(beliefText(none)).toContain('nothing that can be told from 0');
    const nan = { value: Number.NaN, low: Number.NaN, high: Number.NaN, n: 20 };
    expect(beliefText({ ...report, hidden: { states: [], overall: nan } })).toContain('does not vary');
    const five = { shape: 'projection', shown: 0.7, corners: new Float64Array(10) } as const;
    expect(planeText(five)).toContain('5 corners fit in no solid');
    expect(planeText({ ...five, shown: Number.NaN })).toContain('no variance at all');
    expect(planeText({ ...five, shape: 'triangle', shown: 1 })).toBe('');
  });
});

describe('beliefs through training', () => {
  const untrained = initialWeights({ hiddenSize: 6, inputDim: 5, nOutputs: 3 }, 1, 0.5);
  const moments = finish(
    beliefThroughTraining(
      [untrained, weights, weights, weights].map((one, n) => ({ update: 100 * n, weights: one })),
      hmm,
      { seed: 1 },
    ),
  );

  it('say from when on h adds to the output', () => {
    /** The same moments, where h adds so much from the second on. */
    const adding = (gain: number) =>
      moments.map(({ update, found }, n) => {
        const value = n > 0 ? gain : 0;
        return { update, found: { ...found!, memoryGain: { value, low: value - 0.01, high: value + 0.01, n: 12 } } };
      });
    expect(trainingText(adding(0.2), 120)).toContain('From update 100 on');
    expect(trainingText(adding(0.2), 120)).toContain('The marker of emergence is at update 120.');
    expect(trainingText(adding(0.005), undefined)).toContain('At no three checkpoints');
    expect(trainingText([{ update: 0 }], undefined)).toContain('grows without bound');
  });

  it('have a curve whose cursor is where one points', () => {
    const { columns, rows } = beliefCurves(moments, { marker: 120, cursor: 300, end: 300 }).table();
    expect(columns).toHaveLength(11);
    expect(rows.map(([update]) => update)).toEqual([0, 100, 200, 300]);
    expect(rows[3]![1]).toBe(moments[3]!.found!.hidden.value);
    expect([updateOfPixel(58, 576, 300), updateOfPixel(558, 576, 300), updateOfPixel(0, 576, 300)]).toEqual([0, 300, 0]);
  });
});
