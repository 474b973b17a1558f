import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { readMechanism, type ShippedMechanism } from '../../src/dynamics/kick/mechanismFile';
import { readWeights } from '../../src/rnn/safetensors';
import { type Simulation, simulate } from '../../src/rnn/simulate';
import { type RnnWeights, weightsFingerprint } from '../../src/rnn/weights';
import { readHistory, type TrainingHistory } from '../../src/training/history';
import type { Preset } from '../../src/training/presets';
import { readKinds, type SkeletonKinds } from '../beyond/kinds';
import { readIndex } from '../networkFiles';
import { readVerdicts, type Verdicts } from '../replicationVerdicts';

/** The shipped networks and the verdicts on them, for the measures of the story. */
export interface Gallery {
  presets: readonly Preset[];
  /** @throws Error when the shipped networks have not been judged, or were others then */
  verdicts(): Verdicts;
  /** What the mean step of each network has. @throws Error when it was found of other networks */
  kinds(): SkeletonKinds['networks'];
  preset(id: string): Preset;
  weights(id: string): RnnWeights;
  history(id: string): TrainingHistory;
  /** Kick groups. */
  mechanism(id: string): ShippedMechanism['report'];
  /** One long noise-on run of a network, settled. */
  run(id: string): Simulation;
  /** The result of `make`, computed once for each key. */
  once<T>(key: string, make: () => T): T;
}

/**
 * @param replication docs/replication.json
 * @param beyond docs/beyond.json
 */
export function openGallery(folder: string, replication: string, beyond: string): Gallery {
  const presets = readIndex(folder);
  const kept = new Map<string, unknown>();
  const read = (file: string) => new Uint8Array(readFileSync(join(folder, file)));
  const gallery: Gallery = {
    presets,
    once<T>(key: string, make: () => T): T {
      if (!kept.has(key)) kept.set(key, make());
      // Only one maker uses a key, so the value has its type.
      return kept.get(key) as T;
    },
    preset(id) {
      const found = presets.find((preset) => preset.id === id);
      if (!found) throw new Error(`${folder} holds no network “${id}”, which the story tells of`);
      return found;
    },
    weights: (id) => gallery.once(`weights ${id}`, () => readWeights(read(gallery.preset(id).file)).weights),
    history: (id) => gallery.once(`history ${id}`, () => readHistory(read(named(id, gallery.preset(id).history, 'history')))),
    mechanism: (id) =>
      gallery.once(`mechanism ${id}`, () => {
        const { fingerprint, report } = readMechanism(read(named(id, gallery.preset(id).mechanism, 'file of kick groups')));
        if (fingerprint !== weightsFingerprint(gallery.weights(id)))
          throw new Error(`the kick groups of “${id}” are of other weights: run npm run mechanism -- --only ${id} --write`);
        return report;
      }),
    run: (id) => gallery.once(`run ${id}`, () => simulate(gallery.weights(id), { steps: 100_000, seed: 11, warmUp: 200 })),
    verdicts: () => gallery.once('verdicts', () => madeOf(gallery, replication, 'replication', readVerdicts)),
    kinds: () => gallery.once('kinds', () => madeOf(gallery, beyond, 'beyond', readKinds).networks),
  };
  return gallery;
}

function named(id: string, file: string | undefined, what: string): string {
  if (!file) throw new Error(`no ${what} ships with the network “${id}”`);
  return file;
}

/** What another command found of the shipped networks, if it found it of these. */
function madeOf<T extends { networks: readonly { id: string; fingerprint: string }[] }>(
  gallery: Gallery,
  file: string,
  command: string,
  read: (text: string) => T,
): T {
  if (!existsSync(file)) throw new Error(`there is no ${file}: run npm run ${command}`);
  const found = read(readFileSync(file, 'utf8'));
  for (const { id } of gallery.presets)
    if (found.networks.find((one) => one.id === id)?.fingerprint !== weightsFingerprint(gallery.weights(id)))
      throw new Error(`${file} does not tell of the network “${id}” as it is: run npm run ${command}`);
  return found;
}
