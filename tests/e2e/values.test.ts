import type { Locator, Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type App, COMPUTED, openAt, openDetails, scrollTo, settled, startApp } from './browser';

let app: App;
beforeAll(async () => {
  app = await startApp();
});
afterAll(async () => {
  await app.close();
});

/** A number as it is shown: what it says, and half a unit of its last digit. */
interface Shown {
  value: number;
  half: number;
}

/** Every number in a text, in order; minus signs of any kind. */
function numbersIn(text: string): Shown[] {
  return [...text.replaceAll('−', '-').matchAll(/-?\d+(?:\.(\d+))?(?:e([+-]?\d+))?/g)].map(
    ([all, decimals = '', power = '0']) => ({
      value: Number(all),
      half: 0.5 * 10 ** (Number(power) - decimals.length),
    }),
  );
}

/** Value and bounds where both texts have them; otherwise the value alone. Numbers agree when rounding can explain what parts them. */
function expectSame(name: string, one: string, other: string): void {
  const [a, b] = [numbersIn(one), numbersIn(other)];
  expect(a.length, `${name}: a number in “${one}”`).toBeGreaterThan(0);
  expect(b.length, `${name}: a number in “${other}”`).toBeGreaterThan(0);
  const bounds = [one, other].every((text) => /\[.*,.*\]/.test(text));
  for (let n = 0; n < (bounds ? 3 : 1); n++) {
    const apart = Math.abs(a[n]!.value - b[n]!.value);
    expect(apart, `${name}: “${one}” and “${other}”`).toBeLessThanOrEqual(1.001 * (a[n]!.half + b[n]!.half));
  }
}

/** Texts of elements without the definitions that open over them. */
const textsOf = (found: Locator): Promise<string[]> =>
  found.evaluateAll((elements) =>
    elements.map((element) => {
      const copy = element.cloneNode(true) as Element;
      for (const definition of copy.querySelectorAll('[popover]')) definition.remove();
      // Units stand side by side without a space between them.
      for (const chip of copy.querySelectorAll('.chip')) chip.append(' ');
      return copy.textContent!.trim();
    }),
  );

/** Two samples of one quantity: their intervals have values in common. */
function expectTogether(name: string, one: string, other: string): void {
  const [[, a, b], [, c, d]] = [numbersIn(one), numbersIn(other)] as [Shown[], Shown[]];
  expect(Math.max(a!.value, c!.value), `${name}: “${one}” and “${other}”`).toBeLessThanOrEqual(Math.min(b!.value, d!.value));
}

/** The named numbers of a panel, by name. */
async function cellsOf(page: Page, scope: string): Promise<Record<string, string>> {
  const cells = page.locator(`${scope} :is(dl.numbers, dl.status) > div`);
  const [names, values] = await Promise.all(['dt', 'dd'].map((part) => textsOf(cells.locator(part))));
  return Object.fromEntries(names!.map((name, n) => [name, values![n]!]));
}

/** Opens a panel with its details and waits for its numbers. */
async function panel(page: Page, id: string): Promise<Record<string, string>> {
  await scrollTo(page, id);
  await settled(page, id);
  await openDetails(page, id);
  return cellsOf(page, `#${id}`);
}

const textOf = async (page: Page, selector: string): Promise<string> => (await textsOf(page.locator(selector).first()))[0]!;

/** What stands after a name in a text, up to the next comma. */
const behind = (text: string, name: string): string => {
  const at = text.indexOf(name);
  expect(at, `“${name}” in “${text}”`).toBeGreaterThanOrEqual(0);
  return text.slice(at + name.length).split(/[,;](?= )/)[0]!;
};

/** Everything the panels show of the network in view. */
async function readPanels(page: Page, id: string) {
  await page.waitForFunction(
    () => /\d/.test(document.querySelector('#live [data-testid=turns]')?.textContent ?? ''),
    null,
    COMPUTED,
  );
  const portrait = await cellsOf(page, '#live');
  await scrollTo(page, 'training');
  const training = await textOf(page, '[data-slot=training] .shipped p');
  const collapse = await panel(page, 'collapse');
  const rotation = await panel(page, 'rotation');
  const hazard = await panel(page, 'hazard');
  const emissions = await panel(page, 'emissions');
  const distance = await panel(page, 'distance');
  await panel(page, 'kick');
  const kick = await page.locator('#kick .kick-table tbody tr').evaluateAll((rows) =>
    rows.map((row) =>
      [...row.children].map((cell) => {
        const chips = [...cell.querySelectorAll('.chip')].map((chip) => chip.textContent);
        return chips.length > 0 ? chips.join(' ') : cell.textContent!.trim();
      }),
    ),
  );
  await scrollTo(page, 'seeds');
  const card = '#seeds li:has(button[aria-pressed=true])';
  await page.waitForSelector(`${card} [data-testid=seed-turns]:not(:empty)`, COMPUTED);
  const [seeds] = await textsOf(page.locator(card));
  await scrollTo(page, 'runs');
  await page.getByTestId('runs-shipped').check();
  const run = await page.locator(`[data-run="${id}"] > *`).evaluateAll((cells) => cells.map((cell) => cell.textContent!.trim()));
  await scrollTo(page, 'emergence');
  await page.waitForFunction(
    () => {
      const { known, checkpoints } = document.querySelector<HTMLElement>('#emergence [data-testid=timeline]')?.dataset ?? {};
      return known !== undefined && known === checkpoints;
    },
    null,
    { timeout: 400_000 },
  );
  const marker = await textOf(page, '[data-testid=marker]');
  return { portrait, training, collapse, rotation, hazard, emissions, distance, kick, seeds: seeds!, run, marker };
}

/** The numbers of every claim in the report, by claim and name. */
async function readReport(page: Page): Promise<(claim: string, name: string | RegExp) => string> {
  await page.getByTestId('report-link').click();
  await page.waitForSelector('[data-testid=report][data-status=ready]', { timeout: 600_000 });
  const rows = await page.locator('.report-claim').evaluateAll((claims) =>
    claims.flatMap((claim) =>
      [...claim.querySelectorAll('table.values tr')].map((row) => ({
        claim: (claim as HTMLElement).dataset.claim!,
        name: row.querySelector('th')!.textContent!,
        value: row.querySelector('td')!.textContent!,
      })),
    ),
  );
  return (claim, name) => {
    const found = rows.find((row) => row.claim === claim && (typeof name === 'string' ? row.name === name : name.test(row.name)));
    expect(found, `${claim} has ${name}`).toBeDefined();
    return found!.value;
  };
}

const NETWORKS = [
  { id: 'chain-2', query: 'preset=chain-2' },
  { id: 'chain-2-s2', query: 'preset=chain-2&net=2' },
  { id: 'chain-3', query: 'preset=chain-3' },
];

describe('a quantity has one value wherever it is shown', () => {
  it.each(NETWORKS)('$id', { timeout: 1_800_000 }, async ({ id, query }) => {
    const { page, context, problems } = await openAt(app, `?v=3&view=lab&${query}`);
    const shown = await readPanels(page, id);
    const report = await readReport(page);
    const { portrait, training, collapse, rotation, hazard, emissions, distance, kick, seeds, run, marker } = shown;
    const runs = Object.keys(rotation).find((name) => /^turns per round trip, \d+ runs$/.test(name))!;
    expectSame('turns of one run: portrait and seeds', portrait['turns per round trip, one run']!, behind(seeds, 'one run'));
    expectSame('turns of several runs: rotation and C5', rotation[runs]!, report('C5', /^turns per round trip/));
    expectSame('enclosure: rotation and C5', rotation['states in the emptiest direction']!, report('C5', /^enclosure/));
    expectSame('hole: rotation and C5', rotation['states in the hole']!, report('C5', 'share of states in the hole'));
    expectSame('decay: collapse and C3', collapse['decay per step']!, report('C3', 'factor per step while it falls'));
    // The panel takes as many sequences as its setting says, the claim always 2,000: two samples, and two names.
    const changes = emissions[Object.keys(emissions).find((name) => /^changes over exact, [\d,]+ sequences$/.test(name))!]!;
    expectTogether('changes: emissions and C1', changes, report('C1', 'changes of output over the model’s'));
    expectSame('matched distance: its panel and C2', distance.ratio!, report('C2', 'matched distance over baseline'));
    expectSame('CV of the dwell: hazard and C24', hazard['CV of the dwell']!, report('C24', 'coefficient of variation'));
    expectSame('bifurcation: emergence and C16', marker, report('C16', 'bifurcation'));

    const ratio = behind(training, 'loss / floor');
    expectSame('loss over floor: training and seeds', ratio, behind(seeds, 'loss / floor'));
    expectSame('loss over floor: training and runs', ratio, run[5]!);
    const cell = behind(training, 'cell error');
    expectSame('cell error: training and seeds', cell, behind(seeds, 'cell error'));
    expectSame('cell error: training and runs', cell, run[6]!);
    const percent = numbersIn(behind(seeds, 'change rate'))[0]!;
    expect(Math.abs(100 * (numbersIn(run[7]!)[0]!.value - 1) - percent.value)).toBeLessThanOrEqual(0.11);
    expectSame('change rate: training and seeds', behind(training, 'change rate'), String(Math.abs(percent.value)));

    const found = kick.filter(([, , fewest]) => fewest !== undefined && /^\d+$/.test(fewest));
    expect(found.length).toBeGreaterThan(0);
    for (const [direction, units, fewest, untouched, left] of found) {
      const name = direction!.replace(/^\W*/, '').replace(/^→\s*/, '').trim();
      const group = units!.match(/\d+/g) ?? [];
      expectSame(`k* ${name}: kick and C10`, fewest!, report('C10', new RegExp(`^${name}: k\\*`)));
      expectSame(`exits ${name}: kick and C10`, untouched!, report('C10', `${name}: exit probability untouched`));
      const held = report('C10', new RegExp(`^${name}: exits left with \\{${group.join(', ')}\\} at 0`));
      expectSame(`exits left ${name}: kick and C10`, left!, held);
      for (const unit of group) expect(numbersIn(seeds).map(({ value }) => value)).toContain(Number(unit));
    }
    expect(problems).toEqual([]);
    await context.close();
  });

  it('and the story tells the steps of the fall that the panel draws', { timeout: 300_000 }, async () => {
    const { page, context } = await openAt(app, '?v=3&view=lab', 'collapse');
    await settled(page, 'collapse');
    await openDetails(page, 'collapse');
    const [download] = await Promise.all([
      page.waitForEvent('download'),
      page.locator('#collapse .save-figure button', { hasText: 'SVG' }).click(),
    ]);
    const chunks: Buffer[] = [];
    for await (const chunk of await download.createReadStream()) chunks.push(chunk as Buffer);
    const drawn = /all below: step (\d+)/.exec(Buffer.concat(chunks).toString('utf8'))?.[1];
    await page.goto(`${app.url}?v=3&chapter=silence&step=1`);
    await expect
      .poll(async () => (await page.locator('main').textContent())!.replaceAll('\u00a0', ' '), COMPUTED)
      .toContain(`after ${drawn} steps`);
    await context.close();
  });
});
