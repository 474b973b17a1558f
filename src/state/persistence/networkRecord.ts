import * as v from 'valibot';
import type { NetworkScores } from '../../analyses/networkTable/compute';
import { CLAIM_VERDICTS, type ClaimVerdict } from '../../claims/claim';
import type { Provenance } from '../../claims/provenance';
import type { HmmSpec } from '../../hmm/spec';
import { readWeights, WeightFileError } from '../../rnn/safetensors';
import { type RnnWeights, weightsFingerprint } from '../../rnn/weights';
import { writeWeights } from '../../rnn/writeSafetensors';
import { modelOfMetadata } from '../networks/pendingImport';

/** What the claims found; `definitions` is the value of CLAIM_DEFINITIONS when they were tested. */
export interface KeptVerdicts {
  definitions: number;
  of: Readonly<Record<string, ClaimVerdict>>;
}

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
  /** Of the checkpoint, as the training judged it. */
  scores?: { maxCell: number; changeRate: number } | undefined;
  /** How it was trained, if it was trained here. */
  recipe?: Provenance | undefined;
  /** Judged on fresh draws, as the networks that ship. */
  measured?: NetworkScores | undefined;
  /** Verdicts of the claims, by their ids. */
  verdicts?: KeptVerdicts | undefined;
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

const estimate = v.object({ value: v.number(), low: v.number(), high: v.number(), n: count });
/** Parts that can be made again: a damaged one is dropped, and the network stays. */
const remade = <T>(schema: v.GenericSchema<unknown, T>) => v.fallback(v.optional(schema), undefined);
const ScoresSchema: v.GenericSchema<unknown, NetworkScores> = v.object({
  ratio: estimate,
  maxCell: v.number(),
  changeRateRatio: estimate,
  batch: count,
  seqLen: count,
  bounded: v.boolean(),
});

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
  recipe: remade(v.object({ name: v.string(), differs: v.array(v.string()) })),
  measured: remade(ScoresSchema),
  verdicts: remade(v.object({ definitions: count, of: v.record(v.string(), v.picklist(CLAIM_VERDICTS)) })),
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
  const { name, named, source, fingerprint, seed, scores, recipe, measured, verdicts, order, savedAt, link } = network;
  return {
    version: 1,
    name,
    named,
    source,
    file: networkFile(network),
    fingerprint,
    seed,
    scores,
    recipe,
    measured,
    verdicts,
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
