import { useEffect, useState } from 'react';
import type { SharedCopyChoice } from '../../dynamics/emissions/sharedCopy';
import type { NetworkInView } from '../../state/store';
import { type AnalysisClient, createAnalysisClient } from '../../workers/analysis/client';

/** Of the check of the rounded copy; the analyses of the page have the same. */
const SEED = 1;

export interface CopyCheck {
  /** Which network it is about. */
  of: NetworkInView;
  /** 0 … 1 */
  progress: number;
  choice?: SharedCopyChoice;
}

/** One worker for all checks, started with the first. */
let client: AnalysisClient | undefined;

/** The copy of a network that a link can carry, checked in the background while `wanted`; undefined before it begins. */
export function useSharedCopy(network: NetworkInView | undefined, wanted: boolean): CopyCheck | undefined {
  const [check, setCheck] = useState<CopyCheck>();
  const done = check?.of === network && check?.choice !== undefined;
  useEffect(() => {
    if (!wanted || !network || done) return;
    let here = true;
    client ??= createAnalysisClient();
    const own = client;
    const { weights, hmm } = network;
    setCheck({ of: network, progress: 0 });
    void own
      .run('sharedCopy', { weights, hmm, seed: SEED }, (progress) => {
        if (here) setCheck({ of: network, progress });
      })
      .then((answer) => {
        if (!here) return;
        const choice = answer.ok ? answer.value : ({ ok: false, reason: `The check failed: ${answer.message}.` } as const);
        setCheck({ of: network, progress: 1, choice });
      });
    return () => {
      here = false;
      own.cancel();
    };
  }, [network, wanted, done]);
  return check?.of === network ? check : undefined;
}
