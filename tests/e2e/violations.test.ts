import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { PROFILES } from '../../src/charts/palette';
import { type App, ready, startApp } from './browser';

/** What axe finds on the main views, in every profile: WCAG 2.2 A and AA and best practice. */

const AXE = readFileSync(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8');
const RULES = ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa', 'best-practice'];
const VIEWS = [
  '?v=2',
  '?v=2&chapter=noise&step=1',
  '?v=2&chapter=match',
  '?v=2&chapter=silence&step=1',
  '?v=2&chapter=kick&step=1',
  '?v=2&chapter=birth&step=3',
  '?v=2&view=lab',
  '?v=2&chapter=zones&lecture=1',
  '?v=2&ui=basic',
];

let app: App;
beforeAll(async () => {
  app = await startApp();
});
afterAll(async () => {
  await app.close();
});

describe('axe', () => {
  it.each(PROFILES)('finds nothing in the profile %s', async (profile) => {
    // Its text is evaluated in the page, which the page's own policy forbids.
    const { page, context } = await app.open('?v=2', undefined, { serviceWorkers: 'block', bypassCSP: true });
    for (const view of VIEWS) {
      await page.goto(`${app.url}${view}&profile=${profile}`);
      await ready(page);
      await page.waitForTimeout(1500);
      await page.evaluate(AXE);
      const found = await page.evaluate(async (rules) => {
        const { axe } = window as unknown as {
          axe: { run(root: Document, options: object): Promise<{ violations: { id: string; nodes: { target: string[] }[] }[] }> };
        };
        const { violations } = await axe.run(document, { runOnly: rules });
        return violations.map(({ id, nodes }) => `${id}: ${nodes.map(({ target }) => target.join(' ')).join(', ')}`);
      }, RULES);
      expect(found, view).toEqual([]);
    }
    await context.close();
  });
});
