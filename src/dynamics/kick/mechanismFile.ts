import * as v from 'valibot';
import type { KickReport } from './kickNeurons';

/** Files of version 1 hold groups that were found and judged in another way. They are not read; the groups are computed again. */
const VERSION = 2;

/** Kick groups of a shipped network as a JSON file; made by `npm run mechanism`, never by hand. */
export interface ShippedMechanism {
  version: typeof VERSION;
  /** Fingerprint of the weights from which the report was made. */
  fingerprint: string;
  report: KickReport;
}

const unit = v.pipe(v.number(), v.integer(), v.minValue(0), v.maxValue(4095));
const estimate = v.object({ value: v.number(), low: v.number(), high: v.number(), n: v.number() });
const direction = { from: v.number(), to: v.number() };
const profile = v.object({
  unit,
  cluster: v.number(),
  kick: v.number(),
  transition: v.number(),
  discriminability: v.number(),
  crossing: v.number(),
  kickPosition: v.number(),
  fits: v.boolean(),
});

const ShippedMechanismSchema = v.object({
  version: v.literal(VERSION),
  fingerprint: v.string(),
  report: v.object({
    hiddenSize: v.number(),
    size: v.number(),
    seed: v.number(),
    directions: v.array(
      v.object({
        ...direction,
        states: v.object({ cluster: v.number(), kick: v.number(), transition: v.number() }),
        approach: v.number(),
        candidates: v.array(unit),
        profiles: v.array(profile),
        verdict: v.picklist(['found', 'none', 'scarce']),
        effects: v.array(v.object({ unit, effect: v.number(), clamped: v.number(), muted: v.number() })),
        path: v.array(v.object({ unit, ratio: v.number() })),
        curve: v.array(v.object({ group: v.array(unit), clamped: estimate, muted: estimate })),
        fewest: v.exactOptional(v.number()),
        score: v.exactOptional(
          v.object({
            group: v.array(unit),
            base: estimate,
            changed: estimate,
            ratio: estimate,
            muted: estimate,
            null: v.array(v.number()),
            asWell: v.number(),
            p: v.number(),
            starts: v.number(),
            most: v.number(),
            inProfile: v.array(unit),
          }),
        ),
        group: v.exactOptional(v.object({ units: v.array(unit), inProfile: v.array(unit) })),
        exhaustive: v.exactOptional(
          v.object({
            tried: v.number(),
            size: v.number(),
            met: v.number(),
            best: v.object({ group: v.array(unit), ratio: v.number() }),
          }),
        ),
      }),
    ),
    groups: v.array(
      v.object({
        name: v.string(),
        units: v.array(unit),
        directions: v.array(v.object(direction)),
        meetsBar: v.boolean(),
        inProfile: v.exactOptional(v.boolean()),
      }),
    ),
    activeShare: v.array(v.number()),
    divergent: v.boolean(),
  }),
});

/**
 * Reads a mechanism file.
 * @throws Error with a phrase when the file is of another kind or an older version
 */
export function readMechanism(bytes: Uint8Array): ShippedMechanism {
  const content: unknown = JSON.parse(new TextDecoder().decode(bytes));
  if (v.is(v.object({ version: v.literal(1) }), content))
    throw new Error('the file of kick groups cannot be read: it is of version 1, from a search made in another way');
  const parsed = v.safeParse(ShippedMechanismSchema, content);
  if (!parsed.success) throw new Error(`the file of kick groups cannot be read: ${parsed.issues[0].message}`);
  return parsed.output;
}

/** Number of digits kept: more precise than any interval. */
const DIGITS = 6;

export const writeMechanism = (file: ShippedMechanism): string =>
  `${JSON.stringify(file, (_, value: unknown) => (typeof value === 'number' ? Number(value.toPrecision(DIGITS)) : value))}\n`;
