import { ORBIT_STEPS } from '../src/analyses/choices';
import { measureCollapse } from '../src/dynamics/collapse';
import { summariseOrbit } from '../src/dynamics/orbit/orbit';
import { ORBIT_STRIDE, rotatingPlane } from '../src/dynamics/orbit/orbitPlanes';
import { ringShape } from '../src/dynamics/orbit/ring';
import type { PaperHmmId } from '../src/hmm/models';
import type { HmmSpec } from '../src/hmm/spec';
import type { Estimate } from '../src/math/statistics';
import type { RnnWeights } from '../src/rnn/weights';
import { evaluateNetwork } from '../src/training/evaluation';
import { missedThresholds, type Preset } from '../src/training/presets';

const show = (e: Estimate, digits = 3) =>
  `${e.value.toFixed(digits)} [${e.low.toFixed(digits)}, ${e.high.toFixed(digits)}] n=${e.n}`;

/** Number of fresh batches for a loss: fewer when one takes seconds. */
const drawsFor = (batch: number): number => (batch > 2048 ? 8 : 20);

/** Judges a network on fresh draws, prints the numbers with intervals, and returns the scores for index.json. */
export function evaluateAndPrint(
  weights: RnnWeights,
  hmm: HmmSpec,
  batch: number,
  seqLen: number,
  seed: number,
  free: { runs: number; steps: number },
  say: (line: string) => void = console.log,
): Preset['scores'] {
  const result = evaluateNetwork(weights, hmm, {
    batch,
    seqLen,
    seed,
    draws: drawsFor(batch),
    freeRuns: free.runs,
    freeSteps: free.steps,
  });
  const collapse = measureCollapse(weights, seed);
  const orbit = summariseOrbit(weights, { steps: ORBIT_STEPS, seed });
  const rotation = orbit.rotations[0]!;
  const plane = rotatingPlane(orbit);
  say(`loss             ${show(result.loss)}  (N=${batch}, T=${seqLen}, fresh batches)`);
  say(`floor            ${show(result.floor)}  (same targets)`);
  say(`loss / floor     ${show(result.ratio)}`);
  say(
    `largest |ΔO|     ${result.error.maxCell.toFixed(4)}  (rows ${result.error.judgedRows.join(', ')}; 2,000 sequences × 400 steps)`,
  );
  result.emissions.outputTransitionMatrix.forEach((row, k) => {
    say(
      `  O row ${k}        ${row.map((e) => `${e.value.toFixed(4)} [${e.low.toFixed(4)}, ${e.high.toFixed(4)}]`).join('  ')}  n=${row[0]!.n}`,
    );
  });
  say(`change rate / exact  ${show(result.changeRateRatio)}`);
  const { freeRuns } = result;
  say(
    `free runs        ${freeRuns.bounded ? 'bounded' : `EXPLOSIVE at step ${freeRuns.divergedAt}`}, max|h| ${freeRuns.maxState.toFixed(1)} (${free.runs} × ${free.steps} steps)`,
  );
  say(
    `noise off        ‖h‖ ${collapse.drivenNorm.toFixed(2)} → ${collapse.finalNorm.toExponential(1)} after ${collapse.steps} steps, below 1e-3 after ${collapse.collapsedAfter ?? 'never'} (${collapse.released} states)`,
  );
  say(
    `turns            ${rotation.netTurns.toFixed(1)} for ${rotation.flips / 2} round trips: ${rotation.turnsPerRoundTrip.toFixed(3)} per round trip in PC1–PC2 (30,000 steps); ${plane.rotation.turnsPerRoundTrip.toFixed(3)} in PC${plane.axes[0] + 1}–PC${plane.axes[1] + 1}`,
  );
  const ring = ringShape(orbit.points, ORBIT_STRIDE, orbit.origin);
  say(
    `ring             ${ring.enclosure.toFixed(4)} of the states in the emptiest of 24 directions from the resting point, ${ring.holeShare.toFixed(4)} in the hole around it (PC1–PC2)`,
  );
  return {
    batch,
    seqLen,
    loss: result.loss,
    floor: result.floor,
    ratio: result.ratio,
    maxCell: result.error.maxCell,
    changeRateRatio: result.changeRateRatio,
    freeRuns: { ...free, bounded: freeRuns.bounded, maxState: freeRuns.maxState },
    collapse: {
      drivenNorm: collapse.drivenNorm,
      finalNorm: collapse.finalNorm,
      steps: collapse.steps,
      ...(collapse.collapsedAfter === undefined ? {} : { collapsedAfter: collapse.collapsedAfter }),
    },
    turnsPerRoundTrip: rotation.turnsPerRoundTrip,
    ring,
  };
}

/** Prints and returns the quality thresholds that a network misses. There are none for models other than the paper's. */
export function missesAndPrint(
  id: PaperHmmId | undefined,
  scores: Preset['scores'],
  say: (line: string) => void = console.log,
): string[] {
  if (!id) return [];
  const misses = missedThresholds(id, scores);
  say(misses.length ? `MISSES: ${misses.join('; ')}` : 'meets every threshold');
  return misses;
}
