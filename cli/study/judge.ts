import { ANALYSIS_SEED } from '../../src/analyses/choices';
import type { ClaimId, ClaimVerdict } from '../../src/claims/claim';
import { createClaimContext } from '../../src/claims/context';
import { runClaims } from '../../src/claims/index';
import { kick, orbit } from '../../src/claims/shared';
import { STUDY_CLAIMS, type StudyResult, type StudyRun } from '../../src/claims/study';
import { bifurcation } from '../../src/dynamics/emergence/emergence';
import { participationRatio, relativeChange } from '../../src/dynamics/emergence/richness';
import type { KickReport } from '../../src/dynamics/kick/kickNeurons';
import { ORBIT_STRIDE } from '../../src/dynamics/orbit/orbitPlanes';
import { ringShape } from '../../src/dynamics/orbit/ring';
import { finish } from '../../src/math/progress';
import { type RnnWeights, weightsFingerprint } from '../../src/rnn/weights';
import type { Job } from '../training/job';
import { curvesOf, readLog, readSnapshot } from '../training/runFolder';
import { select } from '../training/select';

const directionsOf = ({ directions }: KickReport): NonNullable<StudyResult['found']>['directions'] =>
  directions.map(({ from, to, verdict, fewest, score }) => ({
    from,
    to,
    verdict,
    fewest: fewest ?? null,
    left: score?.ratio.value ?? null,
  }));

function dropOf(job: Job): number | null {
  return bifurcation({ ...curvesOf(readLog(job)), checkpoints: [] }, { startGain: job.gain }).lossTime ?? null;
}

/** Judges a trained run of the study: the checkpoint that would have been published. @returns with its weights, for the file of the study */
export function judgeRun(run: StudyRun, job: Job): { result: StudyResult; weights?: RnnWeights } {
  const drop = dropOf(job);
  const chosen = drop === null ? undefined : select(job);
  if (!chosen) return { result: { ...run, drop, found: null } };
  const { weights, update } = chosen;
  const input = { weights, hmm: job.hmm, seed: ANALYSIS_SEED, seqLen: job.recipe.phases.at(-1)!.seqLen };
  const context = createClaimContext(input);
  const results = finish(runClaims(input, { only: STUDY_CLAIMS, context }));
  const of = (id: ClaimId) => results.find((one) => one.id === id)!;
  const effectOf = (id: ClaimId, begins: string) => of(id).effects.find(({ name }) => name.startsWith(begins))?.estimate.value;
  const { recurrentWeights, hiddenSize } = weights;
  const { points, origin } = finish(orbit(context));
  const { enclosure, holeShare } = ringShape(points, ORBIT_STRIDE, origin);
  return {
    weights,
    result: {
      ...run,
      drop,
      found: {
        update,
        fingerprint: weightsFingerprint(weights),
        claims: Object.fromEntries(STUDY_CLAIMS.map((id) => [id, of(id).verdict])) as Record<
          (typeof STUDY_CLAIMS)[number],
          ClaimVerdict
        >,
        turns: effectOf('C5', 'turns per round trip in PC1') ?? null,
        enclosure,
        holeShare,
        directions: directionsOf(finish(kick(context))),
        selfOverCross: effectOf('C12', 'weight within populations') ?? null,
        participation: participationRatio(recurrentWeights, hiddenSize),
        change: relativeChange(recurrentWeights, readSnapshot(job, 0).recurrentWeights),
      },
    },
  };
}
