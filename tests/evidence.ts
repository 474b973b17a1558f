import { TestRunner } from 'vitest';

/** What a test saw with its own eyes, kept beside its result for the table of docs/reliability.md. */
export interface Evidence {
  /** Inputs that were tried. */
  cases?: number;
  /** What a user had before and has no longer; empty when nothing was lost. */
  lost?: readonly string[];
  /** Updates that had to be made again; they come out with the same bits. */
  again?: number;
  /** What was measured, in words. */
  seen?: string;
}

declare module 'vitest' {
  interface TaskMeta {
    evidence?: Evidence;
  }
}

/** Adds to what the test under way has told. */
export function tell({ cases, lost, again, seen }: Evidence): void {
  const test = TestRunner.getCurrentTest();
  if (!test) throw new Error('Only a test that runs can tell what it saw.');
  const { meta } = test;
  const { evidence: before } = meta;
  const joined = (a: string | undefined, b: string | undefined) => [a, b].filter(Boolean).join('; ');
  meta.evidence = {
    ...before,
    ...(cases === undefined ? {} : { cases: (before?.cases ?? 0) + cases }),
    ...(lost === undefined ? {} : { lost: [...(before?.lost ?? []), ...lost] }),
    ...(again === undefined ? {} : { again: Math.max(before?.again ?? 0, again) }),
    ...(seen === undefined ? {} : { seen: joined(before?.seen, seen) }),
  };
}
