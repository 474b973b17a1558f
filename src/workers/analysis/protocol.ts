import type { JOBS } from './jobs';

/** Analyses that run in the background, by name. */
export type JobName = keyof typeof JOBS;
/** Those of a network in view; checkpoints of a training run are analysed apart, and copies for a link where they are made. */
export type PanelJob = Exclude<JobName, 'checkpoint' | 'fitNetwork' | 'sharedCopy'>;
export type JobInput<N extends JobName> = Parameters<(typeof JOBS)[N]>[0];
export type JobResult<N extends JobName> = ReturnType<(typeof JOBS)[N]> extends Generator<number, infer R, void> ? R : never;

export type JobOutcome<N extends JobName> = { done: true; value: JobResult<N> } | { done: false };

/** Commands the analysis worker answers. One job at a time. */
export interface AnalysisApi {
  /** Runs a job; `onProgress` hears 0 … 1. The outcome is not done when the job was cancelled on the way. */
  run<N extends JobName>(name: N, input: JobInput<N>, onProgress: (share: number) => void): Promise<JobOutcome<N>>;
  /** Ends the job that is running. */
  cancel(): void;
}
