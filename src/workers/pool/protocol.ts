import type { Asked } from '../../analyses/graph';
import type { RequestInput, RequestName, RequestResult } from '../../analyses/requests';
import type { ClaimResult, ClaimText } from '../../claims/claim';
import type { ClaimInput } from '../../claims/context';
import type { ReadWeights } from '../../rnn/weightFiles';

/** Everything that is computed in the background on request, by name. */
export type JobName = RequestName | keyof OtherJobs;
export type JobInput<N extends JobName> = N extends RequestName
  ? RequestInput<N>
  : N extends keyof OtherJobs
    ? OtherJobs[N][0]
    : never;
export type JobResult<N extends JobName> = N extends RequestName
  ? RequestResult<N>
  : N extends keyof OtherJobs
    ? OtherJobs[N][1]
    : never;

/** What is no analysis: input and result. */
interface OtherJobs {
  claims: [ClaimInput, undefined];
  claimTexts: [undefined, ClaimText[]];
  readWeights: [{ name: string; bytes: Uint8Array }, ReadWeights];
}

/** A job yields its progress, 0 … 1, and what is known before it ends. */
export type Job<R> = Generator<number | ClaimResult, R, void>;

/** What a worker is to compute, and which numbers of the answer may be undefined. */
export type JobRequest<N extends JobName> = Asked<N, JobInput<N>>;

/** Effects that cannot be measured are told as such: a claim that stands on them is inconclusive. */
export const claimsRequest = (input: ClaimInput): JobRequest<'claims'> => ({
  job: 'claims',
  input,
  allowedNonFinite: ['result.effects', 'result.figure'],
});

/** What the claims say: known at once. */
export const claimTextsRequest = (): JobRequest<'claimTexts'> => ({ job: 'claimTexts', input: undefined, allowedNonFinite: [] });

/** Weights that are not finite are refused by the reader itself. */
export const readWeightsRequest = (input: JobInput<'readWeights'>): JobRequest<'readWeights'> => ({
  job: 'readWeights',
  input,
  allowedNonFinite: [],
});

/**
 * What the page says to a worker of the pool: one job at a time; a run that is cancelled ends at its next report of progress. One that is to
 * be prepared loads what jobs need before the first of them comes.
 */
export type PoolCommand =
  | { kind: 'prepare' }
  | ({ ticket: number } & ({ kind: 'run'; job: JobName; input: JobInput<JobName> } | { kind: 'cancel' }));

/** What a worker says of the run with a ticket: progress, 0 … 1, and results on the way, then how it ended. */
export type PoolMessage = { ticket: number } & (
  | { kind: 'progress'; share: number }
  | { kind: 'result'; result: ClaimResult }
  | { kind: 'done'; value: unknown }
  | { kind: 'cancelled' }
  | { kind: 'failed'; message: string }
);
