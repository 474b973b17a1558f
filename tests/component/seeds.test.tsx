import { readFileSync } from 'node:fs';
import { parse } from 'valibot';
import { describe, expect, it } from 'vitest';
import { ResonanceBody } from '../../src/analyses/resonance/ResonanceBody';
import { SeedsBody } from '../../src/analyses/seeds/SeedsBody';
import { PresetIndexSchema } from '../../src/training/presets';
import { problems } from './browserParts';
import { all, COMPUTED, find, openPage, settled } from './openPage';

const { presets: PRESETS } = parse(PresetIndexSchema, JSON.parse(readFileSync('public/presets/index.json', 'utf8')));

describe('resonance and seeds', () => {
  it('are judged, with the minimum and its interval', async () => {
    const { root } = await openPage('?v=3&view=lab', <ResonanceBody />);
    await expect.poll(() => all(root, '.analysis-body').length, COMPUTED).toBeGreaterThanOrEqual(4);
    await settled(root);
    expect(all(root, '.claim')).toHaveLength(2);
    expect(find(root, '.numbers dd').textContent).toMatch(/\d\.\d+ \[\d\.\d+, \d\.\d+\]/);
    expect(problems).toEqual([]);
  });

  it('list six networks of the model at most, and a row for every two of one size', async () => {
    const { root } = await openPage('?v=3&view=lab', <SeedsBody />);
    const networks = PRESETS.filter(({ hmm }) => hmm === 'chain-2').slice(0, 6);
    await expect.poll(() => all(root, 'li')[networks.length - 1]?.textContent, COMPUTED).toContain('turns per round trip');
    expect(all(root, 'li')).toHaveLength(networks.length);
    const searched = networks.filter(({ mechanism }) => mechanism);
    const pairs = searched.flatMap((a, n) => searched.slice(n + 1).filter((b) => b.hiddenSize === a.hiddenSize));
    await expect.poll(() => all(root, 'table.values tbody tr').length, COMPUTED).toBe(pairs.length);
    expect(problems).toEqual([]);
  });
});
