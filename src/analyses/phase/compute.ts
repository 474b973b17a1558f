import { ORBIT_STRIDE } from '../../dynamics/orbit/orbitPlanes';
import { type FoundPhase, type PhaseVerdict, stochasticPhase } from '../../dynamics/orbit/stochasticPhase';
import { pca } from '../../math/principalAxes';
import { type Work, within } from '../../math/progress';
import { type PcaBasis, projectStates } from '../../math/projection';
import { simulate } from '../../rnn/simulate';
import type { RnnWeights } from '../../rnn/weights';

/** The stochastic asymptotic phase of the network (docs/science.md §7.9). */
export const phase = ({ weights, basis, seed }: { weights: RnnWeights; basis: PcaBasis; seed: number }) =>
  phaseReport(weights, basis, { seed });

/** Runs for the fit, for the choice of the lag, and held out; steps of each, after a warm-up. */
const FITTED = 20;
const CHOOSING = 6;
const HELD = 20;
const STEPS = 1500;
const WARM_UP = 50;
/** Principal axes that the phase is a function of. */
const AXES = 4;
/** States of the picture. */
const SHOWN = 3000;

/** The phase of a network, and states of held-out runs with theirs. */
export interface PhaseReport {
  verdict: PhaseVerdict;
  found?: FoundPhase;
  /** Held-out states on the axes of the portrait [n×ORBIT_STRIDE], and arg φ there in turns, 0 … 1 [n]; empty with 'none'. */
  points: Float32Array;
  turns: Float64Array;
  /** Principal axes the phase is a function of, and the share of the variance on them. */
  axes: number;
  explained: number;
  fittedRuns: number;
  heldOutRuns: number;
  steps: number;
}

/**
 * Looks for the stochastic asymptotic phase of a network on its first four principal axes (docs/science.md §7.9). Yields progress 0 … 1.
 * @param basis axes of the portrait, for the picture alone
 * @throws RangeError when a run grows without bound, or the network does not move
 */
export function* phaseReport(weights: RnnWeights, basis: PcaBasis, { seed }: { seed: number }): Work<PhaseReport> {
  const { hiddenSize: H } = weights;
  const axes = Math.min(AXES, H);
  const states: Float32Array[] = [];
  for (let run = 0; run < FITTED + CHOOSING + HELD; run++) {
    const record = simulate(weights, { steps: STEPS, seed, run, warmUp: WARM_UP, noiseStream: 'evaluation' });
    if (record.divergent) throw new RangeError(`run ${run} passes the divergence cap: there is no phase to find`);
    states.push(record.states);
    yield (0.3 * states.length) / (FITTED + CHOOSING + HELD);
  }
  const sample = new Float32Array(FITTED * STEPS * H);
  states.slice(0, FITTED).forEach((run, n) => {
    sample.set(run, n * STEPS * H);
  });
  const own = pca(sample, H, axes);
  const runs = states.map((run) => Float64Array.from(projectStates(run, own, axes)));
  const parts = { fitted: runs.slice(0, FITTED), choosing: runs.slice(FITTED, FITTED + CHOOSING), held: runs.slice(-HELD) };
  const { verdict, found, phaseOf } = yield* within(stochasticPhase(parts, axes, seed), 0.35, 1);
  const count = Math.ceil(SHOWN / STEPS);
  const shown = states.slice(-HELD).slice(0, count);
  const points = new Float32Array(phaseOf ? count * STEPS * ORBIT_STRIDE : 0);
  if (phaseOf)
    shown.forEach((run, n) => {
      points.set(projectStates(run, basis, ORBIT_STRIDE), n * STEPS * ORBIT_STRIDE);
    });
  return {
    verdict,
    ...(found ? { found } : {}),
    points,
    turns: Float64Array.from(phaseOf ? parts.held.slice(0, count).flatMap((run) => phaseOf(run).map(({ turn }) => turn)) : []),
    axes,
    explained: own.explained.slice(0, axes).reduce((sum, share) => sum + share, 0),
    fittedRuns: FITTED,
    heldOutRuns: HELD,
    steps: STEPS,
  };
}
