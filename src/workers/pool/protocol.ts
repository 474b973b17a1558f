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

/** Jobs that are not analyses: input and result. */
interface OtherJobs {
  claims: [ClaimInput, undefined];
  claimTexts: [undefined, ClaimText[]];
  readWeights: [{ name: string; bytes: Uint8Array }, ReadWeights];
}

/** A job yields its progress, 0 … 1, and results that are known before it ends. */
export type Job<R> = Generator<number | ClaimResult, R, void>;

/** What a worker is to compute, and which numbers of the answer may be undefined. */
export type JobRequest<N extends JobName> = Asked<N, JobInput<N>>;

/** Effects that cannot be measured are NaN; a claim that depends on them is inconclusive. */
export const claimsRequest = (input: ClaimInput): JobRequest<'claims'> => ({
  job: 'claims',
  input,
  allowedNonFinite: ['result.effects', 'result.figure'],
});

/** The texts of the claims: known at once. */
export const claimTextsRequest = (): JobRequest<'claimTexts'> => ({ job: 'claimTexts', input: undefined, allowedNonFinite: [] });

/** No number may be undefined: the reader itself refuses weights that are not finite. */
export const readWeightsRequest = (input: JobInput<'readWeights'>): JobRequest<'readWeights'> => ({
  job: 'readWeights',
  input,
  allowedNonFinite: [],
});

/**
 * Messages from the page to a worker of the pool. A worker runs one job at a time; a cancelled one ends at its next report of
 * progress. `prepare` loads the code of the jobs before the first of them comes.
 */
export type PoolCommand =
  | { kind: 'prepare' }
  | ({ ticket: number } & ({ kind: 'run'; job: JobName; input: JobInput<JobName> } | { kind: 'cancel' }));

/** Messages from a worker about the run with a ticket: progress, 0 … 1, results on the way, then how it ended. */
export type PoolMessage = { ticket: number } & (
  | { kind: 'progress'; share: number }
  | { kind: 'result'; result: ClaimResult }
  | { kind: 'done'; value: unknown }
  | { kind: 'cancelled' }
  | { kind: 'failed'; message: string }
);
