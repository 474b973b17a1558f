import type { Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { tell } from '../evidence';
import { type App, passQuestion, ready, startApp } from './browser';

/** A page that the browser translates: its text nodes are replaced or wrapped, again and again, while every key is pressed. */

let app: App;
beforeAll(async () => {
  app = await startApp();
});
afterAll(async () => {
  await app.close();
});

type Way = 'replaced' | 'wrapped';

/** A translator as browsers and extensions work: it puts <font> elements in the place of texts, and does so for every new text. */
function translate(way: Way): void {
  const skipped = 'font, script, style, noscript, textarea, svg, math, .katex';
  const replace = () => {
    const walker = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
    const texts: Text[] = [];
    for (let node = walker.nextNode(); node; node = walker.nextNode())
      if (node.nodeValue!.trim() !== '' && !node.parentElement!.closest(skipped)) texts.push(node as Text);
    for (const text of texts) {
      const font = document.createElement('font');
      const inner = document.createElement('font');
      font.append(inner);
      if (way === 'replaced') {
        inner.textContent = `«${text.nodeValue}»`;
        text.parentNode!.replaceChild(font, text);
      } else {
        text.parentNode!.insertBefore(font, text);
        inner.append(text);
      }
    }
    return texts.length;
  };
  const counts = window as unknown as { translated: number };
  counts.translated = replace();
  setInterval(() => {
    counts.translated += replace();
  }, 200);
}

interface Fiber {
  tag: number;
  memoizedProps: unknown;
  stateNode: Node | null;
  child: Fiber | null;
  sibling: Fiber | null;
}

/** Texts that React holds for shown and that are not in the page, as "wanted / shown". */
function staleTexts(): string[] {
  const [HOST_COMPONENT, HOST_TEXT] = [5, 6];
  const place = document.getElementById('root')!;
  const key = Object.keys(place).find((name) => name.startsWith('__reactContainer$'))!;
  const container = (place as unknown as Record<string, { stateNode: { current: Fiber } }>)[key]!;
  const bare = (text: string) => text.replaceAll(/[«»]/g, '').replaceAll(/\s+/g, ' ').trim();
  /** The whole text of an element, as React holds it; undefined where it holds only a part of it. */
  const held = new Map<Element, string[]>();
  const stale: string[] = [];
  const walk = (fiber: Fiber | null, host: Element | undefined): void => {
    for (let at = fiber; at; at = at.sibling) {
      let below = host;
      if (at.tag === HOST_COMPONENT) {
        below = at.stateNode as Element;
        const { children } = at.memoizedProps as { children?: unknown };
        if (typeof children === 'string' || typeof children === 'number') held.set(below, [String(children)]);
        else if (!held.has(below)) held.set(below, []);
      } else if (at.tag === HOST_TEXT && host) held.get(host)?.push(at.memoizedProps as string);
      walk(at.child, below);
    }
  };
  walk(container.stateNode.current.child, place);
  for (const [element, texts] of held) {
    if (texts.length === 0 || element.closest('svg, textarea, option')) continue;
    // Written at every frame, past React: the number is the one of the step.
    if (element.matches('[data-testid=norm]')) continue;
    if (element.matches('[data-testid=step]')) {
      const { step = '' } = (element as HTMLElement).dataset;
      if (bare(element.textContent).replaceAll(',', '') !== step) stale.push(`step ${step} / ${element.textContent}`);
      continue;
    }
    if (!element.isConnected) {
      stale.push(`not in the page: ${texts.join('')}`);
      continue;
    }
    // The element's own texts, in their order: those in its fonts, and not those of other elements inside.
    const shown = [...element.childNodes]
      .filter((node) => node.nodeType === Node.TEXT_NODE || node.nodeName === 'FONT')
      .map((node) => node.textContent)
      .join('');
    if (bare(shown) !== bare(texts.join(''))) stale.push(`${texts.join('')} / ${shown}`);
  }
  return stale;
}

/** The live numbers are written at every frame: a text counts as stale when it stays so. */
async function expectNothingStale(page: Page, when: string): Promise<void> {
  await expect.poll(() => page.evaluate(staleTexts), { timeout: 10_000, message: when }).toEqual([]);
  expect(await page.locator('.broken').count()).toBe(0);
}

const KEYS = [' ', ' ', 'n', 'n', '.', ',', 'r', 'k', 's', 'ArrowRight', 'ArrowLeft', 's', 'b', 'f', 'Escape', 't', 't'];
const LECTURE_KEYS = ['l', 'h', 'h', '1', '2', '1', 'd', 'd', 'c', 'c', 'PageDown', 'PageUp', 'o', 'o', 'l'];
const LAST_KEYS = ['?', 'Escape', 'Control+z', 'Control+y', 'n'];

const SMALL = 'recipe=custom&hidden=16&inputs=4&batch=32&length=20&updates=4000&engine=wasm-simd&threads=1';
const VIEWS: Record<string, string> = {
  opening: `?v=3&${SMALL}`,
  story: `?v=3&chapter=noise&step=1&${SMALL}`,
  lab: `?v=3&view=lab&${SMALL}`,
  lecture: `?v=3&chapter=silence&lecture=1&${SMALL}`,
  report: `?v=3&view=report&${SMALL}`,
};

describe('a page that is translated by the browser', () => {
  it.each(Object.keys(VIEWS).flatMap((view) => (['replaced', 'wrapped'] as const).map((way): [string, Way] => [view, way])))(
    '%s, texts %s: no panel is lost and no number is stale, whatever key is pressed',
    async (view, way) => {
      const { page, context, problems } = await app.open(VIEWS[view]);
      if (view === 'lecture') await passQuestion(page);
      if (view !== 'report') await ready(page);
      await page.waitForTimeout(1500);
      await page.evaluate(translate, way);
      await expectNothingStale(page, 'at first');
      if (view === 'lab') {
        await page.getByTestId('preset').selectOption('cyclic');
        await page.waitForTimeout(1500);
        await expectNothingStale(page, 'after another model');
        // A list that was used keeps the keys.
        await page.evaluate(() => (document.activeElement as HTMLElement).blur());
      }
      for (const key of [...KEYS, ...LECTURE_KEYS, ...LAST_KEYS]) {
        await page.keyboard.press(key);
        // The translator takes up what is new in between.
        await page.waitForTimeout(350);
        await expectNothingStale(page, `after ${key}`);
      }
      const translated = await page.evaluate(() => (window as unknown as { translated: number }).translated);
      expect(translated).toBeGreaterThan(30);
      tell({ cases: KEYS.length + LECTURE_KEYS.length + LAST_KEYS.length });
      expect(problems).toEqual([]);
      await context.close();
    },
    600_000,
  );
});
