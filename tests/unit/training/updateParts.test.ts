import { describe, expect, it } from 'vitest';
import { PAPER_HMMS, type PaperHmmId } from '../../../src/hmm/models';
import { initialWeights, packWeights, type RnnWeights } from '../../../src/rnn/weights';
import { gradientNorm } from '../../../src/training/adam';
import { freshOptimiser, type OptimiserState, type UpdateSettings } from '../../../src/training/engine';
import { createJsEngine } from '../../../src/training/engines/js/engine';
import { logPlanRow, sinkhornDivergence } from '../../../src/training/sinkhorn';
import { targetSource } from '../../../src/training/targets';
import { filledMemory, MATRICES, updateParts } from '../../../src/training/updateParts';
import { exampleNetwork } from '../../exampleNetwork';
import { finish } from '../finish';
import { SETTINGS } from './settings';

const SIZE = { batch: 32, seqLen: 24 };
const SEED = 9;
/** The paper's loss alone, unless a test says otherwise. */
const PLAIN: UpdateSettings = { ...SETTINGS, pairWeight: 0, activityPenalty: 0 };

function problem(weights: RnnWeights, id: PaperHmmId) {
  const source = targetSource(PAPER_HMMS[id], SEED, undefined);
  const batchAt = (update: number) => ({ ...SIZE, targets: source.targets(SIZE, update) });
  return { weights, source, batchAt, packed: packWeights(weights) };
}

const partsOf = ({ weights, batchAt }: ReturnType<typeof problem>, state: OptimiserState, settings = PLAIN) => {
  const parts = updateParts(weights, state, batchAt(state.updates), SEED, settings);
  if (!parts) throw new Error('the update was refused');
  return parts;
};

describe('the parts of an update', () => {
  const networks: [string, PaperHmmId][] = [
    ['chain-2', 'chain-2'],
    ['chain-4-s2', 'chain-4'],
    ['cyclic', 'cyclic'],
  ];
  it.each(networks)('leave the very weights that the plain engine leaves, three updates on: %s', async (file, id) => {
    const made = problem(exampleNetwork(file), id);
    const engine = createJsEngine();
    let state = freshOptimiser(made.packed);
    await engine.init(made.weights, state);
    for (let update = 0; update < 3; update++) {
      const parts = partsOf(made, state, SETTINGS);
      const [report] = await engine.step(made.batchAt(update), SEED, SETTINGS);
      expect(report).toEqual({ loss: parts.loss, gradientNorm: parts.norms.all, applied: true });
      expect(parts.after).toEqual(await engine.readState());
      expect(parts.after.parameters).not.toEqual(state.parameters);
      state = parts.after;
    }
  });

  const trained = problem(exampleNetwork('chain-3'), 'chain-3');
  const start = freshOptimiser(trained.packed);
  const parts = partsOf(trained, start);

  it('leave the state they start from alone', () => {
    expect(start).toEqual(freshOptimiser(trained.packed));
  });

  it('pull every sequence to the target with the most of its weight', () => {
    const { plan, target, weight, mismatches, reached } = parts.matching;
    const row = new Float64Array(SIZE.batch);
    for (let i = 0; i < SIZE.batch; i++) {
      logPlanRow(plan, i, row);
      const masses = row.map(Math.exp);
      expect(masses.reduce((a, b) => a + b, 0)).toBeCloseTo(1, 9);
      expect(weight[i]).toBe(Math.max(...masses));
      let differ = 0;
      for (let t = 0; t < SIZE.seqLen; t++)
        if (parts.outputs[i * SIZE.seqLen + t] !== parts.targets[target[i]! * SIZE.seqLen + t]) differ++;
      expect(mismatches[i]).toBe(differ);
    }
    expect(reached).toBe(new Set(target).size);
    expect(reached).toBeGreaterThan(1);
  });

  it('have the gradient at the outputs that the plan and the self-plan make', () => {
    const { value, gradient } = sinkhornDivergence(parts.outputs, parts.targets, SIZE.seqLen, 3, true, PLAIN);
    expect(parts.loss).toBe(value);
    expect(parts.outputGradient).toEqual(gradient);
    // Raising all logits of a cell together changes nothing.
    for (let cell = 0; cell < SIZE.batch * SIZE.seqLen; cell++)
      expect(parts.logitGradient.slice(3 * cell, 3 * cell + 3).reduce((a, b) => a + b, 0)).toBeCloseTo(0, 12);
    expect(parts.norms.logits).toBeCloseTo(gradientNorm(parts.logitGradient), 12);
  });

  it('have norms by matrix that make up the whole, clipped by it, and go through the read-out', () => {
    const { weights, all } = parts.norms;
    expect(Math.hypot(...MATRICES.map((name) => weights[name]))).toBeCloseTo(all, 9);
    expect(all).toBeGreaterThan(PLAIN.clip);
    expect(parts.clipFactor * all).toBeCloseTo(PLAIN.clip, 5);
    // With the read-out at 0 nothing reaches the state, so nothing but the read-out can learn.
    const blind = problem({ ...trained.weights, readoutWeights: new Float32Array(3 * 64) }, 'chain-3');
    const { norms } = partsOf(blind, freshOptimiser(blind.packed));
    expect([norms.weights.inputWeights, norms.weights.recurrentWeights]).toEqual([0, 0]);
    expect(norms.weights.readoutWeights).toBeGreaterThan(0);
  });

  it('tell the loss of the same batch under the same draws after it: at rate 0 the very same', () => {
    const still = partsOf(trained, start, { ...PLAIN, learningRate: 0 });
    expect(still.again).toEqual({ outputs: still.outputs, loss: still.loss });
    expect(MATRICES.map((name) => still.changes.largest[name])).toEqual([0, 0, 0]);
    expect(parts.again?.outputs).not.toEqual(parts.outputs);
  });

  it('with an empty memory Adam moves what has a gradient by the whole rate, with a filled one by less', () => {
    const memory = finish(filledMemory(trained.weights, trained.packed, trained.source, SIZE, SEED, PLAIN, 8));
    expect(memory.updates).toBe(8);
    expect(memory.parameters).toEqual(trained.packed);
    expect(memory.secondMoment.some((value) => value > 0)).toBe(true);
    const filled = partsOf(trained, memory);
    for (const name of MATRICES) {
      expect(parts.changes.largest[name]).toBeCloseTo(PLAIN.learningRate, 6);
      expect(filled.changes.rootMeanSquare[name]).toBeLessThan(0.8 * parts.changes.rootMeanSquare[name]);
    }
  });

  it('are refused where the engine refuses, for a network that overflows', async () => {
    const wild = problem(initialWeights({ hiddenSize: 64, inputDim: 16, nOutputs: 3 }, 1, 2), 'chain-2');
    const state = freshOptimiser(wild.packed.map((weight) => weight * 1e20));
    expect(updateParts(wild.weights, state, wild.batchAt(0), SEED, PLAIN)).toBeUndefined();
    const engine = createJsEngine();
    await engine.init(wild.weights, state);
    const [report] = await engine.step(wild.batchAt(0), SEED, PLAIN);
    expect(report?.applied).toBe(false);
    const memory = finish(filledMemory(wild.weights, state.parameters, wild.source, SIZE, SEED, PLAIN, 8));
    expect(memory.updates).toBe(0);
  });
});
