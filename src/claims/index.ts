import type { Work } from '../math/progress';
import { C25, C26 } from './beyond';
import type { ClaimFinding, ClaimId, ClaimResult, ClaimRow } from './claim';
import { C19, C22 } from './comparisons';
import { type ClaimContext, type ClaimInput, createClaimContext, missingNeed } from './context';
import { C1, C2, C24 } from './emissions';
import { undecided } from './finding';
import { C13, C14, C15, C21 } from './interventions';
import { C10, C11, C12, C20 } from './kickCircuit';
import { C3, C4, C5, C23 } from './orbit';
import { C16, C17, C18 } from './training';
import { C6, C7, C8, C9 } from './zones';

/** Every claim, in order. To add one, add a row here and its place in RUN_ORDER. */
export const CLAIMS: readonly ClaimRow[] = [
  ...[C1, C2, C3, C4, C5, C6, C7, C8, C9, C10, C11, C12],
  ...[C13, C14, C15, C16, C17, C18, C19, C20, C21, C22, C23, C24],
];

/** Claims that are tested only when asked for by name. */
export const BEYOND: readonly ClaimRow[] = [C25, C26];

/** Claims whose verdict depends on the other networks given. */
export const COMPARING: readonly ClaimId[] = CLAIMS.filter(({ compares }) => compares).map(({ id }) => id);

/** The order in which claims are tested: quick ones first; claims that share a costly intermediate result follow one another. */
const RUN_ORDER: readonly ClaimRow[] = [
  ...[C23, C3, C4, C5, C24, C22, C19, C6, C7, C8, C9, C1, C2],
  ...[C10, C11, C12, C14, C13, C15, C20, C21, C16, C17, C18],
];

/** The progress of a report. */
export interface ClaimEvent {
  /** The claim under way. */
  id: ClaimId;
  /** Of the whole report, 0 … 1. */
  progress: number;
  /** Present when the claim is done. */
  result?: ClaimResult;
}

export interface RunOptions {
  /** Only these claims, those of BEYOND among them; without it all of CLAIMS. */
  only?: readonly ClaimId[];
  /** Known intermediate results of exactly this input; the run adds those it computes. */
  context?: ClaimContext;
}

/**
 * Tests the claims on a network one after the other, quick ones first, and yields each result when it is known. The returned list
 * is in the order of CLAIMS. Equal input gives equal results. A claim whose needs are not met says what is missing.
 */
export function* runClaims(
  input: ClaimInput,
  { only, context = createClaimContext(input) }: RunOptions = {},
): Generator<ClaimEvent, ClaimResult[], void> {
  const rows = only ? [...RUN_ORDER, ...BEYOND].filter(({ id }) => only.includes(id)) : RUN_ORDER;
  const results = new Map<ClaimId, ClaimResult>();
  for (const [n, row] of rows.entries()) {
    const test = runClaim(context, row);
    let step = test.next();
    for (; !step.done; step = test.next()) yield { id: row.id, progress: (n + step.value) / rows.length };
    results.set(row.id, step.value);
    yield { id: row.id, progress: (n + 1) / rows.length, result: step.value };
  }
  return [...CLAIMS, ...BEYOND].flatMap(({ id }) => results.get(id) ?? []);
}

function* runClaim(context: ClaimContext, { run, needs, compares, ...text }: ClaimRow): Work<ClaimResult> {
  const missing = yield* missingNeed(context, needs);
  // Only claims that declare `compares` see the other networks.
  const seen = compares ? context : { ...context, siblings: [] };
  return { ...text, ...(missing ? { ...missing, effects: [] } : yield* guarded(run(seen))) };
}

/** Analyses throw a RangeError when a network cannot be analysed. This becomes an inconclusive finding. */
function* guarded(test: Work<ClaimFinding>): Work<ClaimFinding> {
  try {
    return yield* test;
  } catch (error) {
    if (error instanceof RangeError) return undecided(`it cannot be measured on this network: ${error.message}`);
    throw error;
  }
}
