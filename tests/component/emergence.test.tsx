import { describe, expect, it } from 'vitest';
import { EmergencePanel } from '../../src/analyses/emergence/EmergencePanel';
import { Notices } from '../../src/app/Notices';
import { problems } from './browserParts';
import { openFile, openPage, SOON } from './openPage';

describe('emergence', () => {
  it('refuses a file that is no history, and keeps what it shows', async () => {
    const { page } = await openPage(
      '?v=3&view=lab',
      <>
        <Notices />
        <EmergencePanel />
      </>,
    );
    await page.findByTestId('timeline', undefined, SOON);
    openFile(page.getByTestId('history-file'), 'x.safetensors', 'nonsense');
    await page.findByText(/x\.safetensors was not opened/, undefined, SOON);
    expect(page.getAllByTestId('timeline')).toHaveLength(1);
    expect(problems).toEqual([]);
  });
});
