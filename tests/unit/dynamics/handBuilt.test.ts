import { describe, expect, it } from 'vitest';
import { handBuiltNetwork } from '../../../src/dynamics/circuit/handBuilt';
import { noiseIntegration } from '../../../src/dynamics/circuit/noiseIntegration';
import { skeleton } from '../../../src/dynamics/skeleton/skeleton';
import { clampUnits } from '../../../src/rnn/intervention';
import { noiseFreeNorms, simulate } from '../../../src/rnn/simulate';
import type { RnnWeights } from '../../../src/rnn/weights';
import { finish } from '../finish';

const { weights, units, connections } = handBuiltNetwork();
const unit = (name: string) => units.findIndex((one) => one.name === name);

/** Changes of output in 1000 steps, and share of each. */
function watch(network: RnnWeights, steps = 20_000) {
  const { outputLabels, divergent, maxState } = simulate(network, { steps, seed: 7, warmUp: 50 });
  const shares = [0, 0, 0];
  let changes = 0;
  outputLabels.forEach((label, t) => {
    shares[label]! += 1 / steps;
    if (t > 0 && label !== outputLabels[t - 1]) changes++;
  });
  return { shares, changes: (1000 * changes) / steps, divergent, maxState };
}

describe('the network built by hand', () => {
  it('has two populations, two kick groups and a supply, and a reason for every weight', () => {
    expect(units.map(({ part }) => part)).toEqual(['supply', 'supply', 'population', 'population', 'kick group', 'kick group']);
    const matrices = [weights.inputWeights, weights.recurrentWeights, weights.readoutWeights];
    const given = matrices.reduce((sum, matrix) => sum + matrix.filter((value) => value !== 0).length, 0);
    expect(connections).toHaveLength(given);
    for (const { purpose } of connections) expect(purpose.length).toBeGreaterThan(20);
    const places = connections.map(({ kind, from, to }) => `${kind} ${from} ${to}`);
    expect(new Set(places).size).toBe(places.length);
  });

  it('switches between outputs 0 and 2, and stays within bounds', () => {
    const { shares, changes, divergent, maxState } = watch(weights);
    expect(divergent).toBe(false);
    expect(maxState).toBeLessThan(30);
    expect(changes).toBeGreaterThan(20);
    expect(changes).toBeLessThan(70);
    for (const label of [0, 2]) expect(Math.abs(shares[label]! - 0.5)).toBeLessThan(0.1);
    expect(shares[1]).toBeLessThan(0.01);
  });

  it('is trapped at an output without the kick unit that ends it', () => {
    expect(watch(clampUnits(weights, [unit('kick 0→2')])).shares[0]).toBeGreaterThan(0.95);
    expect(watch(clampUnits(weights, [unit('kick 2→0')])).shares[2]).toBeGreaterThan(0.95);
  });

  it('falls to rest without noise, and noise builds its two wells with a saddle between them', () => {
    expect(noiseFreeNorms(weights, [1, 1, 3, 0, 1, 2], 500)[500]).toBeLessThan(1e-9);
    const { kind, completeness, points } = finish(skeleton(weights, { seed: 1 }));
    expect([kind, completeness]).toEqual(['switch', 'complete']);
    expect(points.map(({ unstable, label }) => [unstable, label]).slice(0, 2)).toEqual([
      [0, 0],
      [0, 2],
    ]);
    expect(points[2]).toMatchObject({ kind: 'saddle', unstable: 1 });
  });

  it('gathers noise before it switches', () => {
    const target = {
      from: 0,
      to: 2,
      group: [unit('kick 0→2')],
      exciting: [unit('population 2')],
      inhibiting: [unit('population 0')],
    };
    const [found] = finish(noiseIntegration(weights, [target], { seed: 1 })).directions;
    expect(found!.changes).toBeGreaterThan(100);
    expect(found!.populations.total.low).toBeGreaterThan(found!.populations.shuffledTotal);
  });
});
