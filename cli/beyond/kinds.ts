import type { SkeletonKind } from '../../src/dynamics/skeleton/skeleton';
import type { BeyondRow } from './measure';

/** What the mean step of each network has, in a form for programs; the story counts from it. */
export interface SkeletonKinds {
  seed: number;
  networks: { id: string; fingerprint: string; kind: SkeletonKind; turnsPer1000?: number }[];
}

/** Digits of the turns, more than the story shows. */
const DIGITS = 4;

/** One line for each network that has a skeleton. @param fingerprints of the weights, by the id of the network */
export function kindsToJson(rows: readonly BeyondRow[], seed: number, fingerprints: ReadonlyMap<string, string>): string {
  const lines = rows.flatMap(({ id, skeleton }) => {
    if (!skeleton) return [];
    const turns = skeleton.cycle && { turnsPer1000: Number(skeleton.cycle.turnsPer1000.toPrecision(DIGITS)) };
    return [JSON.stringify({ id, fingerprint: fingerprints.get(id), kind: skeleton.kind, ...turns })];
  });
  return `{"seed":${seed},"networks":[\n${lines.join(',\n')}\n]}\n`;
}

export const readKinds = (text: string): SkeletonKinds => JSON.parse(text) as SkeletonKinds;
