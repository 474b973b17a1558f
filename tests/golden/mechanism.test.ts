import { existsSync, readFileSync } from 'node:fs';
import { parse } from 'valibot';
import { describe, expect, it } from 'vitest';
import { EXIT_BAR, kickNeurons, meetsBar } from '../../src/dynamics/kick/kickNeurons';
import { readMechanism, writeMechanism } from '../../src/dynamics/kick/mechanismFile';
import { finish } from '../../src/math/progress';
import { readWeights } from '../../src/rnn/safetensors';
import { weightsFingerprint } from '../../src/rnn/weights';
import { PresetIndexSchema } from '../../src/training/presets';

const FOLDER = 'public/presets';
const { presets } = parse(PresetIndexSchema, JSON.parse(readFileSync(`${FOLDER}/index.json`, 'utf8')));
const open = (file: string) => readMechanism(readFileSync(`${FOLDER}/${file}`));
/** A search takes seconds on a small network, minutes on one of the paper's size. */
const quick = presets.filter(({ hiddenSize, mechanism }) => mechanism && hiddenSize <= 64).slice(0, 2);

describe('kick groups that ship with the networks', () => {
  it.each(presets)('$id: belong to its very weights, and every verdict follows from its numbers', ({ file, mechanism }) => {
    expect(mechanism && existsSync(`${FOLDER}/${mechanism}`)).toBe(true);
    const { fingerprint, report } = open(mechanism!);
    expect(fingerprint).toBe(weightsFingerprint(readWeights(readFileSync(`${FOLDER}/${file}`)).weights));
    for (const { verdict, score, group, curve, exhaustive, candidates, fewest, path } of report.directions) {
      // k* is the first size on the curve that leaves a quarter of the exits in both ways.
      const enough = curve.find(({ clamped, muted }) => clamped.value <= EXIT_BAR && muted.value <= EXIT_BAR);
      expect(fewest).toBe(enough?.group.length);
      if (fewest !== undefined) expect(score!.group).toEqual(enough!.group);
      if (verdict === 'found') {
        expect(meetsBar(score!)).toBe(true);
        expect(score!.group.length).toBe(fewest);
        // Interventions act on a group that may be larger than the fewest units that do.
        expect(group!.units.length).toBeGreaterThanOrEqual(fewest!);
        expect(group!.units.length).toBeLessThanOrEqual(score!.most);
      } else expect(group).toBeUndefined();
      if (verdict === 'none' && score) expect(meetsBar(score)).toBe(false);
      // That three are not enough is a claim that needs proof: every group of the searched candidates was tried.
      const few = path.slice(0, 3).some(({ ratio }) => ratio <= EXIT_BAR);
      if (verdict === 'none' && candidates.length > 0 && !few) {
        const pool = Math.min(15, candidates.length);
        const size = Math.min(3, pool);
        const groups = size === 3 ? (pool * (pool - 1) * (pool - 2)) / 6 : size === 2 ? (pool * (pool - 1)) / 2 : pool;
        expect(exhaustive?.tried).toBe(groups);
      }
    }
  });

  it.each(quick)('$id: are found again', { timeout: 180_000 }, ({ file, mechanism }) => {
    const { weights } = readWeights(readFileSync(`${FOLDER}/${file}`));
    const shipped = open(mechanism!);
    const found = finish(kickNeurons(weights, { seed: shipped.report.seed }));
    const again = readMechanism(new TextEncoder().encode(writeMechanism({ ...shipped, report: found })));
    expect(again.report.groups).toEqual(shipped.report.groups);
    expect(again.report.directions.map(({ fewest, score }) => [fewest, score?.changed])).toEqual(
      shipped.report.directions.map(({ fewest, score }) => [fewest, score?.changed]),
    );
  });

  it('of another format are refused with a phrase', () => {
    for (const text of ['{"version":3}', '[]', '{"version":2}', '{"version":2,"fingerprint":"x","report":{"directions":[{}]}}'])
      expect(() => readMechanism(new TextEncoder().encode(text))).toThrow(/cannot be read/);
    expect(() => readMechanism(new TextEncoder().encode('{"version":1}'))).toThrow(/version 1/);
  });
});
