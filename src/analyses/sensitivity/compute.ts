import type { ZoneCuts } from '../../dynamics/defaults';
import type { ResidencyReport } from '../../dynamics/zones/residency';
import { type NoiseSensitivity, noiseSensitivity } from '../../dynamics/zones/sensitivity';
import { type NoiseMixing, recordedNoise } from '../../dynamics/zones/sensitivityFan';
import { type SensitivityByZone, sensitivityByZone } from '../../dynamics/zones/sensitivityZones';
import { zonesOf } from '../../dynamics/zones/zones';
import type { PcaBasis } from '../../math/projection';
import { simulate } from '../../rnn/simulate';
import type { RnnWeights } from '../../rnn/weights';
import { RESIDENCY_WARM_UP } from '../choices';

/** Steps of a fan: the claims are about the first five, the rest shows where it goes. */
const FAN_STEPS = 15;

interface FanInput {
  weights: RnnWeights;
  basis: PcaBasis;
  /** Of the residency run. */
  states: number;
  /** Index of the state that the futures begin at. */
  anchor: number;
  mixing: NoiseMixing;
  seed: number;
}

/** Futures of one state of the residency run. The replay starts with the noise that follows the state (quirk Q9). */
export function* fan({ weights, basis, seed, states, anchor, mixing }: FanInput): Generator<number, NoiseSensitivity, void> {
  const run = simulate(weights, { steps: states, seed, warmUp: RESIDENCY_WARM_UP });
  yield 0.1;
  const { hiddenSize: H, inputDim } = weights;
  const state = run.states.slice(anchor * H, (anchor + 1) * H);
  const nextNoise = recordedNoise({ seed }, RESIDENCY_WARM_UP + anchor + 1, FAN_STEPS, inputDim);
  return yield* noiseSensitivity(weights, { seed, anchor: { state, nextNoise }, steps: FAN_STEPS, basis, mixing });
}

interface SensitivityInput {
  weights: RnnWeights;
  report: ResidencyReport;
  cuts: ZoneCuts;
  mixing: NoiseMixing;
  /** Shares of fresh noise; those of the panel by default, and the claim asks for 1 alone. */
  gammas?: readonly number[];
  seed: number;
}

/** How far futures under fresh noise spread, in each zone. */
export function* sensitivity(input: SensitivityInput): Generator<number, SensitivityByZone, void> {
  const { weights, seed, report, cuts, mixing, gammas } = input;
  const run = { seed, warmUp: RESIDENCY_WARM_UP, states: report.states };
  return yield* sensitivityByZone(weights, run, zonesOf(report, cuts), { seed, mixing, ...(gammas ? { gammas } : {}) });
}
