import { readFileSync } from 'node:fs';
import { unzipSync } from 'fflate';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { CLAIM_VERDICTS } from '../../src/claims/claim';
import { readWeights } from '../../src/rnn/safetensors';
import { writeWeightFile } from '../../src/rnn/weightFiles';
import { initialWeights, weightsFingerprint } from '../../src/rnn/weights';
import { type App, COMPUTED, copiedLink, openAt, scrollTo, startApp, status, trainFromLab } from './browser';

let app: App;
beforeAll(async () => {
  app = await startApp();
});
afterAll(async () => {
  await app.close();
});

const open = (query: string, id?: string) => openAt(app, query, id);
describe('a model of one’s own', () => {
  it('is edited, used, trained on briefly, and is the same again from its link', async () => {
    const query = '?v=3&view=lab&recipe=custom&hidden=16&inputs=4&batch=32&length=20&updates=12&engine=wasm-simd&threads=1';
    const { page, context, panel, problems } = await open(query, 'editor');
    await panel.getByRole('button', { name: 'Add a state' }).click();
    await panel.getByRole('button', { name: 'One output more' }).click();
    await panel.getByRole('button', { name: 'One output more' }).click();
    const cell = panel.getByLabel('Probability from state 0 to 2', { exact: true });
    await cell.fill('0.2');
    await cell.press('Enter');
    expect(await panel.getByLabel('Probability from state 0 to 0', { exact: true }).inputValue()).toBe('0.76');
    await page.getByTestId('use-model').click();
    await page.waitForFunction(() => document.querySelector('[data-testid=preset]')?.textContent?.includes('your own model'));
    await trainFromLab(page);
    await status(page, 'finished', COMPUTED.timeout);
    // Five outputs in every table.
    expect(await page.locator('.legend li').count()).toBe(6);
    const link = await copiedLink(page);
    expect(link).toContain('model=');
    expect(link.length).toBeLessThan(2000);
    expect(problems).toEqual([]);
    await context.close();

    const again = await open(link, 'editor');
    const again0 = (name: string) => again.panel.getByLabel(name, { exact: true }).inputValue();
    expect(await again0('Probability from state 0 to 2')).toBe('0.2');
    expect(await again0('Probability from state 0 to 0')).toBe('0.76');
    expect(await again.panel.locator('.matrix-table').nth(1).locator('thead th').count()).toBe(6);
    expect(await copiedLink(again.page)).toBe(link);
    expect(again.problems).toEqual([]);
    await again.context.close();
  });

  it('goes on from the network in view, and what is reused is told', async () => {
    const query = '?v=3&view=lab&preset=chain-3&recipe=custom&batch=32&length=20&updates=8&engine=wasm-simd&threads=1';
    const { page, context, panel, problems } = await open(query, 'editor');
    await panel.getByLabel('Parameter of the template').fill('0.15');
    await panel.getByRole('button', { name: 'Apply' }).click();
    await page.getByTestId('warm-start').click();
    await status(page, 'finished', COMPUTED.timeout);
    await scrollTo(page, 'reuse');
    await page.getByTestId('compare-reuse').click();
    // Eight updates hardly change a trained network.
    await page.getByTestId('reused').waitFor(COMPUTED);
    expect(Number(/^(\d+) of/.exec((await page.getByTestId('reused').textContent())!)![1])).toBeGreaterThanOrEqual(2);
    expect(problems).toEqual([]);
    await context.close();
  });
});

describe('sequences of one’s own', () => {
  it('are read, fitted, and a network is trained on them', async () => {
    const query = '?v=3&view=lab&recipe=custom&hidden=16&inputs=4&batch=32&length=20&updates=10&engine=wasm-simd&threads=1';
    const { page, context, panel, problems } = await open(query, 'sequences');
    await page.getByTestId('sequence-example').click();
    await panel.locator('[data-job=fitCurve][data-status=ready]').waitFor(COMPUTED);
    expect(await panel.locator('select').first().inputValue()).toBe('4');
    await page.getByTestId('train-windows').click();
    await status(page, 'finished', COMPUTED.timeout);
    expect(await copiedLink(page)).toContain('model=');
    expect(problems).toEqual([]);
    await context.close();
  });
});

describe('real data that ship', () => {
  it('go from their button to the report, which says how the network was trained', async () => {
    const query = '?v=3&view=lab&recipe=custom&hidden=16&inputs=4&batch=32&length=20&updates=10&engine=wasm-simd&threads=1';
    const { page, context, panel, problems } = await open(query, 'sequences');
    await page.getByTestId('data-weather').click();
    await page.getByText(/^Weather in Seattle: 1 sequence, 1,461 labels/).waitFor();
    await page.getByTestId('sequence-fit').click();
    await panel.locator('[data-job=fitCurve][data-status=ready]').waitFor(COMPUTED);
    expect(await page.getByTestId('memory-gain').textContent()).toMatch(
      /^With 4 hidden states the model foresees the next label better than independent draws, by 0\.163 \[0\.109, 0\.216\] nats a label/,
    );
    await page.getByTestId('train-windows').click();
    await page.locator('[data-testid=sequence-training][data-status=finished]').waitFor(COMPUTED);
    await page.getByTestId('sequence-report').click();
    await page.getByText(/trained on sequences of one’s own instead of samples of the model/).waitFor(COMPUTED);
    expect(problems).toEqual([]);
    await context.close();
  });
});

describe('a table opened from the first page', () => {
  it('comes to its panel, is there after a reload, can be removed, and its fit is the model that the editor shows', async () => {
    const { page, context, problems } = await open('');
    const row = (n: number) => `${n};Anna;${n / 2},5;${Math.floor(n / 7) % 2 ? 'ruht' : 'läuft'}`;
    const text = ['Nr;Tier;Sekunde;Verhalten', ...Array.from({ length: 84 }, (_, n) => row(n)), '84;Anna;42,5;', row(85)].join(
      '\r\n',
    );
    const buffer = Buffer.from(text, 'latin1');
    await page.getByTestId('own-file').setInputFiles({ name: 'tiere.csv', mimeType: 'text/csv', buffer });
    const summary = page.getByText('tiere.csv: 1 sequence (by “Tier”), cut into 2 at 1 missing entry, 85 labels');
    await summary.waitFor();
    // Nothing is put away yet, so there is no line for it.
    expect(await page.getByTestId('details-sequences').count()).toBe(0);
    await page.getByTestId('sequences-stored').waitFor();
    await page.reload();
    await summary.waitFor(COMPUTED);
    await page.getByTestId('sequence-fit').click();
    await page.getByTestId('use-fitted').click(COMPUTED);
    await scrollTo(page, 'editor');
    await page.waitForFunction(
      () => document.querySelector<HTMLInputElement>('#editor label input[maxlength]')?.value === 'Fitted to tiere.csv',
    );
    await scrollTo(page, 'sequences');
    await page.getByRole('button', { name: 'Remove them' }).click();
    await page.getByText('The sequences of “tiere.csv” are removed from this browser.').waitFor();
    expect(await page.getByTestId('sequence-summary').count()).toBe(0);
    await page.reload();
    await page.getByTestId('sequence-text').waitFor({ state: 'attached' });
    expect(await page.getByTestId('sequence-summary').count()).toBe(0);
    expect(problems).toEqual([]);
    await context.close();
  });
});

describe('weights of one’s own', () => {
  const golden = readWeights(readFileSync('tests/golden/chain3_h64_d16.safetensors')).weights;
  it.each(['safetensors', 'pth'])('from a %s file are those of the file', async (kind) => {
    const { page, context, problems } = await open('?v=3&view=lab');
    await page.getByTestId('weights-file').setInputFiles(`tests/golden/chain3_h64_d16.${kind}`);
    const choose = page.getByTestId('opened-model');
    await choose.waitFor({ timeout: 20_000 });
    await page.getByLabel('Model of the paper').selectOption('chain-3');
    await choose.click();
    await page.waitForFunction(
      (print) => document.querySelector<HTMLElement>('[data-testid=network]')?.dataset.fingerprint === print,
      weightsFingerprint(golden),
    );
    expect(await page.getByTestId('preset').inputValue()).toBe('chain-3');
    // Every panel works on it: one that needs its basis, and one that needs its model.
    await scrollTo(page, 'rotation');
    await page.locator('#rotation [data-status=ready]').waitFor({ timeout: 30_000 });
    expect(problems).toEqual([]);
    await context.close();
  });

  it('opened on the first page are in view there, and nothing is said of them that is true of the shipped network', async () => {
    const { page, context, problems } = await open('');
    const weights = { ...initialWeights({ hiddenSize: 12, inputDim: 4, nOutputs: 2 }, 3, 0.5) };
    const file = (name: string, content: Uint8Array | string) => ({ name, mimeType: '', buffer: Buffer.from(content) });
    const bytes = writeWeightFile('npz', weights, { format: 'other' });
    await page.getByTestId('own-file').setInputFiles(file('mine.npz', bytes));
    const dialog = page.getByRole('dialog', { name: 'Which model does it emulate?' });
    await dialog.getByText('The models of the paper have 3 outputs; this network has 2.').waitFor();
    const even = { startProb: [1], transitionMatrix: [[1]], emissionMatrix: [[0.99, 0.01]] };
    await page.getByTestId('opened-model-file').setInputFiles(file('even.json', JSON.stringify(even)));
    await page.getByTestId('opened-file-model').click();
    await page.getByText('mine.npz is in view.').waitFor();
    // What is said of the network that ships is not said of one's own.
    expect(await page.getByText('This network was chosen for its picture').count()).toBe(0);
    await page.getByRole('button', { name: 'Open the lab' }).click();
    await page.waitForFunction(
      (print) => document.querySelector<HTMLElement>('[data-testid=network]')?.dataset.fingerprint === print,
      weightsFingerprint(weights),
    );
    expect(problems).toEqual([]);
    await context.close();
  });
});

describe('the replication report', () => {
  it('judges every claim of a network, and is saved as it stands', { timeout: 180_000 }, async () => {
    const { page, context, problems } = await app.open('?v=3&view=report');
    // Every claim has its place from the start, in order; nothing is claimed of one before it is computed.
    const places = () =>
      page
        .locator('.summary-table tbody tr')
        .evaluateAll((rows) => rows.map((row) => row.querySelector('th')!.textContent!.split(' ')[0]));
    await page.waitForSelector('.summary-table tbody tr', { timeout: 60_000 });
    expect(await places()).toEqual(Array.from({ length: 24 }, (_, n) => `C${n + 1}`));
    expect(await page.locator('.summary-table tr:not([data-verdict]) .verdict').allTextContents()).toContain('being computed');
    await page.waitForFunction(
      () => document.querySelector('[data-testid=report]')?.getAttribute('data-status') === 'ready',
      undefined,
      COMPUTED,
    );
    const claims = await page.locator('.report-claim').evaluateAll((all) => all.map((one) => (one as HTMLElement).dataset));
    expect(claims.map(({ claim }) => claim)).toEqual(Array.from({ length: 24 }, (_, n) => `C${n + 1}`));
    for (const { verdict } of claims) expect(CLAIM_VERDICTS).toContain(verdict);
    const waiting = page.waitForEvent('download');
    await page.getByRole('button', { name: 'JSON' }).click();
    const stream = await (await waiting).createReadStream();
    let text = '';
    for await (const chunk of stream) text += chunk;
    const report = JSON.parse(text) as { results: { id: string; verdict: string }[] };
    expect(report.results.map(({ verdict }) => verdict)).toEqual(claims.map(({ verdict }) => verdict));
    expect(
      await page
        .locator('.summary-table tbody tr')
        .evaluateAll((rows) => rows.map((row) => (row as HTMLElement).dataset.verdict)),
    ).toEqual(claims.map(({ verdict }) => verdict));
    // The ZIP file holds the same report, with the numbers and the picture of each claim.
    const zip = page.waitForEvent('download');
    await page.getByRole('button', { name: 'ZIP' }).click();
    const files = unzipSync(readFileSync((await (await zip).path())!));
    expect(new TextDecoder().decode(files['report.json'])).toBe(text);
    expect(new TextDecoder().decode(files['report.md'])).toContain('# Replication report');
    const drawn = await page
      .locator('.report-claim:has(.claim-picture)')
      .evaluateAll((all) => all.map((one) => (one as HTMLElement).dataset.claim!));
    expect(drawn.length).toBeGreaterThan(10);
    for (const id of drawn) {
      expect(new TextDecoder().decode(files[`figures/${id}.svg`])).toMatch(/^<svg.*<title>C\d+ /s);
      expect(new TextDecoder().decode(files[`figures/${id}.csv`]).split('\r\n').length).toBeGreaterThan(2);
    }
    await page.getByRole('button', { name: 'Back to the lab' }).click();
    await page.waitForSelector('[data-ready=yes]');
    expect(problems).toEqual([]);
    await context.close();
  });
});
