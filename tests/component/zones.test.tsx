import { fireEvent } from '@testing-library/react/pure';
import { describe, expect, it } from 'vitest';
import { ZonesBody } from '../../src/analyses/zones/ZonesBody';
import { problems } from './browserParts';
import { all, COMPUTED, openPage, settled } from './openPage';

/** First number of each cell of a column of the table of zones. */
const column = (root: HTMLElement, n: number) =>
  all(root, 'table.values tbody tr').map((row) => Number.parseFloat(all(row, 'td')[n]!.textContent!));

describe('residency and zones', () => {
  it.each(['chain-2', 'chain-3'])('order the zones of %s as the paper does, with every claim judged', async (preset) => {
    const { root } = await openPage(`?v=3&view=lab&preset=${preset}`, <ZonesBody />);
    await settled(root);
    const shares = column(root, 0);
    expect(shares).toHaveLength(4);
    expect(Math.abs(shares.reduce((a, b) => a + b, 0) - 1)).toBeLessThan(0.003);
    const [transition, kick, cluster] = column(root, 1);
    expect(transition!).toBeLessThan(2);
    expect(kick!).toBeGreaterThan(2);
    expect(cluster!).toBeGreaterThan(8);
    const verdicts = all(root, '.claim').map(({ dataset }) => dataset.verdict);
    expect(verdicts).toHaveLength(2);
    for (const verdict of verdicts) expect(['reproduced', 'not-reproduced', 'inconclusive']).toContain(verdict);
    expect(problems).toEqual([]);
  });

  it('move with their cuts, and the cuts are in the link', async () => {
    const { app, page, root } = await openPage('?v=3&view=lab&preset=chain-3&cutCluster=12', <ZonesBody />);
    await settled(root);
    expect(app.link()).toContain('cutCluster=12');
    const [, kick] = column(root, 0);
    fireEvent.click(page.getByRole('button', { name: 'The paper’s cuts' }));
    await expect.poll(() => column(root, 0)[1], COMPUTED).toBeLessThan(kick!);
    expect(app.link()).not.toContain('cutCluster');
  });
});
