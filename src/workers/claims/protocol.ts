import type { ClaimResult } from '../../claims/claim';
import type { ClaimInput } from '../../claims/context';

/** What is told while claims are tested. */
export type ClaimEvent = { kind: 'progress'; share: number } | { kind: 'result'; result: ClaimResult };

/** Commands of the worker that tests claims: one report at a time, a new one ends the old. */
export interface ClaimsApi {
  /** Resolves when all are tested, or when another report took over. */
  run(input: ClaimInput, onEvent: (event: ClaimEvent) => void): Promise<void>;
}
