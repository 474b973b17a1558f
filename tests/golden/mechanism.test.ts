import { existsSync, readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { EXIT_BAR, kickNeurons, meetsBar } from '../../src/dynamics/kick/kickNeurons';
import { readMechanism, writeMechanism } from '../../src/dynamics/kick/mechanismFile';
import { finish } from '../../src/math/progress';
import { readWeights } from '../../src/rnn/safetensors';
import { weightsFingerprint } from '../../src/rnn/weights';

const FOLDER = 'public/presets';
const { presets } = JSON.parse(readFileSync(`${FOLDER}/index.json`, 'utf8')) as {
  presets: { id: string; file: string; mechanism?: string }[];
};
const open = (file: string) => readMechanism(readFileSync(`${FOLDER}/${file}`));

describe('kick groups that ship with the networks', () => {
  it.each(presets)('$id: belong to its very weights, and every verdict follows from its numbers', ({ file, mechanism }) => {
    expect(mechanism && existsSync(`${FOLDER}/${mechanism}`)).toBe(true);
    const { fingerprint, report } = open(mechanism!);
    expect(fingerprint).toBe(weightsFingerprint(readWeights(readFileSync(`${FOLDER}/${file}`)).weights));
    for (const { verdict, score, exhaustive, candidates, fewest, path } of report.directions) {
      if (verdict === 'found') {
        expect(meetsBar(score!)).toBe(true);
        expect(score!.group.length).toBe(fewest);
      }
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

  it('are found again', { timeout: 60_000 }, () => {
    const { weights } = readWeights(readFileSync(`${FOLDER}/chain-2-s3.safetensors`));
    const shipped = open('chain-2-s3.mechanism.json');
    const found = finish(kickNeurons(weights, { seed: shipped.report.seed }));
    const again = readMechanism(new TextEncoder().encode(writeMechanism({ ...shipped, report: found })));
    expect(again.report.groups).toEqual(shipped.report.groups);
    expect(again.report.directions.map(({ score }) => score?.changed)).toEqual(
      shipped.report.directions.map(({ score }) => score?.changed),
    );
  });

  it('of another format are refused with a phrase', () => {
    for (const text of ['{"version":2}', '[]', '{"version":1,"fingerprint":"x","report":{"directions":[{}]}}'])
      expect(() => readMechanism(new TextEncoder().encode(text))).toThrow(/cannot be read/);
    expect(() => readMechanism(new TextEncoder().encode('{"version":1}'))).toThrow(/version 1/);
  });
});
