import { FIRST_FACTS, type FirstFactName } from './firstFacts';
import measured from './measured.json';

/** Numbers of the networks that ship, as `npm run story` measured them. The prose holds none of its own: it names a fact. */

type Networks = (typeof measured)[keyof typeof measured];
/** Every name of every network, but for the fingerprint of its weights. */
type NamesOf<T> = T extends unknown ? Exclude<keyof T, 'fingerprint'> : never;
export type FactName = NamesOf<Networks> | FirstFactName;

const FACTS = Object.assign({}, FIRST_FACTS, ...Object.values(measured)) as Record<FactName, number | string | number[]>;

/** As it is computed with; where there is an interval, the value alone. */
export function numberOf(name: FactName): number {
  const kept = FACTS[name];
  return Number(typeof kept === 'object' ? kept[0] : kept);
}

/** In figures, or the name that was found. */
export function fact(name: FactName): string {
  const kept = FACTS[name];
  return typeof kept === 'string' ? kept : numberOf(name).toLocaleString('en-GB', { maximumFractionDigits: 6 });
}

const WORDS = ['no', 'one', 'two', 'three', 'four', 'five', 'six', 'seven', 'eight', 'nine', 'ten', 'eleven', 'twelve'];

/** In words up to twelve, as a text has it before a noun. */
export const word = (name: FactName): string => WORDS[numberOf(name)] ?? fact(name);

/** The same where it stands by itself: “none of the three”. */
export const countWord = (name: FactName): string => (numberOf(name) === 0 ? 'none' : word(name));

export const capital = (text: string): string => text.charAt(0).toUpperCase() + text.slice(1);

/** “one unit”, “two units”. */
export const counted = (name: FactName, noun: string): string => `${word(name)} ${numberOf(name) === 1 ? noun : `${noun}s`}`;

/** “twice”, “six times”, “1.4 times”. */
export const times = (name: FactName): string => (numberOf(name) === 2 ? 'twice' : `${word(name)} times`);

/** “as often”, “twice as often”, “1.4 times as often”. */
export const asOften = (name: FactName): string => (numberOf(name) === 1 ? 'as often' : `${times(name)} as often`);

/** “9 %”; where it would be rounded to nothing, “less than 1 %”. */
export const percent = (name: FactName): string => (numberOf(name) < 1 ? 'less than 1 %' : `${fact(name)} %`);
