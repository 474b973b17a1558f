import { fireEvent } from '@testing-library/react/pure';
import { describe, expect, it } from 'vitest';
import { CollapsePanel } from '../../src/analyses/collapse/CollapsePanel';
import { AnalysisBody } from '../../src/ui/AnalysisPanel';
import { useApp } from '../../src/ui/context';
import { problems } from './browserParts';
import { COMPUTED, find, openPage, SOON, there } from './openPage';

const open = (content = <CollapsePanel />) => openPage('?v=3&view=lab', content, (pool) => pool.hold('collapse'));
const body = (root: HTMLElement) => find(root, '[data-job=collapse]');

/** A panel that goes when σ reaches 2. */
const BelowTwo = () => useApp((state) => state.settings.sigma < 2) && <CollapsePanel />;

describe('an analysis', () => {
  it('waits its turn, shows its progress, and then what was found and of which network', async () => {
    const { root, pool } = await open();
    const request = await pool.next('collapse');
    expect(request.priority).toBe('inSight');
    expect(body(root).textContent).toContain('Waiting its turn…');
    request.progress(0.4);
    await expect.poll(() => body(root).textContent, SOON).toContain('Computing… 40 %');
    expect(find<HTMLProgressElement>(root, 'progress').value).toBe(0.4);
    expect(body(root).dataset.status).toBe('working');
    await request.compute();
    await there(root, '[data-job=collapse][data-status=ready][data-settled=yes]');
    expect(find(root, '[data-verdict]').dataset.verdict).toBe('single-fixed-point');
    expect(find(root, '.figure-note').textContent).toContain('shipped network, seed 1');
    expect(root.querySelector('progress')).toBeNull();
    expect(problems).toEqual([]);
  });

  it.each([
    ['failed', 'it found no fixed point'],
    ['worker-died', 'the background worker died'],
  ] as const)('that ends as %s says why, and is computed when asked again', async (code, message) => {
    const { root, page, pool } = await open();
    (await pool.next('collapse')).fail(message, code);
    expect((await page.findByRole('alert', undefined, SOON)).textContent).toBe(`This analysis failed: ${message}. Try again`);
    fireEvent.click(page.getByRole('button', { name: 'Try again' }));
    const again = await pool.next('collapse');
    await expect.poll(() => page.queryByRole('alert'), SOON).toBeNull();
    await again.compute();
    await there(root, '[data-job=collapse][data-status=ready]');
    expect(problems).toEqual([]);
  });

  it('whose numbers are wrong fails in a sentence', async () => {
    const { page, pool } = await open();
    (await pool.next('collapse')).answer({ norms: Float64Array.of(Number.NaN) } as never);
    const alert = await page.findByRole('alert', undefined, SOON);
    expect(alert.textContent).toContain('the numbers that came back are wrong (norms.0 is NaN) and were not used');
    expect(problems).toEqual([]);
  });

  it('that takes seconds can be stopped, stays so, and begins again when asked', async () => {
    const { root, page, pool } = await open(
      <AnalysisBody name="collapse" stoppable>
        {(_, of) => <p>done: {of}</p>}
      </AnalysisBody>,
    );
    const request = await pool.next('collapse');
    request.progress(0.1);
    fireEvent.click(await page.findByRole('button', { name: 'Stop' }));
    await there(root, '[data-job=collapse][data-status=stopped]');
    expect(request.cancelled).toBe(true);
    expect(body(root).textContent).toContain('Stopped.');
    expect(pool.asked.filter((name) => name === 'collapse')).toHaveLength(1);
    fireEvent.click(page.getByRole('button', { name: 'Compute it' }));
    await (await pool.next('collapse')).compute();
    await page.findByText(/done: shipped network, seed 1/, undefined, SOON);
    expect(problems).toEqual([]);
  });

  it('keeps its value while it is computed anew, and is given up when another network comes or its panel goes', async () => {
    const { app, root, pool } = await open(<BelowTwo />);
    await (await pool.next('collapse')).compute();
    await there(root, '[data-job=collapse][data-status=ready]');
    app.choosePreset('chain-3');
    const second = await pool.next('collapse');
    second.progress(0.2);
    app.choosePreset('fully');
    const third = await pool.next('collapse');
    expect(second.cancelled).toBe(true);
    app.set('sigma', 3);
    await expect.poll(() => third.cancelled, COMPUTED).toBe(true);
    expect(problems).toEqual([]);
  });
});
