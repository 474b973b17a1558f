import { weightsFingerprint } from '../../src/rnn/weights';
import { BIRTH } from './birth';
import { EARLY } from './early';
import type { Gallery } from './gallery';
import { KICK } from './kick';
import { LATE } from './late';
import type { Fact, Measure, Told } from './measure';
import { WHY } from './why';

/** Everything the story quotes of the networks that ship. */
export const MEASURES: readonly Measure[] = [...EARLY, ...KICK, ...BIRTH, ...LATE, ...WHY];

/** What was measured of one network, or over all. */
export interface Found {
  /** Of the weights. */
  fingerprint?: string;
  facts: Record<string, Fact>;
}
export type Measured = Record<string, Found>;

/**
 * Measures everything again.
 * @throws Error with the name of the number that cannot be measured
 */
export function measureAll(gallery: Gallery, measures: readonly Measure[] = MEASURES): Measured {
  const measured: Measured = {};
  for (const measure of measures) {
    const { of, name } = measure;
    measured[of] ??= { ...(of === 'gallery' ? {} : { fingerprint: weightsFingerprint(gallery.weights(of)) }), facts: {} };
    measured[of].facts[name] = finite(name, of, attempt(measure, gallery));
  }
  return measured;
}

/** Files of src/story that keep it. */
export const FILES: Record<Told, string> = { first: 'measuredFirst.json', later: 'measured.json' };

/** What one of the files keeps of it. */
export const toldIn = (measured: Measured, where: Told): Measured => {
  const names = new Set(MEASURES.flatMap((one) => (one.told === where ? [one.name] : [])));
  const kept = Object.entries(measured).map(([of, { facts, ...rest }]): [string, Found] => [
    of,
    { ...rest, facts: Object.fromEntries(Object.entries(facts).filter(([name]) => names.has(name))) },
  ]);
  return Object.fromEntries(kept.filter(([, { facts }]) => Object.keys(facts).length > 0));
};

function attempt({ of, name, measure }: Measure, gallery: Gallery): Fact {
  try {
    return measure(gallery);
  } catch (error) {
    throw new Error(`${name} (${of}) cannot be measured: ${(error as Error).message}`);
  }
}

/** JSON has no other numbers, and the story must not quote them. */
function finite(name: string, of: string, fact: Fact): Fact {
  const [value] = [fact].flat();
  if (typeof value === 'number' && !Number.isFinite(value))
    throw new Error(`${name} (${of}) came out as ${value}: the sentences that tell it have to go`);
  return fact;
}

const FINGERPRINT = 'fingerprint';

/** One fact per line, in the form of the project's formatter. */
export function measuredToJson(measured: Measured): string {
  const networks = Object.entries(measured).map(([of, { fingerprint, facts }]) => {
    const entries = Object.entries({ ...(fingerprint === undefined ? {} : { [FINGERPRINT]: fingerprint }), ...facts });
    const lines = entries.map(([name, value]) => `    ${JSON.stringify(name)}: ${JSON.stringify(value).replaceAll(',', ', ')}`);
    return `  "${of}": {\n${lines.join(',\n')}\n  }`;
  });
  return `{\n${networks.join(',\n')}\n}\n`;
}

/** Inverse of `measuredToJson`. */
export const measuredFromJson = (text: string): Measured =>
  Object.fromEntries(
    Object.entries(JSON.parse(text) as Record<string, Record<string, Fact>>).map(
      ([of, { fingerprint, ...facts }]): [string, Found] => [
        of,
        { ...(fingerprint === undefined ? {} : { fingerprint: String(fingerprint) }), facts },
      ],
    ),
  );

const shownOf = (fact: Fact): number | string => (typeof fact === 'object' ? fact[0] : fact);

/** Numbers may differ by a fiftieth, or by one unit of the last digit, because machines round differently. */
const near = (a: number, b: number): boolean => Math.abs(a - b) <= Math.max(0.02 * Math.abs(a), lastDigit(a), lastDigit(b));
const lastDigit = (value: number): number =>
  Number.isInteger(value) ? 0.02 * Math.abs(value) : 1.01 * 10 ** -String(value).split('.')[1]!.length;

/** The differences between the file and the measurement in words, and facts in the file that are no longer measured. */
export function differences(kept: Measured, fresh: Measured): string[] {
  const networks = [...new Set([...Object.keys(kept), ...Object.keys(fresh)])];
  return networks.flatMap((of) => {
    const [before, now] = [kept[of], fresh[of]];
    const other =
      before && now && before.fingerprint !== now.fingerprint ? [`${of}: the facts on file are of other weights`] : [];
    const names = [...new Set([...Object.keys(before?.facts ?? {}), ...Object.keys(now?.facts ?? {})])];
    return [...other, ...names.flatMap((name) => differenceOf(`${name} (${of})`, before?.facts[name], now?.facts[name]))];
  });
}

function differenceOf(name: string, before: Fact | undefined, now: Fact | undefined): string[] {
  if (before === undefined) return [`${name}: not on file, measured ${shownOf(now!)}`];
  if (now === undefined) return [`${name}: on file ${shownOf(before)}, no longer measured`];
  const [old, fresh] = [shownOf(before), shownOf(now)];
  const same = typeof old === 'number' && typeof fresh === 'number' ? near(old, fresh) : old === fresh;
  return same ? [] : [`${name}: on file ${old}, measured ${fresh}`];
}
