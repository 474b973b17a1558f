import { USUAL_LENGTH } from '../analyses/choices';
import type { HmmSpec } from '../hmm/spec';
import { type Work, within } from '../math/progress';
import { sampleRuns } from '../rnn/simulate';
import { type RnnWeights, weightsFingerprint } from '../rnn/weights';
import { LONG_RUN } from '../training/checkpoint';
import type { TrainingHistory } from '../training/history';
import type { Provenance } from './provenance';

/** Another trained network: a further seed, model or size. */
export interface SiblingNetwork {
  id: string;
  weights: RnnWeights;
  hmm: HmmSpec;
}

/** What the claims are tested on. */
export interface ClaimInput {
  weights: RnnWeights;
  hmm: HmmSpec;
  /** Seed of every draw: the same seed gives the same report. */
  seed: number;
  /** T, steps of the sequences the network was last trained on. Default 100. */
  seqLen?: number;
  /** How the network was trained; unknown if missing. */
  recipe?: Provenance;
  /** The training run the network comes from; `startGain` is the factor on W_hh at its start. */
  history?: TrainingHistory & { startGain: number };
  /** Other networks. The network itself is skipped if it is among them. */
  siblings?: readonly SiblingNetwork[];
}

/** The input, and intermediate results that several claims share; each is computed once. */
export interface ClaimContext extends ClaimInput {
  seqLen: number;
  siblings: readonly SiblingNetwork[];
  /** The result of `make`, computed at the first call with this name and remembered. */
  once<T>(name: string, make: () => Work<T>): Work<T>;
}

export function createClaimContext(input: ClaimInput): ClaimContext {
  const known = new Map<string, unknown>();
  const fingerprint = weightsFingerprint(input.weights);
  return {
    ...input,
    seqLen: input.seqLen ?? USUAL_LENGTH,
    siblings: (input.siblings ?? []).filter(({ weights }) => weightsFingerprint(weights) !== fingerprint),
    *once<T>(name: string, make: () => Work<T>): Work<T> {
      if (!known.has(name)) known.set(name, yield* make());
      // Only one maker uses a name, so the value has its type.
      return known.get(name) as T;
    },
  };
}

/** A shared result. Its name is the key under which it is remembered. */
export const shared =
  <T>(name: string, make: (context: ClaimContext) => Work<T>) =>
  (context: ClaimContext): Work<T> =>
    context.once(name, () => make(context));

/** The long-run test: 32 runs of 2000 steps from h = 0. */
export const longRun = shared('longRun', function* ({ weights, seed }) {
  yield 0;
  const { outputs: _, ...report } = sampleRuns(weights, { ...LONG_RUN, seed });
  return report;
});

/** What a claim may need of its input. */
interface Requirement {
  /** The verdict of the claim if it is missing. */
  otherwise: 'inconclusive' | 'not-applicable';
  /** Says what is missing; undefined when nothing is. */
  missing: (context: ClaimContext) => Work<string | undefined>;
}

/** A requirement that the input alone decides. */
const given = (missing: (context: ClaimContext) => string | undefined): Requirement => ({
  otherwise: 'not-applicable',
  *missing(context) {
    yield 0;
    return missing(context);
  },
});

/** The order matters: what the input is about comes before what is needed to measure it. */
const NEEDS = {
  chain: given(({ hmm }) =>
    hmm.topology === 'linear-chain' ? undefined : `this claim is about chains of hidden states; the model “${hmm.name}” is none`,
  ),
  composed: given(({ hmm }) =>
    hmm.topology === 'linear-chain'
      ? `this claim is about models made of several chains; the model “${hmm.name}” is a single one`
      : undefined,
  ),
  history: given(({ history }) =>
    history ? undefined : 'this claim is about the training: the training history of the network is missing',
  ),
  bounded: {
    otherwise: 'inconclusive',
    *missing(context) {
      const { bounded, maxState, divergedAt } = yield* longRun(context);
      return bounded
        ? undefined
        : `the state grows without bound (C23: ${maxState.toExponential(1)} by step ${divergedAt}), so there is no orbit to measure`;
    },
  },
} as const satisfies Record<string, Requirement>;
export type ClaimNeed = keyof typeof NEEDS;

/** The first need that is not met, in the order of NEEDS, and the verdict that follows; undefined when all are met. */
export function* missingNeed(
  context: ClaimContext,
  needs: readonly ClaimNeed[],
): Work<{ verdict: Requirement['otherwise']; reason: string } | undefined> {
  for (const [need, { otherwise, missing }] of Object.entries(NEEDS)) {
    if (!needs.includes(need as ClaimNeed)) continue;
    const reason = yield* within(missing(context), 0, 0);
    if (reason) return { verdict: otherwise, reason };
  }
  return undefined;
}
