import { fireEvent } from '@testing-library/react/pure';
import { describe, expect, it } from 'vitest';
import { Palette } from '../../src/app/palette/Palette';
import { openSheet } from '../../src/state/page/slice';
import { useApp } from '../../src/ui/context';
import { problems } from './browserParts';
import { type ComponentPage, fill, find, openPage, press, SOON, there } from './openPage';

/** The search as the page has it: there as long as it is asked for. */
const Search = () => <Palette open={useApp((state) => state.sheet === 'palette')} />;

const field = ({ page }: ComponentPage) => page.getByTestId('palette-field') as HTMLInputElement;
const isOpen = ({ root }: ComponentPage) => find<HTMLDialogElement>(root, 'dialog').open;
const first = ({ root }: ComponentPage) => find(root, '[role=option]').textContent;

/** The search with a text in its field. */
async function search(opened: ComponentPage, text: string): Promise<void> {
  openSheet(opened.app.store, 'palette');
  await expect.poll(() => isOpen(opened), SOON).toBe(true);
  fill(field(opened), text);
}

describe('the search', () => {
  it('sets a setting to the number that is typed, says why it cannot, and reads a definition aloud in its place', async () => {
    const opened = await openPage('?v=3&view=lab', <Search />);
    await search(opened, 'noise standard 2.5');
    press(field(opened), 'Enter');
    await expect.poll(() => new URLSearchParams(opened.app.link()).get('sigma'), SOON).toBe('2.5');
    await expect.poll(() => isOpen(opened), SOON).toBe(false);
    await search(opened, 'noise standard 99');
    expect(first(opened)).toContain('must lie between');
    press(field(opened), 'Enter');
    expect(isOpen(opened)).toBe(true);
    fill(field(opened), 'residency time, rt');
    press(field(opened), 'Enter');
    await there(opened.root, '.palette-text');
    expect(isOpen(opened)).toBe(true);
    expect(problems).toEqual([]);
  });

  it('leaves the keys of a word that is being composed to the input method', async () => {
    const opened = await openPage('?v=3&view=lab', <Search />);
    await search(opened, 'kick');
    const compose = (key: string) =>
      field(opened).dispatchEvent(new KeyboardEvent('keydown', { key, isComposing: true, bubbles: true, cancelable: true }));
    const chosen = () => find(opened.root, '[aria-selected=true]').id;
    const before = chosen();
    expect(compose('Enter')).toBe(true);
    expect(compose('ArrowDown')).toBe(true);
    expect(isOpen(opened)).toBe(true);
    expect(chosen()).toBe(before);
    fireEvent.keyDown(field(opened), { key: 'ArrowDown' });
    await expect.poll(chosen, SOON).not.toBe(before);
    expect(problems).toEqual([]);
  });
});
