import type { ClaimResult } from '../../claims/claim';
import type { AllowedNonFinite } from '../validateFinite';
import type { JOBS } from './jobs';

/** Everything that is computed in the background on request, by name. */
export type JobName = keyof typeof JOBS;
/** Jobs of the analysis panels, of the network in view; the others are asked for elsewhere. */
export type PanelJob = Exclude<JobName, 'orbit' | 'claims' | 'checkpoint' | 'fitNetwork' | 'readWeights' | 'sharedCopy'>;
export type JobInput<N extends JobName> = Parameters<(typeof JOBS)[N]>[0];
export type JobResult<N extends JobName> = ReturnType<(typeof JOBS)[N]> extends Generator<unknown, infer R, void> ? R : never;

/** A job yields its progress, 0 … 1, and what is known before it ends. */
export type Job<R> = Generator<number | ClaimResult, R, void>;

/** What a worker is to compute, and which numbers of the answer may be undefined. */
export interface JobRequest<N extends JobName> {
  job: N;
  input: JobInput<N>;
  allowedNonFinite: AllowedNonFinite;
}

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
