import { maxLength, pipe, regex, safeParse, string } from 'valibot';
import { decodeLink, encodeLink, NO_STORY, type StoryIndex } from '../settings/link';
import { defaultSettings } from '../settings/settings';
import type { AppStore } from '../store';
import { readText, writeText } from '../webStorage';

/** Stores the link of the settings, so that the bare address can offer to continue there. */

const KEY = 'place';
/** Milliseconds between two writings. */
const EVERY_MS = 2000;
const Visit = pipe(string(), maxLength(20_000), regex(/^\?v=\d{1,4}(&|$)/));

/**
 * Keeps the link up to date from the first change on; until then the earlier one stays.
 * @returns a function that ends it
 */
export function rememberVisit(store: AppStore, story: StoryIndex = NO_STORY): () => void {
  let timer: ReturnType<typeof setTimeout> | undefined;
  const write = () => {
    clearTimeout(timer);
    timer = undefined;
    writeText('local', KEY, encodeLink(store.getState().settings, story));
  };
  const flush = () => {
    if (timer !== undefined) write();
  };
  const unsubscribe = store.subscribe(({ settings }, { settings: before }) => {
    if (settings !== before) timer ??= setTimeout(write, EVERY_MS);
  });
  globalThis.window?.addEventListener('pagehide', flush);
  return () => {
    flush();
    unsubscribe();
    globalThis.window?.removeEventListener('pagehide', flush);
  };
}

/**
 * The link stored last, reduced to valid settings; undefined when there is none, when it cannot be read, or when it is the
 * opening of the app.
 */
export function lastVisit(story: StoryIndex = NO_STORY): string | undefined {
  const parsed = safeParse(Visit, readText('local', KEY));
  if (!parsed.success) return undefined;
  const link = encodeLink(decodeLink(parsed.output, story).settings, story);
  return link === encodeLink(decodeLink('', story).settings, story) || link === encodeLink(defaultSettings(), story)
    ? undefined
    : link;
}
