import * as v from 'valibot';
import type { HmmSpec } from '../../hmm/spec';
import { readWeights, WeightFileError, writeWeights } from '../../rnn/safetensors';
import { type RnnWeights, weightsFingerprint } from '../../rnn/weights';
import { modelOfMetadata } from '../networks/pendingImport';

/** A stored network: its weight file, and what the list of recent networks shows of it. */
export interface KeptNetwork {
  /** Fingerprint of the weights: the same network is stored once. */
  fingerprint: string;
  name: string;
  /** Whether the user gave the name. Such networks are removed last. */
  named: boolean;
  source: 'training' | 'file';
  hmm: HmmSpec;
  weights: RnnWeights;
  update: number;
  /** Training seed; undefined for a network from a file. */
  seed?: number | undefined;
  scores?: { maxCell: number; changeRate: number } | undefined;
  /** Later ones have greater numbers; clocks are not reliable. */
  order: number;
  /** Wall clock in milliseconds, only for display. */
  savedAt: number;
  /** The settings when it was stored. */
  link: string;
}

export const LONGEST_NAME = 80;

/** A name in the form in which it is stored: one line, at most 80 characters. */
export const tidyName = (name: string): string => [...name.replace(/\s+/g, ' ').trim()].slice(0, LONGEST_NAME).join('').trim();

const finite = v.pipe(v.number(), v.finite());
const count = v.pipe(v.number(), v.safeInteger(), v.minValue(0));

const NetworkSchema = v.object({
  version: v.literal(1),
  name: v.pipe(
    v.string(),
    v.check((name) => name !== '' && tidyName(name) === name),
  ),
  named: v.boolean(),
  source: v.picklist(['training', 'file']),
  /** safetensors; its metadata holds the model and the update. */
  file: v.instance(Uint8Array),
  fingerprint: v.pipe(v.string(), v.regex(/^[0-9a-f]{8}$/)),
  seed: v.optional(v.pipe(count, v.maxValue(4294967295))),
  scores: v.optional(v.object({ maxCell: finite, changeRate: finite })),
  order: count,
  savedAt: finite,
  link: v.pipe(v.string(), v.maxLength(20_000)),
});
type NetworkRecord = v.InferOutput<typeof NetworkSchema>;

/** The network as a weight file, as the app saves it. */
export const networkFile = ({ weights, hmm, update, seed }: KeptNetwork): Uint8Array<ArrayBuffer> =>
  writeWeights(weights, { hmm: JSON.stringify(hmm), update: String(update), seed: seed === undefined ? '' : String(seed) });

/** A network as a record of the storage. */
export function networkRecord(network: KeptNetwork): NetworkRecord {
  const { name, named, source, fingerprint, seed, scores, order, savedAt, link } = network;
  return {
    version: 1,
    name,
    named,
    source,
    file: networkFile(network),
    fingerprint,
    seed,
    scores,
    order,
    savedAt,
    link,
  };
}

/** Reads a network from a record; undefined if any part, including the fingerprint, is wrong. Never throws. */
export function readNetwork(raw: unknown): KeptNetwork | undefined {
  const parsed = v.safeParse(NetworkSchema, raw);
  if (!parsed.success) return undefined;
  const { version: _, file, ...told } = parsed.output;
  try {
    const { weights, metadata } = readWeights(file);
    const hmm = modelOfMetadata(metadata);
    const update = Number(metadata.update);
    const whole = hmm?.nOutputs === weights.nOutputs && Number.isSafeInteger(update) && update >= 0;
    return whole && weightsFingerprint(weights) === told.fingerprint ? { ...told, hmm, weights, update } : undefined;
  } catch (error) {
    if (error instanceof WeightFileError) return undefined;
    throw error;
  }
}
