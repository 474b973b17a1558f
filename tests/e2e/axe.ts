import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import type { AxeResults, RunOptions } from 'axe-core';
import type { Page } from 'playwright-core';

const AXE = readFileSync(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8');

const RULES: RunOptions = {
  runOnly: ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa', 'best-practice'],
  resultTypes: ['violations'],
};

/**
 * What axe finds on the page as it stands, one line for each element. Injected as text: the page's own policy lets no script in, but
 * the debugger is not bound by it.
 */
export async function violations(page: Page, where: string): Promise<string[]> {
  if (!(await page.evaluate(() => 'axe' in window))) await page.evaluate(AXE);
  const { violations: found } = await page.evaluate(
    (rules) =>
      (window as unknown as { axe: { run(node: Document, rules: RunOptions): Promise<AxeResults> } }).axe.run(document, rules),
    RULES,
  );
  return found.flatMap(({ id, nodes }) =>
    nodes.map(({ target, any, all, none }) => `${where}: ${id} at ${target.join(' ')}: ${[...any, ...all, ...none][0]?.message}`),
  );
}

/**
 * Controls that can be seen and are smaller than 24 × 24 CSS pixels (WCAG 2.2, 2.5.8). Words of a sentence that are buttons are exempt, and
 * so is a box whose label is as large: the label is pressed with it.
 */
export const smallTargets = (page: Page, where: string): Promise<string[]> =>
  page.evaluate((where) => {
    const LEAST = 24;
    const found = new Set<string>();
    for (const element of document.querySelectorAll<HTMLElement>('button, select, input, textarea, summary, [role=tab]')) {
      if (!element.checkVisibility({ opacityProperty: true, visibilityProperty: true })) continue;
      if (element.matches('.word, .term, .step-title, .scrub input')) continue;
      const boxed = element.matches('[type=checkbox], [type=radio]') ? (element.closest('label') ?? element) : element;
      const { width, height } = boxed.getBoundingClientRect();
      // Sizes are fractions of a pixel off where the page is scaled.
      if (width === 0 || (width > LEAST - 0.1 && height > LEAST - 0.1)) continue;
      const name = element.getAttribute('aria-label') ?? element.textContent?.trim().slice(0, 30);
      found.add(
        `${where}: ${element.tagName.toLowerCase()}.${element.className} “${name}” is ${width.toFixed(1)} × ${height.toFixed(1)}`,
      );
    }
    return [...found];
  }, where);

/** Makes the page remember the colours in which its canvases write words, by profile. Call before it is opened. */
export const watchCanvasWords = (page: Page): Promise<unknown> =>
  page.addInitScript(() => {
    const seen = new Set<string>();
    Object.assign(window, { canvasWords: seen });
    const { prototype } = CanvasRenderingContext2D;
    const write = prototype.fillText;
    prototype.fillText = function (...args) {
      const colour = `${String(this.fillStyle)} ${this.globalAlpha}`;
      // A change of profile is painted before it stands on the root, in the same task. Axe writes on canvases of its own, off the page.
      if (this.canvas.isConnected) queueMicrotask(() => seen.add(`${document.documentElement.dataset.profile} ${colour}`));
      return write.apply(this, args);
    };
  });

/** "profile colour opacity" of everything that canvases wrote so far. */
export const canvasWords = (page: Page): Promise<string[]> =>
  page.evaluate(() => [...(window as unknown as { canvasWords: Set<string> }).canvasWords]);
