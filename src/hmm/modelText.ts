import { HmmError, type HmmSpec } from './spec';

/** A model as text for a link. Its probabilities are multiples of 1/10,000, so that a link gives back exactly the same model. */

/** The probabilities of a row are whole multiples of 1/GRAIN. */
export const GRAIN = 10_000;

export const STATE_LIMITS = { low: 1, high: 8 } as const;
export const OUTPUT_LIMITS = { low: 2, high: 6 } as const;

/**
 * Rounds a row to multiples of 1/10,000 that sum to 1; the entries with the largest remainders are rounded up.
 * @throws HmmError for a negative entry, or a row of zeros
 */
export function grained(row: readonly number[]): number[] {
  const sum = row.reduce((a, b) => a + b, 0);
  if (!(sum > 0) || row.some((p) => !(p >= 0)))
    throw new HmmError('A row needs at least one probability above 0, and none below.');
  const parts = row.map((p) => (p / sum) * GRAIN);
  const whole = parts.map(Math.floor);
  const missing = GRAIN - whole.reduce((a, b) => a + b, 0);
  const order = parts.map((part, i) => ({ i, rest: part - whole[i]! })).sort((a, b) => b.rest - a.rest || a.i - b.i);
  for (const { i } of order.slice(0, missing)) whole[i]!++;
  return whole.map((parted) => parted / GRAIN);
}

/** The model with all rows rounded by `grained`. */
export const grainedModel = (spec: HmmSpec): HmmSpec => ({
  ...spec,
  startProb: grained(spec.startProb),
  transitionMatrix: spec.transitionMatrix.map(grained),
  emissionMatrix: spec.emissionMatrix.map(grained),
});

/** The format: `<letter of the topology>states.outputs~numbers~name`, with probabilities as multiples of 1/10,000 in base 36. */

const NAME_LENGTH = 60;
const TOPOLOGIES = { l: 'linear-chain', f: 'fully-connected', c: 'cyclic', x: 'custom' } as const;
type Letter = keyof typeof TOPOLOGIES;

/** Cuts a name to its largest length. Half of a surrogate pair is removed, because a link cannot carry it. */
const cutName = (name: string): string => name.slice(0, NAME_LENGTH).replace(/\p{Surrogate}/gu, '');

/** Writes a model as text. The name may hold any character; "~", which separates the parts, is written as a hyphen. */
export function encodeModel({ name, topology, nStates, nOutputs, startProb, transitionMatrix, emissionMatrix }: HmmSpec): string {
  const numbers = [startProb, ...transitionMatrix, ...emissionMatrix].flat().map((p) => Math.round(p * GRAIN).toString(36));
  const letter = (Object.keys(TOPOLOGIES) as Letter[]).find((key) => TOPOLOGIES[key] === topology)!;
  return `${letter}${nStates}.${nOutputs}~${numbers.join('.')}~${cutName(name.replaceAll('~', '-'))}`;
}

/** Reads a model from text, or says what is wrong with it. Never throws. */
export function decodeModel(text: string): { ok: true; spec: HmmSpec } | { ok: false; reason: string } {
  const wrong = (reason: string) => ({ ok: false, reason }) as const;
  const match = /^([lfcx])(\d{1,2})\.(\d{1,2})~([0-9a-z.]+)~([^~]*)$/.exec(text);
  if (!match) return wrong('is not a model');
  const [, letter, states, outputs, list, name] = match as unknown as [string, Letter, string, string, string, string];
  const nStates = Number(states);
  const nOutputs = Number(outputs);
  if (nStates < STATE_LIMITS.low || nStates > STATE_LIMITS.high) return wrong(`has ${nStates} states; 1 to 8 are possible`);
  if (nOutputs < OUTPUT_LIMITS.low || nOutputs > OUTPUT_LIMITS.high) return wrong(`has ${nOutputs} outputs; 2 to 6 are possible`);
  const numbers = list.split('.').map((part) => (/^[0-9a-z]{1,4}$/.test(part) ? Number.parseInt(part, 36) : Number.NaN));
  const needed = nStates + nStates * nStates + nStates * nOutputs;
  if (numbers.length !== needed) return wrong(`has ${numbers.length} probabilities where ${needed} are needed`);
  const rows: number[][] = [];
  for (let at = 0; at < needed; ) {
    const width = rows.length <= nStates ? nStates : nOutputs;
    const row = numbers.slice(at, at + width);
    if (row.reduce((a, b) => a + b, 0) !== GRAIN) return wrong(`has a row that does not sum to 1 (number ${at + 1})`);
    rows.push(row.map((part) => part / GRAIN));
    at += width;
  }
  return {
    ok: true,
    spec: {
      name: cutName(name) || 'Your model',
      topology: TOPOLOGIES[letter],
      nStates,
      nOutputs,
      startProb: rows[0]!,
      transitionMatrix: rows.slice(1, nStates + 1),
      emissionMatrix: rows.slice(nStates + 1),
    },
  };
}
