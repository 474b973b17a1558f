import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { fitCurve } from '../../../src/analyses/sequences/compute';
import { parseSequenceFile } from '../../../src/hmm/sequences/parse';
import { sequenceSet } from '../../../src/hmm/sequences/windows';
import { DATA_SETS } from '../../../src/state/networks/dataSets';
import { finish } from '../finish';

/** What docs/bring-your-own.md says of the data sets: labels, sequences, states of least BIC, what memory is worth. */
const documented = readFileSync('docs/bring-your-own.md', 'utf8');

const SHIPPED = {
  weather: { labels: ['drizzle', 'rain', 'sun', 'snow', 'fog'], length: 1461 },
  births: { labels: ['few', 'many'], length: 5479 },
} as const;

describe.each(DATA_SETS)('the data set $name', ({ id, file, name, source, licence }) => {
  const parsed = parseSequenceFile(readFileSync(`public/data/${file}`), {});
  const expected = SHIPPED[id as keyof typeof SHIPPED];

  it('is read as one sequence of its labels; the days are not used', () => {
    expect(parsed.names).toEqual(expected.labels);
    expect(parsed.sequences.map((one) => one.length)).toEqual([expected.length]);
    expect(parsed.notes.join(' ')).toContain('The column "date" was not used');
  });

  it('is described with its source, its licence and what the fit says', () => {
    for (const text of [name, source, licence]) expect(documented).toContain(text);
    const points = finish(fitCurve({ data: sequenceSet(parsed.sequences, parsed.names.length), seed: 1 }));
    const best = points.reduce((least, point) => (point.bic < least.bic ? point : least));
    const { value, low, high, n } = best.memory;
    const said = `${best.nStates} hidden states, ${value.toFixed(3)} nats (95 % interval ${low.toFixed(3)} to ${high.toFixed(3)}, n = ${n} stretches)`;
    expect(documented).toContain(said);
  });
});
