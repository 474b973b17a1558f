import { useEffect, useRef, useState } from 'react';
import { CLAIM_VERDICTS } from '../../claims/claim';
import { countsText } from '../../claims/report';
import { testClaims, verdictsOf } from '../../state/analyses/claimResults';
import type { KeptVerdicts } from '../../state/persistence/networkRecord';
import { useAppController } from '../../ui/context';
import { claimCounts, type ListedNetwork } from './listed';
import { RUNS } from './text';

type Testing = { share: number } | { problem: string };

/** How many claims hold on a network; before they are tested, the button that tests them. */
export function ClaimsCell({ network }: { network: ListedNetwork }) {
  const app = useAppController();
  const [testing, setTesting] = useState<Testing>();
  const [found, setFound] = useState<KeptVerdicts>();
  const left = useRef<AbortController>(undefined);
  useEffect(() => () => left.current?.abort(), []);
  const run = async (signal: AbortSignal) => {
    setTesting({ share: 0 });
    const results = await testClaims(app, await network.load(), { signal, onProgress: (share) => setTesting({ share }) });
    if (results) setFound(verdictsOf(results));
    if (!signal.aborted) setTesting(undefined);
  };
  const test = () => {
    left.current = new AbortController();
    const { signal } = left.current;
    run(signal).catch(
      (error: unknown) => signal.aborted || setTesting({ problem: error instanceof Error ? error.message : String(error) }),
    );
  };
  const stop = () => {
    left.current?.abort();
    setTesting(undefined);
  };
  const verdicts = network.verdicts ?? found;
  if (verdicts) return <Counts verdicts={verdicts} />;
  if (testing && 'share' in testing)
    return (
      <span className="runs-testing">
        <progress max={1} value={testing.share} aria-label={RUNS.testThis(network.name)} />
        <button type="button" onClick={stop}>
          {RUNS.stop}
        </button>
      </span>
    );
  return (
    <>
      {testing && <span role="alert">{RUNS.failed(testing.problem)} </span>}
      <button type="button" aria-label={RUNS.testThis(network.name)} onClick={test}>
        {RUNS.test}
      </button>
    </>
  );
}

function Counts({ verdicts }: { verdicts: KeptVerdicts }) {
  const { held, applicable } = claimCounts(verdicts);
  const all = Object.values(verdicts.of);
  const counts = Object.fromEntries(
    CLAIM_VERDICTS.map((verdict) => [verdict, all.filter((one) => one === verdict).length]),
  ) as Parameters<typeof countsText>[0];
  return <span title={countsText(counts)}>{RUNS.reproduced(held, applicable)}</span>;
}
