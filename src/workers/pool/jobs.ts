import type { Compute } from '../../analyses/graph';
import type { ComputeOf, RequestName } from '../../analyses/requests';
import { CLAIMS, runClaims } from '../../claims';
import type { ClaimResult, ClaimText } from '../../claims/claim';
import type { ClaimInput } from '../../claims/context';
import { weightFileOrReason } from '../../rnn/weightFiles';
import type { JobInput } from './protocol';

/** All claims on a network; each result is sent as soon as it is found. */
function* claims(input: ClaimInput): Generator<number | ClaimResult, undefined, void> {
  for (const { progress, result } of runClaims(input)) {
    if (result) yield result;
    yield progress;
  }
  return undefined;
}

const readWeights = ({ name, bytes }: JobInput<'readWeights'>) => weightFileOrReason(name, bytes);

/** What `compute.ts` of every analysis exports: its computations, by the names of their requests, and here and there a helper of theirs. */
export const COMPUTATIONS = Object.values(
  import.meta.glob<Record<string, Compute>>('../../analyses/*/compute.ts', { eager: true }),
);

/** What every claim says, in order: the page itself holds no claim, for they stand on everything that can be computed. */
function* claimTexts(): Generator<number, ClaimText[], void> {
  return CLAIMS.map(({ id, title, statement, test, paper, ours }) => ({
    ...{ id, title, statement, test, paper },
    ...(ours === undefined ? {} : { ours }),
  }));
}

/** Everything that runs in the background on request, by name: claims, files, and for each request the computation of the same name. */
export const JOBS = { ...Object.assign({}, ...COMPUTATIONS), claims, claimTexts, readWeights } as {
  [N in RequestName]: ComputeOf<N>;
} & { claims: typeof claims; claimTexts: typeof claimTexts; readWeights: typeof readWeights };
