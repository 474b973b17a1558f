import { describe, expect, it } from 'vitest';
import { BEFORE, type IntegrationTarget } from '../../../src/dynamics/circuit/flipExample';
import { noiseIntegration } from '../../../src/dynamics/circuit/noiseIntegration';
import type { RnnWeights } from '../../../src/rnn/weights';
import { finish } from '../finish';

/**
 * An integrator with a threshold. Units 0 and 1 keep `keep` of what they have and take the noise with opposite signs: their difference is a sum
 * of past noise, each weighted keep^age. Units 2 and 3 rectify a second input, of which unit 4 keeps a slow mean, nearly a constant. Unit 5 fires
 * where the difference passes a threshold set by that constant, and is the output 1; the constant itself is the output 0.
 */
function integrator(keep: number): RnnWeights {
  const [H, d] = [6, 3];
  const recurrentWeights = new Float32Array(H * H);
  const threshold = 1.2 / Math.sqrt(1 - keep * keep);
  for (const [to, from, weight] of [
    [0, 0, keep],
    [1, 1, keep],
    [4, 4, 0.98],
    [4, 2, 0.025],
    [4, 3, 0.025],
    [5, 0, 1],
    [5, 1, -1],
    [5, 4, -threshold],
  ] as const)
    recurrentWeights[to * H + from] = weight;
  const inputWeights = new Float32Array(H * d);
  inputWeights.set([1, 0, 0, -1, 0, 0, 0, 1, 0, 0, -1, 0]);
  const readoutWeights = new Float32Array(2 * H);
  readoutWeights[4] = 0.3;
  readoutWeights[H + 5] = 1;
  return { hiddenSize: H, inputDim: d, nOutputs: 2, inputWeights, recurrentWeights, readoutWeights };
}

const UP: IntegrationTarget = { from: 0, to: 1, group: [5], exciting: [0], inhibiting: [1] };

const report = (keep: number, target = UP, steps = 40_000) =>
  finish(noiseIntegration(integrator(keep), [target], { seed: 3, steps }));

describe('noise before changes of label', () => {
  const { directions } = report(0.9, UP);
  const [{ populations, drive, groupDrive, changes }] = directions as [(typeof directions)[0]];

  it('adds up in the direction of the change, far beyond changes moved along', () => {
    expect(changes).toBeGreaterThan(100);
    expect(populations.total.low).toBeGreaterThan(3 * populations.shuffledTotal);
    expect(populations.average).toHaveLength(BEFORE + 1);
    // The step that turns the label, and the one before it that the label follows one step later.
    expect(populations.average[1]!.low).toBeGreaterThan(populations.shuffled.high[1]!);
  });

  it('is the same noise along the drive of the kick group, which it lifts over 0', () => {
    // The kick group hears the two populations with weights 1 and −1, and the constant, whose units hear no noise of their own.
    drive.average.forEach(({ value }, lag) => {
      expect(value).toBeCloseTo(populations.average[lag]!.value, 9);
    });
    expect(groupDrive[0]!.low).toBeGreaterThan(0);
    expect(groupDrive[3]!.high).toBeLessThan(0);
  });

  it('has the other sign where the populations are exchanged', () => {
    const [against] = report(0.9, { ...UP, exciting: [1], inhibiting: [0] }).directions;
    against!.populations.average.forEach(({ value }, lag) => {
      expect(value).toBeCloseTo(-populations.average[lag]!.value, 9);
    });
    expect(against!.populations).toMatchObject({ window: 0, total: { value: 0 } });
  });

  it('is gathered for longer where more is kept', () => {
    const [short, long] = [0.85, 0.97].map((keep) => report(keep, UP, 120_000).directions[0]!.populations);
    expect(short!.integrationTime.high).toBeLessThan(long!.integrationTime.low);
    expect(short!.halfTime.high).toBeLessThan(long!.halfTime.low);
  });

  it('is none along an input that nobody hears', () => {
    const weights = integrator(0.9);
    // Unit 5 alone hears the third input, too softly to matter.
    weights.inputWeights[5 * 3 + 2] = 1e-6;
    const [found] = finish(noiseIntegration(weights, [{ ...UP, exciting: [5], inhibiting: [4] }], { seed: 3 })).directions;
    const { total, average, shuffled } = found!.populations;
    expect(total.low).toBeLessThanOrEqual(0);
    const outside = average.filter(({ value }, lag) => value > shuffled.high[lag]! || value < shuffled.low[lag]!).length;
    expect(outside).toBeLessThan(10);
  });

  it('is not averaged over few changes, and asks for units', () => {
    expect(report(0.9, UP, 900)).toMatchObject({ directions: [], scarce: [{ from: 0, to: 1 }] });
    expect(() => report(0.9, { ...UP, group: [] })).toThrow('without units');
    expect(() => report(0.9, { ...UP, group: [9] })).toThrow('no unit 9');
  });
});
