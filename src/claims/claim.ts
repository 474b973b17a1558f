import type { Verdict } from '../dynamics/judge';
import type { Work } from '../math/progress';
import type { Estimate } from '../math/statistics';
import type { ClaimContext, ClaimNeed } from './context';

/** The claims in order. C8b and C9b are companions inside C8 and C9. */
export const CLAIM_IDS = [
  ...(['C1', 'C2', 'C3', 'C4', 'C5', 'C6', 'C7', 'C8', 'C9', 'C10', 'C11', 'C12'] as const),
  ...(['C13', 'C14', 'C15', 'C16', 'C17', 'C18', 'C19', 'C20', 'C21', 'C22', 'C23', 'C24'] as const),
] as const;
/**
 * Claims of this project that are not yet part of any report; they are tested only when asked for by name. To include them in
 * every report: move them into CLAIM_IDS, move their rows into CLAIMS and RUN_ORDER, raise CLAIM_DEFINITIONS, and make the
 * reports again.
 */
export const BEYOND_IDS = ['C25', 'C26'] as const;
export type ClaimId = (typeof CLAIM_IDS)[number] | (typeof BEYOND_IDS)[number];

/**
 * 'identity': true of every network of this kind, and only checked here. 'not-applicable': the claim is about something else, for
 * instance another kind of model; a larger sample would not decide it.
 */
export const CLAIM_VERDICTS = ['reproduced', 'not-reproduced', 'inconclusive', 'identity', 'not-applicable'] as const;
export type ClaimVerdict = Verdict | 'identity' | 'not-applicable';

/**
 * Raise this whenever a test, a threshold or a text of a claim changes. Reports with different definitions must not be compared.
 */
export const CLAIM_DEFINITIONS = 4;

/** A number on which a verdict is based, with its interval and n. */
export interface ClaimEffect {
  name: string;
  estimate: Estimate;
  unit?: string;
}

/** An interval and the range that the claim accepts: at least `atLeast` and at most `atMost`. */
export interface IntervalRow {
  name: string;
  estimate: Estimate;
  atLeast?: number;
  atMost?: number;
}

/** A small picture as data. */
export type ClaimFigure =
  | { kind: 'interval'; rows: IntervalRow[] }
  | { kind: 'curve'; x: number[]; y: number[]; low?: number[]; high?: number[]; xName: string; yName: string };

/** A related or more robust claim judged on the same numbers; it does not affect the verdict. */
export interface ClaimCompanion {
  id: 'C8b' | 'C9b';
  verdict: Verdict;
  reason: string;
}

/** One finding of several within a claim. */
export interface ClaimPart {
  /** What was found out, in a few words; names of a claim's parts differ. */
  name: string;
  verdict: ClaimVerdict;
  /** A sentence with numbers. */
  reason: string;
  /** An additional finding that does not affect the verdict. */
  beside?: true;
}

/** What one run of a claim's test found. */
export interface ClaimFinding {
  verdict: ClaimVerdict;
  /** A sentence with numbers; where the claim has parts that decide it, how many of them hold. */
  reason: string;
  /** Findings of their own within the claim, each with its verdict. */
  parts?: ClaimPart[];
  effects: ClaimEffect[];
  figure?: ClaimFigure;
  companion?: ClaimCompanion;
}

/** What a claim says, whatever the network. */
export interface ClaimText {
  id: ClaimId;
  title: string;
  /** In plain words. */
  statement: string;
  /** What is computed. */
  test: string;
  /** What the paper reports. */
  paper: string;
  /** What was found on the networks for which the thresholds were chosen. */
  ours?: string;
}

export interface ClaimRow extends ClaimText {
  /** Without these the test does not run: the claim is not applicable, or inconclusive on a network that cannot be measured. */
  needs: readonly ClaimNeed[];
  /** The network is compared with others, so its verdict depends on them. The verdicts of all other claims do not. */
  compares?: true;
  run(context: ClaimContext): Work<ClaimFinding>;
}

export interface ClaimResult extends ClaimText, ClaimFinding {}
