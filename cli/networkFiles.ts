import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { safeParse } from 'valibot';
import { modelFromFile, modelFromJson } from '../src/hmm/modelJson';
import { PAPER_HMM_IDS, PAPER_HMMS, type PaperHmmId } from '../src/hmm/models';
import { HmmError, type HmmSpec } from '../src/hmm/spec';
import type { Estimate } from '../src/math/statistics';
import { WeightFileError } from '../src/rnn/safetensors';
import { readWeightFile } from '../src/rnn/weightFiles';
import type { RnnWeights } from '../src/rnn/weights';
import { type Preset, PresetIndexSchema, type PresetOnFile } from '../src/training/presets';
import { fail, presetId } from './arguments';

/** What a weight file says about its training; every field may be missing. */
export interface SavedPreset {
  hmm?: string;
  gain?: number;
  recipe?: unknown;
  recipeName?: string;
}

/** A network from a weight file of any kind the app reads, and what the file says of it. */
export interface NetworkFile {
  weights: RnnWeights;
  /** Undefined when the file does not say it. */
  hmm: HmmSpec | undefined;
  saved: SavedPreset;
  /** T of the sequences on which it was judged. */
  seqLen: number | undefined;
  /** Why its numbers may differ from those of the trained network; what was left out, transposed or rounded. */
  notes: string[];
}

/** The table in a metadata text; empty when it is not a table. */
function tableOf(text: string | undefined): Record<string, unknown> {
  try {
    const value: unknown = JSON.parse(text ?? '');
    return typeof value === 'object' && value !== null ? (value as Record<string, unknown>) : {};
  } catch {
    return {};
  }
}

const isPaperId = (text: unknown): text is PaperHmmId => (PAPER_HMM_IDS as readonly unknown[]).includes(text);

/** The model that metadata name or contain. Files of other programs may contain anything there. */
function savedModel(metadata: Record<string, string>): { hmm: HmmSpec | undefined; notes: string[] } {
  for (const id of [metadata.hmm, tableOf(metadata.preset).hmm]) if (isPaperId(id)) return { hmm: PAPER_HMMS[id], notes: [] };
  if (!metadata.hmm) return { hmm: undefined, notes: [] };
  try {
    return { hmm: modelFromJson(metadata.hmm), notes: [] };
  } catch (error) {
    if (!(error instanceof HmmError)) throw error;
    return { hmm: undefined, notes: [`The model it names was left out. ${error.message}`] };
  }
}

/**
 * Reads a network and what its file says about it.
 * @throws WeightFileError when it is not a network
 */
export function networkFromBytes(name: string, bytes: Uint8Array): NetworkFile {
  const { weights, metadata, notes, warnings } = readWeightFile(name, bytes);
  const model = savedModel(metadata);
  const { hmm: id, gain, recipe, recipeName } = tableOf(metadata.preset);
  const { seqLen } = tableOf(metadata.scores);
  return {
    weights,
    hmm: model.hmm,
    saved: {
      ...(typeof id === 'string' ? { hmm: id } : {}),
      ...(typeof gain === 'number' ? { gain } : {}),
      ...(recipe === undefined ? {} : { recipe }),
      ...(typeof recipeName === 'string' ? { recipeName } : {}),
    },
    seqLen: typeof seqLen === 'number' ? seqLen : undefined,
    notes: [...warnings, ...notes, ...model.notes],
  };
}

/** Reads a file with a reader; ends the program with a sentence if that fails. */
export function readFile<T>(file: string, usage: string, reader: (bytes: Uint8Array) => T): T {
  if (!existsSync(file)) fail(`No such file: "${file}".\n${usage}`);
  try {
    return reader(readFileSync(file));
  } catch (error) {
    if (error instanceof WeightFileError || error instanceof HmmError) fail(`${file}: ${error.message}`);
    throw error;
  }
}

/** Reads the network in a file; notes and warnings go to the error output. */
export function readNetwork(file: string, usage: string): NetworkFile {
  const network = readFile(file, usage, (bytes) => networkFromBytes(file, bytes));
  for (const note of network.notes) console.error(`${file}: ${note}`);
  return network;
}

/** The model that the options name: one of the paper by its id, or any from a JSON file; undefined without such options. */
export function askedModel({ preset, model }: AskedModel, usage: string): HmmSpec | undefined {
  if (preset !== undefined && model !== undefined) fail(`Give --preset or --model, not both.\n${usage}`);
  if (model !== undefined) return readFile(model, usage, modelFromFile);
  return preset === undefined ? undefined : PAPER_HMMS[presetId(preset)];
}

/** The options `--preset` and `--model`. */
interface AskedModel {
  preset?: string | undefined;
  model?: string | undefined;
}

/** The model to which a network is compared: the requested one, or else that of its file. It must have as many outputs. */
export function modelFor(file: string, { weights, hmm }: NetworkFile, asked: AskedModel, usage: string): HmmSpec {
  const model = askedModel(asked, usage) ?? hmm;
  if (!model) fail(`${file} does not say which model it was made for: give --preset, or --model with a JSON file.\n${usage}`);
  if (model.nOutputs !== weights.nOutputs)
    fail(`${file}: the network has ${weights.nOutputs} outputs, the model “${model.name}” has ${model.nOutputs}.`);
  return model;
}

/** The id of a model of the paper; undefined for any other model. */
export const paperIdOf = (hmm: HmmSpec): PaperHmmId | undefined => PAPER_HMM_IDS.find((id) => PAPER_HMMS[id].name === hmm.name);

/** The networks listed in a folder's index.json; none when there is no index. A damaged index ends the program. */
export function readIndex(folder: string): Preset[] {
  const file = join(folder, 'index.json');
  if (!existsSync(file)) return [];
  const parsed = safeParse(PresetIndexSchema, JSON.parse(readFileSync(file, 'utf8')));
  return parsed.success ? parsed.output.presets : fail(`${file} cannot be read: ${parsed.issues[0].message}`);
}

/** Scores in the form of the file: an estimate is [value, low, high, n]. */
function scoresOnFile(scores: Preset['scores']): PresetOnFile['scores'] {
  const { loss, floor, ratio, changeRateRatio } = scores;
  const short = ({ value, low, high, n }: Estimate): [number, number, number, number] => [value, low, high, n];
  return { ...scores, loss: short(loss), floor: short(floor), ratio: short(ratio), changeRateRatio: short(changeRateRatio) };
}

/** Digits of the scores in the file. */
const DIGITS = 5;

/** Writes the index, sorted by id; a recipe that several networks share is written once. */
export function writeIndex(folder: string, presets: readonly Preset[]): void {
  const names = new Map<string, string>();
  const nameOf = ({ recipe, recipeName, hmm }: Preset): string => {
    const text = JSON.stringify(recipe);
    const base = `${recipeName}/${hmm}`;
    const taken = [...names.values()].filter((name) => name === base || name.startsWith(`${base}/`)).length;
    const name = names.get(text) ?? (taken > 0 ? `${base}/${taken + 1}` : base);
    names.set(text, name);
    return name;
  };
  const sorted = [...presets]
    .sort((a, b) => a.id.localeCompare(b.id))
    .map((preset): PresetOnFile => ({ ...preset, scores: scoresOnFile(preset.scores), recipe: nameOf(preset) }));
  const recipes = Object.fromEntries([...names].map(([text, name]) => [name, JSON.parse(text) as Preset['recipe']]));
  writeFileSync(
    join(folder, 'index.json'),
    `${JSON.stringify({ version: 3, recipes, presets: sorted }, shortNumbers(DIGITS))}\n`,
  );
}

/** A replacer for `JSON.stringify` that rounds numbers to so many digits, more than any interval needs. Whole numbers stay. */
export const shortNumbers =
  (digits: number) =>
  (_: string, value: unknown): unknown =>
    typeof value === 'number' && !Number.isInteger(value) ? Number(value.toPrecision(digits)) : value;
