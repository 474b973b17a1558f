import { readFile } from 'node:fs/promises';
import { cleanup, configure } from '@testing-library/react/pure';
import { afterEach, beforeEach, vi } from 'vitest';
import { forgetAll } from '../../src/math/memory';

/** What happy-dom has not, as a page without layout has it: everything is in sight, nothing has a size, files come from `public`. */

/** Says of everything that it is in sight. */
class EverythingInSight {
  constructor(private readonly heard: IntersectionObserverCallback) {}
  observe(target: Element): void {
    const entry = { isIntersecting: true, intersectionRatio: 1, target } as IntersectionObserverEntry;
    queueMicrotask(() => this.heard([entry], this as unknown as IntersectionObserver));
  }
  unobserve(): void {}
  disconnect(): void {}
}

/** A file that ships, by the address at which the page asks for it. */
async function fetchFromPublic(address: string | URL | Request): Promise<Response> {
  const { pathname } = new URL(address instanceof Request ? address.url : address, 'http://localhost/');
  try {
    return new Response(await readFile(`public${pathname}`));
  } catch {
    return new Response(null, { status: 404 });
  }
}

// Without the whole page under every sentence on what was not found.
configure({ getElementError: (message) => new Error(message ?? 'It is not on the page.') });

/** Uncaught errors and console errors of a test so far. */
export const problems: string[] = [];

/** Files that the page offered to save in a test so far, by name. */
export const saved = new Map<string, Blob>();

/** Takes what the page would save. */
function catchDownloads(): void {
  let last: Blob | undefined;
  vi.spyOn(URL, 'createObjectURL').mockImplementation((blob) => {
    last = blob as Blob;
    return 'blob:saved';
  });
  vi.spyOn(URL, 'revokeObjectURL').mockImplementation(() => {});
  vi.spyOn(HTMLAnchorElement.prototype, 'click').mockImplementation(function (this: HTMLAnchorElement) {
    if (last) saved.set(this.download, last);
  });
}

beforeEach(() => {
  problems.length = 0;
  saved.clear();
  catchDownloads();
  vi.stubGlobal('IntersectionObserver', EverythingInSight);
  vi.stubGlobal('fetch', fetchFromPublic);
  vi.spyOn(console, 'error').mockImplementation((...said: unknown[]) => void problems.push(said.map(String).join(' ')));
});

afterEach(() => {
  cleanup();
  localStorage.clear();
  sessionStorage.clear();
  // What one test computed is not there for the next.
  forgetAll();
  vi.unstubAllGlobals();
  vi.restoreAllMocks();
});
