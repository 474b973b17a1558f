import { spawnSync } from 'node:child_process';
import { describe, expect, it } from 'vitest';

/** Runs the import checker with the project's own rules in a folder. */
const check = (cwd: string, config: string, targets: string[]) =>
  spawnSync(
    process.execPath,
    [`${process.cwd()}/node_modules/.bin/depcruise`, ...targets, '--config', config, '--output-type', 'err'],
    {
      cwd,
      encoding: 'utf8',
    },
  );

describe('import directions', () => {
  it('hold in the project', () => {
    const { status, stdout } = check(process.cwd(), '.dependency-cruiser.cjs', ['src', 'cli']);
    expect(stdout).toContain('no dependency violations');
    expect(status).toBe(0);
  });
  it('fail on planted wrong imports', () => {
    const { status, stdout } = check('tests/fixtures/imports', '../../../.dependency-cruiser.cjs', ['src']);
    expect(status).not.toBe(0);
    expect(stdout).toContain('imports-of-math: src/math/upward.ts');
    expect(stdout).toContain('charts-know-only-math: src/charts/network.ts');
    expect(stdout).toContain('tensorflow-only-in-its-engine: src/training/stray.ts');
  });
});
