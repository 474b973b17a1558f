import { mkdtempSync, readdirSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { keptPart, partFile, partFromJson, partToJson } from '../../../cli/beyond/cache';
import { BEYOND_PARTS, type BeyondRow, measureBeyond } from '../../../cli/beyond/measure';
import { beyondDocument } from '../../../cli/beyond/table';
import { handBuiltNetwork } from '../../../src/dynamics/circuit/handBuilt';
import { PAPER_HMMS } from '../../../src/hmm/models';

const { weights } = handBuiltNetwork();
const hmm = PAPER_HMMS['chain-2'];
const row = measureBeyond({ id: 'by-hand', weights, hmm, kick: undefined, start: undefined }, 1, true);

describe('what is measured beyond the paper', () => {
  it('is told of a network without kick groups or a history too', () => {
    expect(row.skeleton).toMatchObject({ kind: 'switch', completeness: 'complete' });
    expect(row.graph).toMatchObject({ joined: [[0, 2]], precision: 1, recall: 1 });
    expect(row.committors).toHaveLength(1);
    expect(row.overlap).toBeUndefined();
    expect(row.integration).toBeUndefined();
    expect(row.divergence).toBeUndefined();
    expect(row.rates!.excess.n).toBeGreaterThan(0);
    expect(row.rank!.cut).toBe('weights');
    expect(Object.keys(row.richness!)).toEqual(['weights']);
    expect(row.notes).toEqual([]);
  });

  it('says in a sentence what cannot be measured', () => {
    const grows = { ...weights, recurrentWeights: weights.recurrentWeights.map((value) => 3 * Math.abs(value)) };
    const found = measureBeyond({ id: 'grows', weights: grows, hmm, kick: undefined, start: undefined }, 1, true);
    expect(found.skeleton).toBeUndefined();
    expect(found.notes[0]).toMatch(/^Skeleton: the driven run passes the divergence cap/);
    expect(beyondDocument([found], 1)).toContain('- grows. Skeleton: ');
  });
});

describe('a part of a row that was made before', () => {
  const source = { id: 'by-hand', part: 'skeleton', definition: 1, seed: 1, files: [Uint8Array.of(1, 2), Uint8Array.of(3)] };

  it('is the same when it is read again, what is not a number too', () => {
    const undefinedShare = { ...row, graph: { ...row.graph!, precision: Number.NaN } };
    expect(partFromJson(partToJson(undefinedShare))).toEqual(
      JSON.parse(JSON.stringify(undefinedShare), (_, value) => value ?? Number.NaN),
    );
    expect(partFromJson<BeyondRow>(partToJson(undefinedShare)).graph!.precision).toBeNaN();
    expect(beyondDocument([partFromJson<BeyondRow>(partToJson(row))], 1)).toBe(beyondDocument([row], 1));
  });

  it('is not made again, unless a file, the seed, the part or its definition has changed', () => {
    const folder = mkdtempSync(join(tmpdir(), 'beyond-'));
    let made = 0;
    const make = (): Partial<BeyondRow> => {
      made++;
      return row;
    };
    const ask = (change: Partial<typeof source>) => keptPart(folder, partFile(folder, { ...source, ...change }), make).kept;
    expect([ask({}), ask({}), made]).toEqual([false, true, 1]);
    expect([ask({ seed: 2 }), ask({ part: 'rates' }), ask({ files: [Uint8Array.of(1), Uint8Array.of(2, 3)] })]).toEqual([
      false,
      false,
      false,
    ]);
    expect(made).toBe(4);
    expect([ask({ definition: 2 }), ask({ definition: 2 }), made]).toEqual([false, true, 5]);
    expect(readdirSync(folder).every((name) => name.endsWith('.json'))).toBe(true);
  });
});

describe('the document', () => {
  const text = beyondDocument([row], 1);

  it('has one row for each network in four whole tables', () => {
    const rows = text.split('\n').filter((line) => line.startsWith('| '));
    expect(rows.filter((line) => line.startsWith('| by-hand |'))).toHaveLength(4);
    const columns = rows.map((line) => line.replaceAll('\\|', '').split('|').length);
    expect(columns).toEqual([10, 10, 7, 7, 8, 8, 10, 10]);
    expect(text).toContain('Of 1 networks: switch 1.');
    expect(text).toContain('| 0–2; model 0–2 | 1.00, 1.00 |');
    expect(text).toContain('of 1 pairs that skeletons join 1 are the model’s (precision 1.00)');
    expect(row.belief!.hidden.n).toBe(20);
    expect(['phase', 'unconfirmed', 'none']).toContain(row.phase!.verdict);
  });

  it('says how far apart the skeleton’s change and the marker are', () => {
    const told = (update: number | undefined, marker?: number) =>
      beyondDocument(
        [
          {
            ...row,
            training: {
              changed: { update, after: update && update - 10 },
              ...(marker === undefined ? {} : { marker }),
              length: 1000,
              kinds: ['noisy-focus', 'switch'],
            },
          },
        ],
        1,
      );
    expect(told(210, 180)).toContain('| by-hand | noisy focus, switch | 200 – 210 | 180 | 3 % |');
    expect(told(500, 180)).toContain('| 490 – 500 | 180 | 32 %, clearly apart |');
    expect(told(undefined, 180)).toContain('| never | 180 | – |');
    expect(told(210)).toContain('| 200 – 210 | none | – |');
  });

  it('says what was not measured yet, of which networks', () => {
    const partly = beyondDocument(
      [row, { id: 'later', committors: [], notes: [] }],
      1,
      new Map([['later', ['skeleton', 'rates']]]),
    );
    expect(partly).toContain('**Not complete.**');
    expect(partly).toContain('- skeleton: 1 of 2 networks (later)');
    expect(partly).toContain('| later |');
    // Of which nothing is known, it has no line.
    const nothing = new Map([['later', Object.keys(BEYOND_PARTS)]]);
    expect(beyondDocument([row, { id: 'later', committors: [], notes: [] }], 1, nothing)).not.toContain('| later |');
    expect(partly).toContain('Of 1 networks: switch 1.');
    expect(text).not.toContain('Not complete');
  });

  it('says how it is made, and that none of it is in the paper', () => {
    expect(text).toContain('`npm run beyond`');
    expect(text).toContain('nothing here is in the paper');
  });
});
