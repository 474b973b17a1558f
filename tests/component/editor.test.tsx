import { fireEvent } from '@testing-library/react/pure';
import { describe, expect, it } from 'vitest';
import { EditorPanel } from '../../src/analyses/editor/EditorPanel';
import { problems } from './browserParts';
import { fill, openPage, press } from './openPage';

describe('a model of one’s own', () => {
  it('is edited, and what was done is undone and done again; a cell says what it cannot take', async () => {
    const { page } = await openPage('?v=3&view=lab', <EditorPanel />);
    const click = (name: string | RegExp) => fireEvent.click(page.getByRole('button', { name }));
    await page.findByRole('button', { name: 'Add a state' });
    click('Add a state');
    click('One output more');
    click('One output more');
    const cell = (from: number, to: number) => page.getByLabelText(`Probability from state ${from} to ${to}`) as HTMLInputElement;
    const type = (text: string) => {
      fill(cell(0, 2), text);
      press(cell(0, 2), 'Enter');
    };
    type('0.2');
    await expect.poll(() => cell(0, 0).value).toBe('0.76');
    const said = page.getAllByRole('status')[0]!;
    type('abc');
    await expect.poll(() => said.textContent).toBe('“abc” is not a number: the cell keeps 0.2.');
    expect(cell(0, 2).value).toBe('0.2');
    type('1.7');
    await expect.poll(() => said.textContent).toBe('1.7 was made 1: a probability lies between 0 and 1.');
    click(/^Undo/);
    expect(cell(0, 2).value).toBe('0.2');
    click(/^Undo/);
    expect(cell(0, 2).value).toBe('0');
    click('Redo');
    expect(cell(0, 2).value).toBe('0.2');
    expect(problems).toEqual([]);
  });
});
