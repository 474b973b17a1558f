import { useEffect, useState } from 'react';
import { CLAIM_IDS, type ClaimResult, type ClaimText } from '../../claims/claim';
import type { ClaimInput } from '../../claims/context';
import { testClaims } from '../../state/analyses/claimResults';
import { useApp, useAppController } from '../../ui/context';
import { claimTextsRequest } from '../../workers/pool/protocol';

/** A report as far as it has come. */
export interface ReportNow {
  /** In the order of the claims, whatever the order they are tested in. */
  results: readonly ClaimResult[];
  /** What every claim says; empty for the first moments. */
  texts: readonly ClaimText[];
  /** What is tested; undefined until it is put together. */
  input: ClaimInput | undefined;
  /** Of all the work, 0 … 1. */
  share: number;
  /** Why it ended early. */
  problem: string | undefined;
}

/** Tests all claims on the network in view; anew when another comes into view. */
export function useReport(): ReportNow {
  const app = useAppController();
  const network = useApp((state) => state.network);
  const [found, setFound] = useState<readonly ClaimResult[]>([]);
  const [share, setShare] = useState(0);
  const [problem, setProblem] = useState<string>();
  const [input, setInput] = useState<ClaimInput>();
  useEffect(() => {
    if (!network) return;
    const left = new AbortController();
    const { signal } = left;
    setFound([]);
    setShare(0);
    setProblem(undefined);
    const run = async () => {
      const all = await testClaims(app, network, {
        signal,
        onInput: setInput,
        onProgress: setShare,
        onResult: (result) => setFound((old) => [...old, result]),
      });
      if (all) setShare(1);
    };
    run().catch((error: unknown) => signal.aborted || setProblem(error instanceof Error ? error.message : String(error)));
    return () => left.abort();
  }, [app, network]);
  const texts = useClaimTexts();
  const results = CLAIM_IDS.flatMap((id) => found.filter((result) => result.id === id));
  return { results, texts, input, share, problem };
}

/** What the claims say, in order; none until the first worker is there. */
export function useClaimTexts(): readonly ClaimText[] {
  const { pool } = useAppController();
  const [texts, setTexts] = useState<readonly ClaimText[]>([]);
  useEffect(() => {
    const left = new AbortController();
    const ask = async () => {
      const answer = await pool.run(claimTextsRequest(), { priority: 'asked', signal: left.signal });
      // Without them the report still comes, claim by claim.
      if (answer.ok && !left.signal.aborted) setTexts(answer.value);
    };
    void ask();
    return () => left.abort();
  }, [pool]);
  return texts;
}
