import { CLAIM_DEFINITIONS, type ClaimId, type ClaimResult, type ClaimVerdict } from '../src/claims/claim';
import type { NetworkReports } from './replicationDocument';

/** The verdicts of docs/replication.md in a form for programs; the story counts from it. */
export interface Verdicts {
  /** The value of CLAIM_DEFINITIONS when they were made. */
  definitions: number;
  networks: NetworkVerdicts[];
}

export interface NetworkVerdicts {
  id: string;
  /** Name of its recipe. */
  recipe: string;
  fingerprint: string;
  claims: Record<string, ClaimVerdicts>;
}

interface ClaimVerdicts {
  verdict: ClaimVerdict;
  parts?: Record<string, ClaimVerdict>;
  /** The companion's, C8b or C9b. */
  companion?: ClaimVerdict;
  /** Sizes of the effects by their names. */
  effects: Record<string, number>;
}

/** Digits of the effects, more than any interval needs. */
const DIGITS = 4;

const verdictsOf = ({ verdict, parts, companion, effects }: ClaimResult): ClaimVerdicts => ({
  verdict,
  ...(parts ? { parts: Object.fromEntries(parts.map((part) => [part.name, part.verdict])) } : {}),
  ...(companion ? { companion: companion.verdict } : {}),
  effects: Object.fromEntries(
    effects
      .filter(({ estimate }) => Number.isFinite(estimate.value))
      .map(({ name, estimate }) => [name, Number(estimate.value.toPrecision(DIGITS))]),
  ),
});

/** One line per network, for the selected checkpoint. */
export function verdictsToJson(all: readonly NetworkReports[]): string {
  const lines = all.map(({ id, recipe, selected }) => {
    const claims = Object.fromEntries(selected.results.map((result) => [result.id, verdictsOf(result)]));
    return JSON.stringify({ id, recipe: recipe.name, fingerprint: selected.network.fingerprint, claims });
  });
  return `{"definitions":${CLAIM_DEFINITIONS},"networks":[\n${lines.join(',\n')}\n]}\n`;
}

/**
 * Reads verdicts.
 * @throws Error when the definitions of the claims have changed since
 */
export function readVerdicts(text: string): Verdicts {
  const verdicts = JSON.parse(text) as Verdicts;
  if (verdicts.definitions !== CLAIM_DEFINITIONS)
    throw new Error('the verdicts on file are of other definitions of the claims: run npm run replication');
  return verdicts;
}

/** A claim, a part of one by its name, or a companion. */
export type Asked = { claim: ClaimId; part?: string } | { companionOf: ClaimId };

function verdictOn({ claims }: NetworkVerdicts, asked: Asked): ClaimVerdict | undefined {
  if ('companionOf' in asked) return claims[asked.companionOf]?.companion;
  const found = claims[asked.claim];
  // A claim that does not apply has no parts, so none of them holds.
  return asked.part === undefined || found?.verdict === 'not-applicable' ? found?.verdict : found?.parts?.[asked.part];
}

/** Number of networks for which it holds, out of those to which it applies. */
export function held(networks: readonly NetworkVerdicts[], asked: Asked): { held: number; of: number } {
  const applies = networks.filter((network) => verdictOn(network, asked) !== 'not-applicable');
  const holds = applies.filter((network) => ['reproduced', 'identity'].includes(verdictOn(network, asked) ?? ''));
  return { held: holds.length, of: applies.length };
}
