import { readFileSync } from 'node:fs';
import { parse } from 'valibot';
import { collectDwells } from '../../../src/dynamics/emissions/exitHazardDwells';
import { readMechanism, type ShippedMechanism } from '../../../src/dynamics/kick/mechanismFile';
import { readWeights } from '../../../src/rnn/safetensors';
import { type Simulation, simulate } from '../../../src/rnn/simulate';
import type { RnnWeights } from '../../../src/rnn/weights';
import { readHistory, type TrainingHistory } from '../../../src/training/history';
import { PresetIndexSchema } from '../../../src/training/presets';

const ROOT = new URL('../../../', import.meta.url);
export const readText = (path: string): string => readFileSync(new URL(path, ROOT), 'utf8');
const read = (file: string) => new Uint8Array(readFileSync(new URL(`public/presets/${file}`, ROOT)));

export const PRESETS = parse(PresetIndexSchema, JSON.parse(readText('public/presets/index.json'))).presets;
export const presetOf = (id: string) => PRESETS.find((preset) => preset.id === id)!;

const kept = new Map<string, unknown>();
function once<T>(key: string, make: () => T): T {
  if (!kept.has(key)) kept.set(key, make());
  return kept.get(key) as T;
}

export const weightsOf = (id: string): RnnWeights => once(`weights ${id}`, () => readWeights(read(`${id}.safetensors`)).weights);
export const historyOf = (id: string): TrainingHistory =>
  once(`history ${id}`, () => readHistory(read(`${id}.history.safetensors`)));
export const mechanismOf = (id: string): ShippedMechanism['report'] =>
  once(`mechanism ${id}`, () => readMechanism(read(`${id}.mechanism.json`)).report);

/** One long noise-on run of a network, settled. */
export const longRun = (id: string): Simulation =>
  once(`run ${id}`, () => simulate(weightsOf(id), { steps: 100_000, seed: 11, warmUp: 200 }));

/** Lengths of the whole stays of the favoured output, in steps. */
export function staysOf(labels: Uint8Array): number[] {
  const { lengths, complete } = collectDwells(labels, labels.length);
  return [...lengths].filter((_, at) => complete[at]);
}

export const mean = (values: readonly number[]): number => values.reduce((sum, value) => sum + value, 0) / values.length;
export const share = (values: ArrayLike<number>, holds: (value: number, at: number) => boolean): number =>
  Array.from(values).filter(holds).length / values.length;

/** What docs/replication.md says of a claim on each network: the verdict's mark and the sentence after it. */
export function findings(claim: string): Record<string, { mark: string; text: string }> {
  const sections = readText('docs/replication.md').split(/^## /m).slice(1);
  return Object.fromEntries(
    sections.flatMap((section) => {
      const row = section.match(new RegExp(`^ *- (.) (?:\\*\\*)?${claim}[ :](.*)$`, 'm'));
      return row ? [[section.split('\n')[0]!, { mark: row[1]!, text: row[2]! }]] : [];
    }),
  );
}

/** How many networks a claim is marked so on. */
export const marked = (claim: string, mark: string): number =>
  Object.values(findings(claim)).filter((row) => row.mark === mark).length;

/** First number after some words in what is said of a claim. */
export const numberAfter = (text: string, words: string): number => {
  const found = text.match(new RegExp(`${words}[^\\d-]*(-?\\d+(?:\\.\\d+)?)`));
  if (!found) throw new Error(`“${words}” is followed by no number in: ${text}`);
  return Number(found[1]);
};
