import { expect } from 'vitest';
import { decodeModel, encodeModel } from '../../../src/hmm/modelText';
import { parseSequences } from '../../../src/hmm/sequences/parse';
import { SEQUENCE_LIMITS, SequenceError, type SequenceOverrides } from '../../../src/hmm/sequences/reading';
import { hmmProblems } from '../../../src/hmm/spec';
import { readWeights, WeightFileError } from '../../../src/rnn/safetensors';
import { readWeightFile } from '../../../src/rnn/weightFiles';
import { TEXT_LIMITS, unpackWeightText, WeightTextError } from '../../../src/rnn/weightText';
import {
  decodeLink,
  droppedSentence,
  encodeLink,
  isTracking,
  NO_STORY,
  repairedValues,
  repairQuery,
  type StoryIndex,
} from '../../../src/state/settings/link';
import {
  parseSetting,
  SETTING_KEYS,
  SETTINGS,
  type SettingKey,
  type Settings,
  settingText,
} from '../../../src/state/settings/settings';
import { readHistory } from '../../../src/training/history';
import { attempt, expectNetwork, expectPrototypesIntact, expectSentence, expectTexts, type Outcome } from './law';

/** The law of each class of input, as the fuzz tests and the corpus of found cases check it. Each tells whether the input was read. */

/** What the app documents: networks of files that people bring. */
const BROUGHT = { hiddenSize: 512, inputDim: 512, nOutputs: { low: 2, high: 6 } };
/** Own files may be larger, as far as labels are bytes. */
const OWN = { hiddenSize: 1 << 20, inputDim: 1 << 20, nOutputs: { low: 2, high: 255 } };

/** A zip may unpack to 200 times its size; the largest network takes 2 MB. */
function expectFrugal({ allocated, decoded }: Outcome<unknown>, size: number): void {
  expect(allocated).toBeLessThan(8 * 2 ** 20 + 250 * size);
  expect(decoded).toBeLessThan(2 ** 21 + 8 * size);
}

export function weightFile(bytes: Uint8Array, name = 'network'): boolean {
  const outcome = attempt(() => readWeightFile(name, bytes), WeightFileError);
  expectFrugal(outcome, bytes.length);
  expectPrototypesIntact();
  if (!outcome.value) return false;
  const { weights, metadata, notes, warnings } = outcome.value;
  expectNetwork(weights, BROUGHT);
  expectTexts(metadata);
  for (const note of notes) expectSentence(note);
  for (const warning of warnings) expectSentence(warning);
  expect(notes.length + warnings.length).toBeLessThan(30);
  return true;
}

/** The reader of shipped networks. */
export function ownWeights(bytes: Uint8Array): boolean {
  const outcome = attempt(() => readWeights(bytes), WeightFileError);
  expectFrugal(outcome, bytes.length);
  expectPrototypesIntact();
  if (!outcome.value) return false;
  expectNetwork(outcome.value.weights, OWN);
  expectTexts(outcome.value.metadata);
  return true;
}

/** Histories are shown, stepped through and analysed: updates ascend, and every number is one. */
export function history(bytes: Uint8Array): boolean {
  const outcome = attempt(() => readHistory(bytes), WeightFileError);
  expectFrugal(outcome, bytes.length);
  expectPrototypesIntact();
  if (!outcome.value) return false;
  const { shape, checkpoints, landmarks, losses } = outcome.value;
  expect(checkpoints.length).toBeGreaterThan(0);
  checkpoints.forEach(({ update, bounded, maxCell = 0, changeRate = 0, weights }, i) => {
    expect(Number.isSafeInteger(update) && update > (checkpoints[i - 1]?.update ?? -1)).toBe(true);
    expect(typeof bounded).toBe('boolean');
    expect(Number.isFinite(maxCell) && Number.isFinite(changeRate)).toBe(true);
    expect(weights).toMatchObject(shape);
    expectNetwork(weights, BROUGHT);
  });
  for (const landmark of landmarks) for (const number of Object.values(landmark)) expect(Number.isFinite(number)).toBe(true);
  expect(losses.every(Number.isFinite)).toBe(true);
  return true;
}

/** Sequences that a model can be fitted to: two to six named labels, each used, and no empty sequence. */
export function sequences(text: string, format: 'auto' | 'csv' | 'tsv' | 'json', overrides: SequenceOverrides = {}): boolean {
  const outcome = attempt(() => parseSequences(text, format, overrides), SequenceError);
  expectPrototypesIntact();
  if (!outcome.value) return false;
  const { names, sequences, notes, reading } = outcome.value;
  const { symbols, labels, nameLength } = SEQUENCE_LIMITS;
  expect(names.length >= labels.low && names.length <= labels.high).toBe(true);
  expect(new Set(names).size).toBe(names.length);
  expect(names.every((name) => name.trim() === name && name.length >= 1 && name.length <= nameLength)).toBe(true);
  const used = new Set(sequences.flat());
  expect([...used].sort()).toEqual(names.map((_, k) => k));
  expect(sequences.length > 0 && sequences.every(({ length }) => length > 0)).toBe(true);
  const total = sequences.reduce((sum, { length }) => sum + length, 0);
  expect(total <= Math.min(symbols, text.length)).toBe(true);
  for (const note of notes) expectSentence(note);
  expect(reading.lengths).toEqual(sequences.map(({ length }) => length));
  expect(reading.labels.map(({ name }) => name)).toEqual(names);
  expect(reading.labels.reduce((sum, { count }) => sum + count, 0)).toBe(total);
  return true;
}

/** A model that can be sampled and that gives its own text again. */
export function model(text: string): boolean {
  const outcome = attempt(() => decodeModel(text), Error);
  expect(outcome.refused).toBeUndefined();
  const decoded = outcome.value!;
  if (!decoded.ok) {
    expect(decoded.reason).toMatch(/^[a-z][\s\S]*[a-z0-9)]$/);
    expect(decoded.reason.length).toBeLessThan(120);
    return false;
  }
  const { spec } = decoded;
  expect(hmmProblems(spec)).toEqual([]);
  expect(spec.nStates >= 1 && spec.nStates <= 8 && spec.nOutputs >= 2 && spec.nOutputs <= 6).toBe(true);
  expect(spec.name.length >= 1 && spec.name.length <= 60 && !/\p{Surrogate}/u.test(spec.name)).toBe(true);
  expect(decodeModel(encodeModel(spec))).toEqual(decoded);
  return true;
}

/** A network in a link: within its limits, and again the same from a text of its own. */
export function weightText(text: string): boolean {
  const outcome = attempt(() => unpackWeightText(text), WeightTextError);
  expectFrugal(outcome, text.length);
  if (!outcome.value) return false;
  const { hiddenSize, inputDim, nOutputs } = TEXT_LIMITS;
  expectNetwork(outcome.value, { hiddenSize: hiddenSize.high, inputDim: inputDim.high, nOutputs });
  return true;
}

/** Keys beyond this many are left out together (state/link). */
const READ_KEYS = 200;

const SORTED_KEYS = [...SETTING_KEYS].sort();

/** A link: each key is used or named with its reason, and what comes of it is a state that a link can hold. Tells whether all was used. */
export function link(search: string, story: StoryIndex = NO_STORY): boolean {
  const { settings, dropped } = decodeLink(search, story);
  expectPrototypesIntact();
  const pairs = [...new URLSearchParams(repairQuery(search))].filter(([key]) => key !== 'v');
  const last = new Map<string, Settings[SettingKey]>();
  for (const [key, value] of pairs.slice(0, READ_KEYS)) {
    const isSetting = Object.hasOwn(SETTINGS, key);
    // Tracking keys of others are passed over in silence; a value that was harmed on its way counts as the one it was.
    if (!isSetting && isTracking(key)) continue;
    const read = (text: string) => {
      const parsed = isSetting ? parseSetting(key as SettingKey, text) : undefined;
      const known = key !== 'chapter' || story === NO_STORY || story.ids.includes(text);
      return parsed?.ok && known ? parsed : undefined;
    };
    const parsed = [value, ...repairedValues(key, value)].map(read).find((one) => one !== undefined);
    if (parsed) last.set(key, parsed.value);
    else expect(dropped.some((lost) => lost.key === key && lost.value === value)).toBe(true);
  }
  if (pairs.length > READ_KEYS) expect(dropped.some(({ key }) => key === 'the rest')).toBe(true);
  for (const [key, value] of last)
    if (!Object.is(settings[key as SettingKey], value)) expect(dropped.some((lost) => lost.key === key)).toBe(true);
  expect(Object.keys(settings).sort()).toEqual(SORTED_KEYS);
  const again = decodeLink(encodeLink(settings, story), story);
  expect(again.dropped).toEqual([]);
  // A link has ten digits of a number, and no minus before nothing.
  const changed = SETTING_KEYS.filter(
    (key) => SETTINGS[key].kept === 'link' && settingText(again.settings[key]) !== settingText(settings[key]),
  );
  expect(changed).toEqual([]);
  const said = droppedSentence(dropped);
  expect(said === undefined).toBe(dropped.length === 0);
  expect(dropped.filter(({ reason }) => !/^[a-z][\s\S]{3,220}$/.test(reason))).toEqual([]);
  if (said !== undefined) {
    expect(said).toMatch(/^Part of the link was left out: [\s\S]*\.$/);
    expect(said.length).toBeLessThan(1500);
    for (const { key } of dropped.slice(0, 5)) expect(said).toContain(key.slice(0, 24));
  }
  return dropped.length === 0;
}
