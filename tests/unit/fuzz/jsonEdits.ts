import fc from 'fast-check';
import { awkward, trap } from './damage';

/** Edits of JSON by meaning: other values, other names, things left out or said twice. */

const DEEP = '\u0001deep';
const OBJECTS = '\u0001objects';
const INFINITE = '\u0001infinite';
const LONG = '\u0001long';
/** What stands for these marks in the text: what JSON.stringify cannot write, or only at great cost. */
const MARKS: readonly [string, string][] = [
  [DEEP, '['.repeat(12_000) + ']'.repeat(12_000)],
  [OBJECTS, `${'{"a":'.repeat(3000)}0${'}'.repeat(3000)}`],
  [INFINITE, '1e999'],
  [LONG, `"${'long '.repeat(2000)}"`],
];

/** JSON text of a value with marks. */
export const toJson = (value: unknown): string =>
  MARKS.reduce((text, [mark, written]) => text.replaceAll(JSON.stringify(mark), written), JSON.stringify(value ?? null));

/** A value that is not what was meant. */
export const oddValue: fc.Arbitrary<unknown> = fc.oneof(
  { weight: 6, arbitrary: awkward },
  { weight: 2, arbitrary: trap },
  { weight: 3, arbitrary: fc.constantFrom<unknown>(null, true, false, '', 'F32', 'F64', [], {}, [[]], [{}], { a: 1 }) },
  {
    weight: 1,
    arbitrary: fc.constantFrom<unknown>({ toString: 1 }, { toString: null, valueOf: null }, { length: 3 }),
  },
  { weight: 1, arbitrary: fc.constant(JSON.parse('{"__proto__": {"polluted": "yes"}, "constructor": {"prototype": 1}}')) },
  { weight: 2, arbitrary: fc.constantFrom(DEEP, OBJECTS, INFINITE, LONG) },
  { weight: 2, arbitrary: fc.array(awkward, { maxLength: 5 }) },
  { weight: 2, arbitrary: fc.jsonValue({ maxDepth: 2 }) },
);

type Edit =
  | { kind: 'replace'; at: number; value: unknown }
  | { kind: 'remove'; at: number }
  | { kind: 'rename'; at: number; name: string }
  | { kind: 'copy'; from: number; at: number }
  | { kind: 'repeat'; at: number; times: number }
  | { kind: 'add'; at: number; name: string; value: unknown };

const edit: fc.Arbitrary<Edit> = fc.oneof(
  { weight: 4, arbitrary: fc.record({ kind: fc.constant('replace' as const), at: fc.nat(), value: oddValue }) },
  { weight: 1, arbitrary: fc.record({ kind: fc.constant('remove' as const), at: fc.nat() }) },
  { weight: 1, arbitrary: fc.record({ kind: fc.constant('rename' as const), at: fc.nat(), name: trap }) },
  { weight: 1, arbitrary: fc.record({ kind: fc.constant('copy' as const), from: fc.nat(), at: fc.nat() }) },
  {
    weight: 1,
    arbitrary: fc.record({ kind: fc.constant('repeat' as const), at: fc.nat(), times: fc.integer({ min: 2, max: 40 }) }),
  },
  { weight: 1, arbitrary: fc.record({ kind: fc.constant('add' as const), at: fc.nat(), name: trap, value: oddValue }) },
);

interface Slot {
  holder: Record<string, unknown>;
  key: string;
}

const isHolder = (value: unknown): value is Record<string, unknown> => typeof value === 'object' && value !== null;
/** Also `__proto__` becomes a name like others. */
const assign = (holder: Record<string, unknown>, key: string, value: unknown): void => {
  Object.defineProperty(holder, key, { value, enumerable: true, configurable: true, writable: true });
};

function slotsOf(root: Record<string, unknown>): Slot[] {
  const slots: Slot[] = [];
  const visit = (holder: Record<string, unknown>): void => {
    for (const key of Object.keys(holder)) {
      slots.push({ holder, key });
      if (isHolder(holder[key])) visit(holder[key]);
    }
  };
  visit(root);
  return slots;
}

function apply(root: Record<string, unknown>, change: Edit): void {
  const slots = slotsOf(root);
  const slot = slots[change.at % slots.length];
  if (!slot) return;
  const { holder, key } = slot;
  if (change.kind === 'replace') assign(holder, key, structuredClone(change.value));
  else if (change.kind === 'copy') {
    const source = slots[change.from % slots.length]!;
    assign(holder, key, structuredClone(source.holder[source.key]));
  } else if (change.kind === 'add') {
    const inner = isHolder(holder[key]) ? holder[key] : holder;
    if (!Array.isArray(inner)) assign(inner, change.name, structuredClone(change.value));
  } else if (change.kind === 'repeat') {
    if (Array.isArray(holder)) for (let i = 1; i < change.times; i++) holder.push(structuredClone(holder[Number(key)]));
  } else if (Array.isArray(holder)) holder.splice(Number(key), 1);
  else {
    const value = holder[key];
    delete holder[key];
    if (change.kind === 'rename') assign(holder, change.name, value);
  }
}

/** One to four edits of a value; the value itself stays as it is. */
export const jsonEdits: fc.Arbitrary<(value: unknown) => unknown> = fc
  .array(edit, { minLength: 1, maxLength: 4 })
  .map((edits) => (value) => {
    const root = { value: structuredClone(value) };
    for (const change of edits) apply(root, change);
    return root.value;
  });
