import { describe, expect, it } from 'vitest';
import { NoisePanel } from '../../src/analyses/noise/NoisePanel';
import { RotationBody } from '../../src/analyses/rotation/RotationBody';
import { problems } from './browserParts';
import { find, openPage, settled } from './openPage';

describe('the analysis panels', () => {
  it('say of the two-state chain what the paper says: one turn per round trip, best emissions near σ = 1', async () => {
    const { root } = await openPage(
      '?v=3&view=lab',
      <>
        <div id="rotation">
          <RotationBody />
        </div>
        <NoisePanel />
      </>,
    );
    await settled(root);
    const verdict = (id: string) => find(root, `#${id} .analysis-verdict`).textContent!;
    expect(verdict('rotation')).toContain('One turn per round trip');
    const best = Number(/best at σ = ([\d.]+)/.exec(verdict('noise-level'))![1]);
    expect(best).toBeGreaterThanOrEqual(0.5);
    expect(best).toBeLessThanOrEqual(2);
    expect(problems).toEqual([]);
  });
});
