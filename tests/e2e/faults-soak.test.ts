import { writeFileSync } from 'node:fs';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { tell } from '../evidence';
import { LEAST_ROUNDS, type Soak, soak, summaryOf, thirdsOf } from '../soak/soak';
import type { Thirds } from '../soak/trend';
import { type App, startApp } from './browser';

/** Two minutes in the ordinary run; SOAK_MINUTES=30 for `npm run soak`. SOAK_REPORT names a file for a summary. */
const { SOAK_MINUTES = '2', SOAK_REPORT } = process.env;
const MINUTES = Number(SOAK_MINUTES);

let app: App;
let found: Soak;
beforeAll(
  async () => {
    app = await startApp();
    found = await soak(app, MINUTES, (line) => console.log(line));
    if (SOAK_REPORT) writeFileSync(SOAK_REPORT, `${JSON.stringify(summaryOf(found), undefined, 2)}\n`);
  },
  (MINUTES + 3) * 60_000,
);
afterAll(async () => {
  await app.close();
});

/** What may be added between the first third and the last: a share, and a little that is rounding. */
function isFlat({ first, last }: Thirds, share: number, spare: number): void {
  expect(last).toBeLessThanOrEqual(first * (1 + share) + spare);
}

describe(`a sitting of ${MINUTES} minutes`, () => {
  it('is long enough to tell', () => {
    expect(found.samples.length).toBeGreaterThanOrEqual(LEAST_ROUNDS);
    const { minutes, rounds, heap, nodes, listeners, cpuPerFrame } = summaryOf(found);
    const from = ({ first, last }: Thirds, unit = 1, digits = 0) =>
      `${(first / unit).toFixed(digits)} → ${(last / unit).toFixed(digits)}`;
    tell({
      seen: `${minutes} min, ${rounds} rounds, first third → last: heap ${from(heap, 1e6)} MB, nodes ${from(nodes)}, listeners ${from(listeners)}, ${from(cpuPerFrame, 1, 1)} ms of processor time a frame`,
    });
  });
  it('keeps its memory flat', () => {
    isFlat(
      thirdsOf(found.samples, ({ heap }) => heap),
      0.1,
      2e6,
    );
    isFlat(
      thirdsOf(found.samples, ({ workerHeap }) => workerHeap),
      0.5,
      20e6,
    );
  });
  it.each(['nodes', 'listeners'] as const)('keeps its %s flat', (name) => {
    isFlat(
      thirdsOf(found.samples, (sample) => sample[name]),
      0.05,
      20,
    );
  });
  it('keeps its workers and tensors', () => {
    // A worker without work ends after a while, in one round or in the next: the most of both halves are compared.
    const counts = found.samples.slice(1).map(({ workers }) => workers);
    const half = counts.length >> 1;
    expect(Math.max(...counts.slice(half))).toBeLessThanOrEqual(Math.max(...counts.slice(0, half)));
    const tensors = found.samples.flatMap((sample) => sample.tensors ?? []);
    expect(Math.max(...tensors)).toBeLessThanOrEqual(3);
  });
  it('needs no more for a frame than it did', () => {
    // The processor time of a frame is the page's own, whatever else the machine does.
    isFlat(
      thirdsOf(found.samples, ({ cpuPerFrame }) => cpuPerFrame),
      0.25,
      0.5,
    );
  });
  // The lengths of frames tell of other programs too: of other tests in the ordinary run.
  it.runIf(SOAK_REPORT)('keeps its frames as even as they were, with the machine to itself', () => {
    isFlat(
      thirdsOf(found.samples, ({ frameP95 }) => frameP95),
      1,
      17,
    );
  });
  it('meets no problem', () => {
    expect(found.problems).toEqual([]);
  });
});
