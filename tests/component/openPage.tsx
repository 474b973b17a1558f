import { fireEvent, render, within } from '@testing-library/react/pure';
import type { ReactNode } from 'react';
import { expect, vi } from 'vitest';
import { type AppController, createAppController } from '../../src/state/app';
import { createFrames } from '../../src/state/live/frames';
import { STORY } from '../../src/story';
import { AppContext } from '../../src/ui/context';
import { createFakePool, type FakePool } from './fakePool';

export interface ComponentPage {
  app: AppController;
  pool: FakePool;
  /** Everything that was rendered. */
  page: ReturnType<typeof within>;
  root: HTMLElement;
}

/**
 * Renders components on an app that is opened with a link: its own store and controller, and a pool that computes in this thread. The
 * network of the link is in view, with its orbit. No frames are drawn: the live run rests.
 * @param prepare what is done with the pool before anything is asked of it
 */
export async function openPage(search: string, content: ReactNode, prepare?: (pool: FakePool) => void): Promise<ComponentPage> {
  const pool = createFakePool();
  prepare?.(pool);
  const app = createAppController(search, () => performance.now(), STORY, Promise.resolve(), '', undefined, pool);
  await app.loadFeatures();
  await expect.poll(() => app.store.getState().orbit !== undefined, SOON).toBe(true);
  const { container } = render(<AppContext.Provider value={{ app, frames: createFrames() }}>{content}</AppContext.Provider>);
  return { app, pool, page: within(document.body), root: container };
}

/** How long is waited for what a page shows next. */
export const SOON = { timeout: 10_000, interval: 10 };
/** How long is waited for what is computed. */
export const COMPUTED = { timeout: 50_000, interval: 20 };

/** The element that a selector names. @throws Error when there is none */
export function find<E extends HTMLElement>(root: ParentNode, selector: string): E {
  const found = root.querySelector<E>(selector);
  if (!found) throw new Error(`Nothing on the page is “${selector}”.`);
  return found;
}

export const all = <E extends HTMLElement>(root: ParentNode, selector: string): E[] => [...root.querySelectorAll<E>(selector)];

/** Waits until an element is there. */
export const there = <E extends HTMLElement>(root: ParentNode, selector: string, wait = SOON): Promise<E> =>
  vi.waitFor(() => find<E>(root, selector), wait);

/** Waits until all analyses of a panel stand. */
export const settled = (root: ParentNode) =>
  expect
    .poll(() => {
      const bodies = all(root, '.analysis-body');
      return bodies.length > 0 && bodies.every(({ dataset }) => dataset.status === 'ready');
    }, COMPUTED)
    .toBe(true);

/** Types a text into a field, in place of what stands there. */
export const fill = (field: HTMLElement, text: string) => fireEvent.change(field, { target: { value: text } });

export const press = (element: HTMLElement, key: string) => fireEvent.keyDown(element, { key });

/** Chooses an option of a list by what it says. */
export function choose(list: HTMLElement, text: string): void {
  const option = [...(list as HTMLSelectElement).options].find((one) => one.textContent === text);
  if (!option) throw new Error(`The list has no “${text}”.`);
  fireEvent.change(list, { target: { value: option.value } });
}

/** Gives a file to a button that opens files. */
export const openFile = (input: HTMLElement, name: string, content: BlobPart) =>
  fireEvent.change(input, { target: { files: [new File([content], name)] } });
