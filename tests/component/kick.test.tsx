import { readFileSync } from 'node:fs';
import { parse } from 'valibot';
import { describe, expect, it } from 'vitest';
import { judgeKick } from '../../src/analyses/kick/compute';
import { KickPanel } from '../../src/analyses/kick/KickPanel';
import type { KickDirection } from '../../src/dynamics/kick/kickNeurons';
import { readMechanism } from '../../src/dynamics/kick/mechanismFile';
import { PresetIndexSchema } from '../../src/training/presets';
import { problems } from './browserParts';
import { all, find, openPage, settled } from './openPage';

const read = (file: string) => readFileSync(`public/presets/${file}`);
/** The networks that ship, with the kick groups found in each. */
const SHIPPED = parse(PresetIndexSchema, JSON.parse(read('index.json').toString())).presets.flatMap((preset) =>
  preset.mechanism ? [{ preset, report: readMechanism(read(preset.mechanism)).report }] : [],
);
/** A network whose switch was searched for in vain, every group of some size tried. */
const inVain = ({ verdict, score, exhaustive }: KickDirection) => verdict === 'none' && score && exhaustive;
const WITHOUT = SHIPPED.find(({ report }) => report.directions.some(inVain));

describe('kick neurons', () => {
  it.runIf(WITHOUT)('where there are none, the panel says what was tried', async () => {
    const { preset, report } = WITHOUT!;
    const { hmm, seed, hiddenSize, recipeName } = preset;
    const loss = recipeName === 'sharpened' ? 'sharpened' : 'plain';
    const { root } = await openPage(`?v=3&view=lab&preset=${hmm}&net=${seed}&units=${hiddenSize}&loss=${loss}`, <KickPanel />);
    await settled(root);
    const { tried, size, met } = report.directions.find(inVain)!.exhaustive!;
    const rows = all(root, 'tr[data-verdict=none]').map((row) => row.textContent);
    expect(rows.join()).toContain(`all ${tried} groups of ${size} were tried, ${met} met the bar`);
    expect(find(root, '.claim').dataset.verdict).toBe(judgeKick(report).verdict);
    expect(problems).toEqual([]);
  });
});
