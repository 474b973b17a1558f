import type { JobInput, JobResult, PanelJob } from '../../workers/pool/protocol';
import type { AppState } from '../store';

/** How the input of an analysis follows from the state, and what makes it out of date. */
export interface InputRow<N extends PanelJob> {
  /** undefined while the input is not there yet. */
  key(state: AppState): string | undefined;
  /** Called only when there is a key. */
  input(state: AppState): JobInput<N>;
  /** A result that is known already, shipped or made before; undefined where it has to be made. */
  recall?(state: AppState): Promise<JobResult<N> | undefined>;
  /** Keeps a result that was made, for `recall`. */
  remember?(key: string, value: JobResult<N>): void;
}
