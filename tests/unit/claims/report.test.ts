import { describe, expect, it } from 'vitest';
import { CLAIM_DEFINITIONS, CLAIM_IDS, type ClaimResult } from '../../../src/claims/claim';
import { undecided } from '../../../src/claims/finding';
import { CLAIMS } from '../../../src/claims/index';
import {
  claimReport,
  countVerdicts,
  estimateText,
  mergeReports,
  numberText,
  reportFromJson,
  reportToJson,
  reportToMarkdown,
} from '../../../src/claims/report';
import { exampleInput, results } from './networks';

const input = exampleInput('chain-2');

/** All claims: one with everything in it, the others undecided. */
function allResults(): ClaimResult[] {
  return CLAIMS.map(({ needs: _, run: __, compares: ___, ...text }): ClaimResult => {
    if (text.id !== 'C8') return { ...text, ...undecided('a | b') };
    const estimate = { value: Number.POSITIVE_INFINITY, low: Number.NaN, high: Number.NEGATIVE_INFINITY, n: 3 };
    return {
      ...text,
      companion: { id: 'C8b', verdict: 'not-reproduced', reason: 'because' },
      effects: [{ estimate, name: 'way', unit: 'sd' }],
      verdict: 'reproduced',
      reason: 'so it is',
      parts: [
        { name: 'first | half', verdict: 'reproduced', reason: 'yes' },
        { name: 'second look', verdict: 'not-applicable', reason: 'no', beside: true },
      ],
      figure: { kind: 'interval', rows: [{ name: 'way', estimate, atLeast: 0 }] },
    };
  });
}

describe('two reports on one network', () => {
  const [some, others] = [allResults().slice(0, 9), allResults().slice(9)];

  it('make the report on all claims, whichever comes first', () => {
    const whole = claimReport(input, allResults());
    expect(mergeReports(claimReport(input, some), claimReport(input, others))).toEqual(whole);
    expect(mergeReports(claimReport(input, others), claimReport(input, some))).toEqual(whole);
  });

  it('are not put together when they judge the same claim or another network', () => {
    expect(() => mergeReports(claimReport(input, some), claimReport(input, allResults()))).toThrow(RangeError);
    const another = claimReport(exampleInput('chain-3'), others);
    expect(() => mergeReports(claimReport(input, some), another)).toThrow(RangeError);
  });
});

describe('the report as JSON', () => {
  it('parses back to itself, numbers that are not finite among them', () => {
    const report = claimReport(input, allResults());
    expect(reportFromJson(reportToJson(report))).toEqual(report);
    const measured = claimReport(input, results(input, 'C3', 'C4', 'C23'));
    expect(reportFromJson(reportToJson(measured))).toEqual(measured);
  });

  it('has its keys in one order, a version, the network and the counts, and no date', () => {
    const report = claimReport(input, allResults());
    const turned = allResults().map((result) => Object.fromEntries(Object.entries(result).reverse()) as unknown as ClaimResult);
    expect(reportToJson(claimReport(input, turned))).toBe(reportToJson(report));
    expect(Object.keys(report)).toEqual([
      ...['format', 'version', 'definitions', 'network', 'recipe', 'seed', 'seqLen', 'counts', 'results'],
    ]);
    expect(report.definitions).toBe(CLAIM_DEFINITIONS);
    expect(report.recipe).toEqual({ name: 'unknown', differs: [] });
    expect(report.network).toMatchObject({ hiddenSize: 64, inputDim: 16, nOutputs: 3, nStates: 2 });
    expect(report.counts).toEqual({ reproduced: 1, 'not-reproduced': 0, inconclusive: 23, identity: 0, 'not-applicable': 0 });
    expect(countVerdicts([{ verdict: 'identity' }]).identity).toBe(1);
  });

  it('is told from other files', () => {
    expect(() => reportFromJson('{}')).toThrow('not a replication report');
    const later = reportToJson(claimReport(input, [])).replace('"version": 2', '"version": 3');
    expect(() => reportFromJson(later)).toThrow('version 3');
  });

  it('is read in its first version too', () => {
    const { recipe: _, definitions: __, counts, ...rest } = claimReport(input, allResults());
    const { 'not-applicable': ___, ...known } = counts;
    const results = rest.results.map(({ parts: ____, ...result }) => result);
    const first = JSON.stringify({ ...rest, version: 1, counts: known, results });
    const read = reportFromJson(first);
    expect(read).toMatchObject({ version: 2, definitions: 1, recipe: { name: 'unknown' }, counts });
    expect(reportToMarkdown(read)).toContain('Recipe unknown');
  });
});

describe('the report as Markdown', () => {
  const text = reportToMarkdown(claimReport(input, allResults()));

  it('names every claim, in the table and in a section', () => {
    for (const id of [...CLAIM_IDS, 'C8b']) expect(text).toContain(`| ${id} `);
    for (const id of CLAIM_IDS) expect(text).toContain(`## ${id} `);
    expect(text).toContain('1 reproduced, 0 not reproduced, 23 inconclusive, 0 identity, 0 not applicable');
    expect(text).toContain('H = 64, d = 16, K = 3');
  });

  it('begins with how the network was trained', () => {
    const recipe = { name: 'live', differs: ['read-out gain 8', 'H = 64, d = 16'] };
    const [title, , first] = reportToMarkdown(claimReport({ ...input, recipe }, [])).split('\n');
    expect(title).toBe('# Replication report');
    expect(first).toMatch(/^Trained by another recipe than the paper’s \(live\): read-out gain 8; H = 64, d = 16\./);
    expect(text).not.toMatch(/paper is not reproduced/i);
  });

  it('gives each part its verdict and sentence', () => {
    expect(text).toContain('| C8: first \\| half | reproduced | yes |');
    expect(text).toContain('| C8: beside it, second look | not applicable | no |');
  });

  it('keeps its table whole', () => {
    expect(text).toContain('a \\| b');
    const rows = text.split('\n').filter((line) => line.startsWith('| '));
    for (const row of rows) expect(row.replaceAll('\\|', '').split('|')).toHaveLength(5);
  });

  it.each([
    [0.12345, '0.123'],
    [-3, '−3'],
    [1234.5, '1235'],
    [4.1e-25, '4.1e−25'],
    [2.5e7, '2.5e+7'],
    [Number.NaN, '–'],
    [Number.NEGATIVE_INFINITY, '−∞'],
  ])('writes %d as %s', (value, written) => {
    expect(numberText(value)).toBe(written);
  });

  it('shows an interval where there is one', () => {
    expect(estimateText({ value: 0.5, low: 0.4, high: 0.6, n: 9 }, 'sd')).toBe('0.500 sd [0.400, 0.600], n = 9');
    expect(estimateText({ value: 3, low: 3, high: 3, n: 1 })).toBe('3, n = 1');
  });
});
