import { readFileSync } from 'node:fs';
import { fireEvent } from '@testing-library/react/pure';
import { describe, expect, it } from 'vitest';
import { RunsBody } from '../../src/analyses/networkTable/RunsBody';
import { Report } from '../../src/app/report/Report';
import { CLAIMS } from '../../src/claims';
import type { ClaimResult, ClaimVerdict } from '../../src/claims/claim';
import { useApp } from '../../src/ui/context';
import { problems, saved } from './browserParts';
import { all, find, openPage, SOON, there } from './openPage';

/** What `npm run replication` found of the networks that ship. */
const { networks: RECORDED } = JSON.parse(readFileSync('docs/replication.json', 'utf8')) as {
  networks: { id: string; claims: Record<string, { verdict: ClaimVerdict }> }[];
};

/** The verdicts that are on record for a network, as a worker tells them. */
const recorded = (id: string): ClaimResult[] => {
  const { claims } = RECORDED.find((network) => network.id === id)!;
  return CLAIMS.filter((claim) => claims[claim.id]).map(({ id: claim, title, statement, test, paper }) => ({
    ...{ id: claim, title, statement, test, paper },
    verdict: claims[claim]!.verdict,
    reason: 'as docs/replication.json has it on record',
    effects: [],
  }));
};

/** The list of networks, and the report to which it leads. */
const ListAndReport = () => (useApp((state) => state.settings.view) === 'report' ? <Report /> : <RunsBody />);

describe('networks side by side', () => {
  it('claims nothing before it is computed, can be stopped, and remembers what is done', async () => {
    const { app, page, root, pool } = await openPage('?v=3&view=lab', <ListAndReport />, (pool) => pool.hold('claims'));
    fireEvent.click(page.getByTestId('runs-shipped'));
    for (const id of ['chain-2', 'chain-2-s2']) fireEvent.click(await there(root, `[data-run="${id}"] input`));
    fireEvent.click(page.getByTestId('runs-compare'));
    await there(root, '[data-compared="chain-2"][data-status=working]');
    expect(new URLSearchParams(app.link()).get('compare')).toBe('chain-2.chain-2-s2');
    await there(root, '[data-claim=C5]');
    expect(all(root, '[data-claim] td.pending').length).toBeGreaterThan(24);
    const markdown = () => page.getByRole('button', { name: 'Markdown' }) as HTMLButtonElement;
    expect(markdown().disabled).toBe(true);
    const first = await pool.next('claims');
    first.result(recorded('chain-2').find(({ id }) => id === 'C3')!);
    await there(root, '[data-claim=C3] [data-verdict]');
    fireEvent.click(page.getByTestId('compare-stop'));
    await there(root, '[data-testid=comparison][data-status=stopped]');
    expect(first.cancelled).toBe(true);
    fireEvent.click(markdown());
    expect([...saved.keys()]).toEqual([expect.stringMatching(/\.md$/)]);
    expect(await [...saved.values()][0]!.text()).toContain('not computed');
    fireEvent.click(page.getByTestId('compare-stop'));
    const second = await pool.next('claims');
    for (const result of recorded('chain-2')) second.result(result);
    second.answer(undefined);
    await there(root, '[data-compared="chain-2"][data-status=done]');
    const found = all(root, '[data-claim] td:nth-child(2)').map(({ dataset }) => dataset.verdict);
    expect(found).toHaveLength(24);
    expect(found.every(Boolean)).toBe(true);
    expect(found).toEqual(recorded('chain-2').map(({ verdict }) => verdict));
    // The report on the same network recalls them, and says the same; nothing is tested again.
    const asked = pool.asked.filter((name) => name === 'claims').length;
    fireEvent.click(page.getByRole('button', { name: 'Report on the network in view' }));
    await there(root, '[data-testid=report][data-status=ready]');
    const reported = all(root, '.report-claim').map(({ dataset }) => dataset.verdict);
    expect(reported).toEqual(found);
    expect(pool.asked.filter((name) => name === 'claims')).toHaveLength(asked);
    expect(problems).toEqual([]);
  });

  it('says why a test ended early, and tests the others', async () => {
    const { root, pool } = await openPage('?v=3&view=report&compare=chain-2.chain-2-s2', <Report />, (pool) =>
      pool.hold('claims'),
    );
    (await pool.next('claims')).fail('The background worker ran out of memory', 'worker-died');
    const head = await there(root, '[data-compared="chain-2"][data-status=failed]');
    expect(find(head, '[role=alert]').textContent).toContain('The background worker ran out of memory');
    await expect.poll(() => find(root, '[data-compared="chain-2-s2"]').dataset.status, SOON).toBe('working');
    (await pool.next('claims')).progress(0.5);
    await expect.poll(() => find<HTMLProgressElement>(root, '[data-compared="chain-2-s2"] progress').value, SOON).toBe(0.5);
    expect(problems).toEqual([]);
  });
});
