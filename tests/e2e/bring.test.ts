import { readFileSync } from 'node:fs';
import { strToU8, unzipSync, zipSync } from 'fflate';
import type { Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { CLAIM_VERDICTS } from '../../src/claims/claim';
import { parseSequences } from '../../src/hmm/sequences/parse';
import { suggestedLength } from '../../src/hmm/sequences/windows';
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
const fingerprint = (page: Page) => page.getByTestId('network').getAttribute('data-fingerprint');
describe('a model of one’s own', () => {
  it('is edited, undone, used, trained on briefly, and is the same again from its link', async () => {
    const query = '?v=3&view=lab&recipe=custom&hidden=16&inputs=4&batch=32&length=20&updates=12&engine=wasm-simd&threads=1';
    const { page, context, panel, problems } = await open(query, 'editor');
    await panel.getByRole('button', { name: 'Add a state' }).click();
    await panel.getByRole('button', { name: 'One output more' }).click();
    await panel.getByRole('button', { name: 'One output more' }).click();
    const cell = panel.getByLabel('Probability from state 0 to 2', { exact: true });
    await cell.fill('0.2');
    await cell.press('Enter');
    expect(await panel.getByLabel('Probability from state 0 to 0', { exact: true }).inputValue()).toBe('0.76');
    const said = panel.getByRole('status').first();
    await cell.fill('abc');
    await cell.press('Enter');
    expect(await said.textContent()).toBe('“abc” is not a number: the cell keeps 0.2.');
    expect(await cell.inputValue()).toBe('0.2');
    await cell.fill('1.7');
    await cell.press('Enter');
    expect(await said.textContent()).toBe('1.7 was made 1: a probability lies between 0 and 1.');
    await panel.getByRole('button', { name: /^Undo/ }).click();
    expect(await cell.inputValue()).toBe('0.2');
    await panel.getByRole('button', { name: /^Undo/ }).click();
    expect(await cell.inputValue()).toBe('0');
    await panel.getByRole('button', { name: 'Redo' }).click();
    expect(await cell.inputValue()).toBe('0.2');
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
  it('are read, fitted, and a network is trained on them; a wrong text is told and nothing is lost', async () => {
    const query = '?v=3&view=lab&recipe=custom&hidden=16&inputs=4&batch=32&length=20&updates=10&engine=wasm-simd&threads=1';
    const { page, context, panel, problems } = await open(query, 'sequences');
    await page.getByTestId('sequence-example').click();
    await panel.locator('[data-job=fitCurve][data-status=ready]').waitFor(COMPUTED);
    expect(await panel.locator('select').first().inputValue()).toBe('4');
    await page.getByTestId('sequence-text').fill('a,b,a\na,,b,a\n');
    await page.getByTestId('sequence-read').click();
    await page.getByText(/pasted text was not read:/).waitFor();
    expect(await page.getByTestId('sequence-summary').textContent()).toMatch(/example: 40 sequences, 6,000 labels/);
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

  it('say so when they cannot be loaded, and can be asked for again', async () => {
    const { page, context, problems } = await open('?v=3&view=lab', 'sequences');
    await page.route('**/data/us-births.csv', (route) => route.abort());
    await page.getByTestId('data-births').click();
    await page.getByText('“Births in the United States” could not be loaded: check the connection and try again.').waitFor();
    await page.unroute('**/data/us-births.csv');
    await page.getByTestId('data-births').click();
    await page.getByText(/^Births in the United States: 1 sequence, 5,479 labels/).waitFor();
    expect(problems.filter((text) => !text.includes('ERR_FAILED'))).toEqual([]);
    await context.close();
  });
});

describe('how sequences were read', () => {
  const file = (name: string, text: string) => ({ name, mimeType: 'text/plain', buffer: Buffer.from(text) });
  const openFile = async (page: Page, name: string, text: string) => {
    await page.getByTestId('sequence-file').setInputFiles(file(name, text));
    await page.waitForFunction((own) => document.getElementById('sequences')?.textContent?.includes(own), name);
  };
  const summary = (page: Page) => page.getByTestId('sequence-summary').textContent();

  it('is shown before anything is fitted, and can be changed', async () => {
    const { page, context, panel, problems } = await open('?v=3&view=lab', 'sequences');
    await openFile(page, 'sleep.csv', 'who;stage\n1;wake\n1;deep\n1;NA\n2;deep\n2;wake\n2;wake\n');
    expect(await summary(page)).toBe(
      'sleep.csv: 1 sequence, cut into 2 at 1 missing entry, 5 labels, lengths 2, 3; 2 different labels.',
    );
    const reading = page.getByTestId('sequence-reading');
    expect(await reading.textContent()).toContain(
      'a table, semicolon between the cells, the first row is a header; one label a row, in one column',
    );
    expect(await reading.locator('.labels li').allTextContents()).toEqual([' wake 3', ' deep 2']);
    expect(await reading.locator('.first-rows tr').first().textContent()).toBe('whostage');
    expect(await reading.textContent()).toContain('One entry is missing ("NA" 1×)');
    expect(await panel.locator('[data-job=fitCurve]').count()).toBe(0);
    const controls = page.getByTestId('reading-controls');
    await controls.getByLabel('sequence column').selectOption('none: one sequence');
    await page.getByText('sleep.csv: 1 sequence, cut into 2 at 1 missing entry, 5 labels, lengths 2, 3').waitFor();
    await controls.getByLabel('missing entries').selectOption('empty cells alone');
    await page.getByText('1 sequence, 6 labels, length 6; 3 different labels').waitFor();
    // A way that cannot be is told in its place, and can be taken back.
    await controls.getByLabel('sequences', { exact: true }).selectOption('one label a row, the column with the 1');
    await page.getByTestId('sequence-unread').getByRole('alert').waitFor();
    await page.getByTestId('reading-controls').getByRole('button', { name: 'Back to the guess' }).click();
    await page.getByText('1 sequence, cut into 2 at 1 missing entry, 5 labels').waitFor();
    await page.getByTestId('sequence-fit').click();
    await panel.locator('[data-job=fitCurve][data-status=ready]').waitFor(COMPUTED);
    expect(problems).toEqual([]);
    await context.close();
  });

  it('of a second file is its own, with the window length suggested for it', async () => {
    const { page, context, panel, problems } = await open('?v=3&view=lab', 'sequences');
    const rows = (count: number, length: number, every: number) =>
      Array.from({ length: count }, (_, n) =>
        Array.from({ length }, (_, t) => (Math.floor((t + 3 * n) / every) % 2 === 0 ? 'a' : 'b')).join(','),
      ).join('\n');
    const fitted = async (name: string, text: string) => {
      await openFile(page, name, text);
      await page.getByTestId('sequence-fit').click();
      await panel.locator('[data-job=fitCurve][data-status=ready]').waitFor(COMPUTED);
      return panel.locator('.slider output').textContent();
    };
    const suggested = (text: string) => String(suggestedLength(parseSequences(text).sequences));
    const [first, second] = [rows(12, 96, 12), rows(12, 96, 3)];
    expect(suggested(first)).not.toBe(suggested(second));
    expect(await fitted('first.csv', first)).toBe(suggested(first));
    expect(await fitted('second.csv', second)).toBe(suggested(second));
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

  it('without a model that is known: how well each describes it is told, and one can be fitted', async () => {
    const { page, context, problems } = await open('');
    const weights = { ...initialWeights({ hiddenSize: 12, inputDim: 4, nOutputs: 2 }, 3, 0.5) };
    const file = (name: string, content: Uint8Array | string) => ({ name, mimeType: '', buffer: Buffer.from(content) });
    const bytes = writeWeightFile('npz', weights, { format: 'other' });
    await page.getByTestId('own-file').setInputFiles(file('mine.npz', bytes));
    const dialog = page.getByRole('dialog', { name: 'Which model does it emulate?' });
    await dialog.getByText('The models of the paper have 3 outputs; this network has 2.').waitFor();
    const even = { startProb: [1], transitionMatrix: [[1]], emissionMatrix: [[0.99, 0.01]] };
    await page.getByTestId('opened-model-file').setInputFiles(file('even.json', JSON.stringify(even)));
    const judged = page.getByTestId('quality-file').getByText(/It does not fit.*entropy rate.*n = 200 sequences/);
    await judged.waitFor(COMPUTED);
    const three = { ...even, emissionMatrix: [[0.5, 0.25, 0.25]] };
    await page.getByTestId('opened-model-file').setInputFiles(file('three.json', JSON.stringify(three)));
    await dialog.getByText('three.json was not used: The model has 3 outputs, the network 2').waitFor();
    await page.getByTestId('opened-fit').click();
    await page
      .getByTestId('quality-fit')
      .getByText(/entropy rate: .* \(n = 200 sequences/)
      .waitFor(COMPUTED);
    await page.getByTestId('opened-fitted-model').click();
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

  it('that grow without bound are told so before anything else', async () => {
    const { page, context, problems } = await open('?v=3&view=lab');
    const weights = initialWeights({ hiddenSize: 12, inputDim: 4, nOutputs: 2 }, 3, 6);
    const bytes = writeWeightFile('npz', weights, { format: 'other' });
    await page.getByTestId('weights-file').setInputFiles({ name: 'wild.npz', mimeType: '', buffer: Buffer.from(bytes) });
    await page.getByTestId('opened-unbounded').waitFor(COMPUTED);
    expect(await page.getByTestId('opened-fit').isDisabled()).toBe(true);
    await page.getByRole('button', { name: 'Show it without a model' }).click();
    await page.getByText(/wild\.npz is in view\. This network grows without bound/).waitFor();
    expect(problems).toEqual([]);
    await context.close();
  });

  it('that are hostile or damaged are refused in a sentence, and the network in view stays', async () => {
    const { page, context, problems } = await open('?v=3&view=lab');
    const before = await fingerprint(page);
    const evil = zipSync({
      'archive/data.pkl': Buffer.concat([Buffer.from([0x80, 2]), strToU8('cos\nsystem\nX\x02\x00\x00\x00ls\x85R.')]),
    });
    const refused: [string, Uint8Array, RegExp][] = [
      ['evil.pth', evil, /evil\.pth was not opened:.*os\.system/],
      ['noise.npz', Buffer.from('nonsense'), /noise\.npz was not opened/],
      [
        'cut.safetensors',
        readFileSync('tests/golden/chain3_h64_d16.safetensors').subarray(0, 5000),
        /cut\.safetensors was not opened/,
      ],
    ];
    for (const [name, buffer, sentence] of refused) {
      await page
        .getByTestId('weights-file')
        .setInputFiles({ name, mimeType: 'application/octet-stream', buffer: Buffer.from(buffer) });
      await page.getByText(sentence).waitFor();
    }
    expect(await fingerprint(page)).toBe(before);
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
