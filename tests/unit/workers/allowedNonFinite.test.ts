import { describe, expect, it } from 'vitest';
import { REQUESTS, type RequestInput, type RequestName, type RequestResult } from '../../../src/analyses/requests';
import type { InterventionTarget } from '../../../src/dynamics/interventions/interventionTargets';
import { summariseOrbit } from '../../../src/dynamics/orbit/orbit';
import { rotatingPlane } from '../../../src/dynamics/orbit/orbitPlanes';
import { PAPER_HMMS } from '../../../src/hmm/models';
import { randomSequence } from '../../../src/math/random';
import { initialWeights, type RnnWeights } from '../../../src/rnn/weights';
import { COMPUTATIONS, JOBS } from '../../../src/workers/pool/jobs';
import { firstNonFinite } from '../../../src/workers/validateFinite';

/** Every analysis on networks that leave much undefined: what the table allows is what comes, and nothing else is refused. */

const SEED = 1;
const CUTS = { transition: 2, cluster: 8, softmax: 0.8 };

const made = (hiddenSize: number, inputDim: number, nOutputs: number, seed: number, gain: number): RnnWeights =>
  initialWeights({ hiddenSize, inputDim, nOutputs }, seed, gain);
const scaled = (weights: RnnWeights, readout: number): RnnWeights => ({
  ...weights,
  readoutWeights: weights.readoutWeights.map((weight) => readout * weight),
});
const silent = (weights: RnnWeights): RnnWeights => ({
  ...weights,
  inputWeights: weights.inputWeights.map(() => 0),
  recurrentWeights: weights.recurrentWeights.map(() => 0),
});

const NETWORKS: readonly [string, RnnWeights][] = [
  ['of two units', made(2, 1, 3, 3, 1)],
  ['untrained', made(10, 4, 3, 1, 1)],
  ['without any activity', silent(made(8, 2, 3, 1, 1))],
  ['that says nothing', scaled(made(6, 2, 3, 2, 1), 0)],
  ['that grows without bound', made(12, 3, 3, 1, 2.6)],
];

/** More of them: FUZZ_FACTOR=20 npx vitest run tests/unit/workers. */
const more = Number(process.env.FUZZ_FACTOR ?? 1) - 1;
const random = randomSequence(Number(process.env.FUZZ_SEED ?? 1), 'data');
const DRAWN = Array.from({ length: Math.max(0, more) * NETWORKS.length }, (_, n): [string, RnnWeights] => {
  const drawn = made(2 + random.integer(30), 1 + random.integer(8), 3, n, 0.2 + 2.2 * random.uniform());
  return [`drawn ${n}`, scaled(drawn, [0.1, 1, 1, 10, 100][random.integer(5)]!)];
});

/** What a job finds; undefined where it says by an exception that it finds nothing. */
function found<N extends RequestName>(name: N, input: RequestInput<N> | undefined): RequestResult<N> | undefined {
  if (!input) return undefined;
  const job = (JOBS[name] as unknown as (given: RequestInput<N>) => Generator<number, RequestResult<N>, void>)(input);
  try {
    for (;;) {
      const { value, done } = job.next();
      if (done) {
        expect([name, firstNonFinite(value, REQUESTS[name].allowedNonFinite)]).toEqual([name, undefined]);
        return value;
      }
      expect(Number.isFinite(value)).toBe(true);
    }
  } catch (error) {
    // A phrase for people; anything else is a fault of the analysis.
    if (error instanceof RangeError) return undefined;
    throw error;
  }
}

function runAll(weights: RnnWeights): number {
  const hmm = PAPER_HMMS['chain-2'];
  const net = { weights, hmm, seed: SEED };
  const orbit = summariseOrbit(weights, { steps: 4000, seed: SEED });
  expect(firstNonFinite(orbit, ['rotations.*.turnsPerRoundTrip'])).toBeUndefined();
  const plane = { ...net, basis: orbit.basis, axes: rotatingPlane(orbit).axes };
  const sample = { ...net, sequences: 100, seqLen: 40 };
  const target: InterventionTarget = {
    kind: 'picked',
    name: 'unit 0',
    part: 'recurrent',
    units: [0],
    directions: [{ from: 0, to: 2 }],
  };
  const on = <T extends object>(needed: unknown, input: () => T): T | undefined => (needed ? input() : undefined);
  const residency = found('residency', plane);
  const spectra = found(
    'spectrum',
    on(residency, () => ({ ...net, states: residency!.states })),
  );
  const kick = found('kick', { ...net, size: 2 });
  const parts = { groups: [[0], []], populations: [[0, 1], [1]], candidates: [[], []] } as const;
  const zoned = { report: residency!, cuts: CUTS, seed: SEED };
  const results = [
    residency,
    spectra,
    kick,
    found('collapse', net),
    found('noise', { ...plane, bandwidth: 1 }),
    found('rotation', plane),
    found('emissions', sample),
    found('distance', sample),
    found('decoding', net),
    found('belief', net),
    found('beliefTraining', { training: 'one', seed: SEED, hmm, checkpoints: [{ update: 0, weights }] }),
    found('hazard', net),
    found('subspaces', plane),
    found('skeleton', net),
    found('basins', { ...plane, bounds: { left: -1, right: 1, bottom: -1, top: 1 }, wells: [orbit.basis.mean], scale: 1 }),
    found('phase', { ...net, basis: orbit.basis }),
    found('skeletonTraining', { training: 'one', seed: SEED, checkpoints: [{ update: 0, weights }] }),
    found('rates', net),
    found('rank', { ...net, basis: orbit.basis }),
    ...(more > 0 ? [found('divergence', net)] : []),
    found('wall', plane),
    found('checkpoint', net),
    found('birth', { checkpoints: [{ update: 0, weights: net.weights }], seed: net.seed }),
    found(
      'zones',
      on(residency, () => zoned),
    ),
    found(
      'spectrumZones',
      on(spectra, () => ({ ...zoned, spectra: spectra! })),
    ),
    found(
      'fan',
      on(residency, () => ({ ...plane, states: residency!.states, anchor: 5, mixing: 'reference' as const })),
    ),
    found(
      'sensitivity',
      on(residency, () => ({ ...net, ...zoned, mixing: 'variance-preserving' as const })),
    ),
    found(
      'kickScore',
      on(kick, () => ({ weights, report: kick!, edits: [{ from: 0, to: 2, units: [0] }] })),
    ),
    found('blocks', { ...net, parts, leaders: parts }),
    found('resonance', { ...net, populations: [[0], [1]] }),
    found('integration', {
      ...net,
      targets: [{ from: 0, to: 2, group: [0], exciting: [0], inhibiting: [1] }],
    }),
    found('activity', { ...net, parts: [[0], [1], []].map((units, n) => ({ name: `part ${n}`, units })) }),
    found('sweep', { ...net, target, groups: kick?.groups ?? [], activeShare: new Array<number>(weights.hiddenSize).fill(1) }),
    ...(['silence', 'amplify'] as const).map((id) => found('experiment', { ...net, target, id })),
    ...(more > 0
      ? [found('sharedCopy', net), found('fitNetwork', { ...net, nStates: 2 }), found('openedNetwork', { ...net, models: [] })]
      : []),
  ];
  return results.filter((result) => result !== undefined).length;
}

/** What a `compute.ts` exports beside the computations that are asked for: claims, panels and tests use it. */
const HELPERS = [
  'beliefThroughTraining',
  'birthAt',
  'birthFrames',
  'distanceReport',
  'integrationConditions',
  'isSingle',
  'judgeKick',
  'memoryGain',
  'modelGraph',
  'phaseReport',
  'skeletonBirth',
  'skeletonGraph',
  'skeletonThroughTraining',
  'zoneReport',
];

describe('requests', () => {
  it('have each a computation of the same name, and no computation is without a request', () => {
    // Two of one name would hide each other.
    const exported = COMPUTATIONS.flatMap((file) => Object.keys(file));
    expect(exported.sort()).toEqual([...Object.keys(REQUESTS), ...HELPERS].sort());
    expect(Object.keys(JOBS).sort()).toEqual([...exported, 'claims', 'claimTexts', 'readWeights'].sort());
    for (const job of Object.values(JOBS)) expect(job).toBeTypeOf('function');
  });
});

describe('numbers that are undefined by design', () => {
  it.each([...NETWORKS, ...DRAWN])(
    'a network %s: no other is met',
    (_, weights) => {
      expect(runAll(weights)).toBeGreaterThan(5);
    },
    120_000,
  );
});
