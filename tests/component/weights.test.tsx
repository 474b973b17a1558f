import { readFileSync } from 'node:fs';
import { fireEvent, within } from '@testing-library/react/pure';
import { strToU8, zipSync } from 'fflate';
import { describe, expect, it } from 'vitest';
import { LabBar } from '../../src/app/lab/LabBar';
import { Notices } from '../../src/app/Notices';
import { readWeights } from '../../src/rnn/safetensors';
import { writeWeightFile } from '../../src/rnn/weightFiles';
import { initialWeights, weightsFingerprint } from '../../src/rnn/weights';
import { Files } from '../../src/views/weights/Files';
import { problems } from './browserParts';
import { COMPUTED, type ComponentPage, openFile, openPage, SOON } from './openPage';

const open = () =>
  openPage(
    '?v=3&view=lab',
    <>
      <Notices />
      <LabBar />
      <Files />
    </>,
  );
const inView = ({ app }: ComponentPage) => app.store.getState().network!.fingerprint;
const give = ({ page }: ComponentPage, name: string, bytes: Uint8Array | string) =>
  openFile(page.getByTestId('weights-file'), name, bytes as BlobPart);
const question = ({ page }: ComponentPage) =>
  page.findByRole('dialog', { name: 'Which model does it emulate?' }, SOON).then((dialog: HTMLElement) => within(dialog));

describe('weights of one’s own', () => {
  it('without a model that is known: how well each describes it is told, and one can be fitted', async () => {
    const opened = await open();
    const { page } = opened;
    const weights = initialWeights({ hiddenSize: 12, inputDim: 4, nOutputs: 2 }, 3, 0.5);
    give(opened, 'mine.npz', writeWeightFile('npz', weights, { format: 'other' }));
    const dialog = await question(opened);
    await dialog.findByText('The models of the paper have 3 outputs; this network has 2.', undefined, SOON);
    const even = { startProb: [1], transitionMatrix: [[1]], emissionMatrix: [[0.99, 0.01]] };
    openFile(page.getByTestId('opened-model-file'), 'even.json', JSON.stringify(even));
    const quality = (id: string) => page.queryByTestId(`quality-${id}`)?.textContent;
    await expect.poll(() => quality('file'), COMPUTED).toMatch(/It does not fit.*entropy rate.*n = 200 sequences/);
    const three = { ...even, emissionMatrix: [[0.5, 0.25, 0.25]] };
    openFile(page.getByTestId('opened-model-file'), 'three.json', JSON.stringify(three));
    await dialog.findByText(/three\.json was not used: The model has 3 outputs, the network 2/, undefined, SOON);
    fireEvent.click(page.getByTestId('opened-fit'));
    await expect.poll(() => quality('fit'), COMPUTED).toMatch(/entropy rate: .* \(n = 200 sequences/);
    fireEvent.click(page.getByTestId('opened-fitted-model'));
    await page.findByText(/mine\.npz is in view\./, undefined, SOON);
    expect(inView(opened)).toBe(weightsFingerprint(weights));
    expect(problems).toEqual([]);
  });

  it('that grow without bound are told so before anything else', async () => {
    const opened = await open();
    const { page } = opened;
    const weights = initialWeights({ hiddenSize: 12, inputDim: 4, nOutputs: 2 }, 3, 6);
    give(opened, 'wild.npz', writeWeightFile('npz', weights, { format: 'other' }));
    await page.findByTestId('opened-unbounded', undefined, COMPUTED);
    expect((page.getByTestId('opened-fit') as HTMLButtonElement).disabled).toBe(true);
    fireEvent.click(page.getByRole('button', { name: 'Show it without a model' }));
    await page.findByText(/wild\.npz is in view\. This network grows without bound/, undefined, SOON);
    expect(problems).toEqual([]);
  });

  it('that are hostile or damaged are refused in a sentence, and the network in view stays', async () => {
    const opened = await open();
    const before = inView(opened);
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
    for (const [name, bytes, sentence] of refused) {
      give(opened, name, bytes);
      await opened.page.findByText(sentence, undefined, SOON);
    }
    expect(inView(opened)).toBe(before);
    expect(problems).toEqual([]);
  });

  it('of another kind of network are not run in silence, and what is not used is listed', async () => {
    const opened = await open();
    const golden = readWeights(readFileSync('tests/golden/chain3_h64_d16.safetensors')).weights;
    const told = JSON.parse(Buffer.from(writeWeightFile('json', golden)).toString()) as Record<string, object>;
    const file = { metadata: { nonlinearity: 'tanh' }, weights: told.weights, epoch: 12 };
    give(opened, 'network.json', JSON.stringify(file));
    await question(opened);
    const text = opened.page.getByRole('dialog', { name: 'Which model does it emulate?' }).textContent;
    expect(text).toContain('It will be run as h ← ReLU(W_hh h + W_in x)');
    expect(text).toMatch(/nonlinearity = "tanh": the app runs .*, so the network would behave differently here/);
    expect(text).toContain('Not used: "epoch".');
    expect(problems).toEqual([]);
  });
});
