import type { Verdict } from '../dynamics/judge';

const WORDS = { reproduced: 'reproduced', 'not-reproduced': 'not reproduced', inconclusive: 'inconclusive' } as const;

/** A claim of the paper judged on this network, with every condition and its interval. */
export function ClaimVerdict({ name, verdict }: { name: string; verdict: { verdict: Verdict; reason: string } }) {
  return (
    <p className="claim" data-verdict={verdict.verdict}>
      <b>
        {name}: {WORDS[verdict.verdict]}.
      </b>{' '}
      {verdict.reason}
    </p>
  );
}
