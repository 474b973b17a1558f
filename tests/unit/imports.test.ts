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
    const { status, stdout } = check('tests/fixtures/imports', '../../../.dependency-cruiser.cjs', ['src', 'cli']);
    expect(status).not.toBe(0);
    const faults = [...stdout.matchAll(/^ {2}error ([\w-]+): (\S+)/gm)].map(([, rule, file]) => `${rule}: ${file}`);
    expect(faults.sort()).toEqual([
      'analyses-know-no-other: src/analyses/kick/stray.ts',
      'analyses-know-no-other: src/analyses/spectrum/request.ts',
      'charts-know-only-math: src/charts/network.ts',
      'cli-stays-below-workers: cli/stray.ts',
      'imports-of-analyses: src/analyses/kick/upward.ts',
      'imports-of-claims: src/claims/upward.ts',
      'imports-of-dynamics: src/dynamics/upward.ts',
      'imports-of-math: src/math/upward.ts',
      'imports-of-requests: src/analyses/mechanism.ts',
      'imports-of-requests: src/analyses/spectrum/compute.ts',
      'imports-of-story: src/story/upward.ts',
      'imports-of-ui: src/ui/frame.ts',
      'imports-of-views: src/views/portrait/upward.ts',
      'imports-of-workers: src/workers/stray.ts',
      'pictures-start-no-workers: src/views/portrait/worker.ts',
      'requests-carry-no-computation: src/analyses/spectrum/request.ts',
      'shared-parts-know-no-analysis: src/analyses/shared.ts',
      'tensorflow-only-in-its-engine: src/training/stray.ts',
    ]);
  });
});
