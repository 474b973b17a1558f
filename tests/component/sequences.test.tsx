import { fireEvent, within } from '@testing-library/react/pure';
import { describe, expect, it, vi } from 'vitest';
import { memoryGain } from '../../src/analyses/sequences/compute';
import { SequencesPanel } from '../../src/analyses/sequences/SequencesPanel';
import { Notices } from '../../src/app/Notices';
import { fitCurve } from '../../src/hmm/baumWelch';
import { parseSequences } from '../../src/hmm/sequences/parse';
import { suggestedLength } from '../../src/hmm/sequences/windows';
import { finish } from '../../src/math/progress';
import { problems } from './browserParts';
import { all, COMPUTED, choose, fill, find, openFile, openPage, SOON, there } from './openPage';

const open = () =>
  openPage(
    '?v=3&view=lab',
    <>
      <Notices />
      <SequencesPanel />
    </>,
  );
/** What the panel says of the sequences that were read. */
const summary = () => document.querySelector('[data-testid=sequence-summary]')?.textContent ?? '';
const fitted = (root: HTMLElement) => there(root, '[data-job=fitCurve][data-status=ready]', COMPUTED);

describe('sequences of one’s own', () => {
  it('that are wrong are told, and nothing is lost', async () => {
    const { page, pool } = await open();
    pool.hold('fitCurve');
    fireEvent.click(await page.findByTestId('sequence-example'));
    const fit = await pool.next('fitCurve');
    fill(page.getByTestId('sequence-text'), 'a,b,a\na,,b,a\n');
    fireEvent.click(page.getByTestId('sequence-read'));
    await page.findByText(/pasted text was not read:/, undefined, SOON);
    expect(summary()).toMatch(/example: 40 sequences, 6,000 labels/);
    // The fit that was asked for goes on.
    expect(fit.cancelled).toBe(false);
    expect(problems).toEqual([]);
  });
});

describe('real data that ship', () => {
  it('say so when they cannot be loaded, and can be asked for again', async () => {
    const { page } = await open();
    const shipped = globalThis.fetch;
    vi.stubGlobal('fetch', (address: string) =>
      address.endsWith('data/us-births.csv') ? Promise.reject(new TypeError('Failed to fetch')) : shipped(address),
    );
    fireEvent.click(await page.findByTestId('data-births'));
    await page.findByText(
      '“Births in the United States” could not be loaded: check the connection and try again.',
      undefined,
      SOON,
    );
    vi.stubGlobal('fetch', shipped);
    fireEvent.click(page.getByTestId('data-births'));
    await expect.poll(summary, SOON).toMatch(/^Births in the United States: 1 sequence, 5,479 labels/);
    expect(problems).toEqual([]);
  });
});

describe('how sequences were read', () => {
  it('is shown before anything is fitted, and can be changed', async () => {
    const { page, root } = await open();
    const table = 'who;stage\n1;wake\n1;deep\n1;NA\n2;deep\n2;wake\n2;wake\n';
    openFile(await page.findByTestId('sequence-file'), 'sleep.csv', table);
    await expect.poll(() => find(root, '#sequences').textContent, SOON).toContain('sleep.csv');
    expect(summary()).toBe('sleep.csv: 1 sequence, cut into 2 at 1 missing entry, 5 labels, lengths 2, 3; 2 different labels.');
    const reading = page.getByTestId('sequence-reading');
    expect(reading.textContent).toContain(
      'a table, semicolon between the cells, the first row is a header; one label a row, in one column',
    );
    expect(all(reading, '.labels li').map((label) => label.textContent)).toEqual([' wake 3', ' deep 2']);
    expect(find(reading, '.first-rows tr').textContent).toBe('whostage');
    expect(reading.textContent).toContain('One entry is missing ("NA" 1×)');
    expect(all(root, '[data-job=fitCurve]')).toHaveLength(0);
    const control = (name: string) => within(page.getByTestId('reading-controls')).getByLabelText(name);
    choose(control('sequence column'), 'none: one sequence');
    await expect.poll(summary, SOON).toContain('sleep.csv: 1 sequence, cut into 2 at 1 missing entry, 5 labels, lengths 2, 3');
    choose(control('missing entries'), 'empty cells alone');
    await expect.poll(summary, SOON).toContain('1 sequence, 6 labels, length 6; 3 different labels');
    // A way that cannot be is told in its place, and can be taken back.
    choose(control('sequences'), 'one label a row, the column with the 1');
    const unread = await page.findByTestId('sequence-unread', undefined, SOON);
    within(unread).getByRole('alert');
    fireEvent.click(within(page.getByTestId('reading-controls')).getByRole('button', { name: 'Back to the guess' }));
    await expect.poll(summary, SOON).toContain('1 sequence, cut into 2 at 1 missing entry, 5 labels');
    fireEvent.click(page.getByTestId('sequence-fit'));
    await fitted(root);
    expect(problems).toEqual([]);
  });

  it('of a second file is its own, with the window length suggested for it', async () => {
    const { page, root, pool } = await open();
    // Models with up to two states are enough for what is asked here, and are there at once.
    pool.hold('fitCurve');
    const rows = (count: number, length: number, every: number) =>
      Array.from({ length: count }, (_, n) =>
        Array.from({ length }, (_, t) => (Math.floor((t + 3 * n) / every) % 2 === 0 ? 'a' : 'b')).join(','),
      ).join('\n');
    const lengthOf = async (name: string, text: string) => {
      openFile(await page.findByTestId('sequence-file'), name, text);
      await expect.poll(() => find(root, '#sequences').textContent, SOON).toContain(name);
      fireEvent.click(page.getByTestId('sequence-fit'));
      const { input, answer } = await pool.next('fitCurve');
      const points = finish(fitCurve(input.data, 1, 2, { seed: input.seed }));
      answer(points.map((point) => ({ ...point, memory: memoryGain(input.data, point.fit, points[0]!.fit) })));
      await fitted(root);
      return find(root, '#sequences .slider output').textContent;
    };
    const suggested = (text: string) => String(suggestedLength(parseSequences(text).sequences));
    const [first, second] = [rows(12, 96, 12), rows(12, 96, 3)];
    expect(suggested(first)).not.toBe(suggested(second));
    expect(await lengthOf('first.csv', first)).toBe(suggested(first));
    expect(await lengthOf('second.csv', second)).toBe(suggested(second));
    expect(problems).toEqual([]);
  });
});
