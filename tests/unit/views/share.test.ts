import fc from 'fast-check';
import { encode } from 'uqr';
import { describe, expect, it } from 'vitest';
import { PALETTES } from '../../../src/charts/palette';
import { PAPER_HMMS } from '../../../src/hmm/models';
import { initialWeights } from '../../../src/rnn/weights';
import { packWeightText } from '../../../src/rnn/weightText';
import { untrainedNetwork } from '../../../src/state/networks/presets';
import type { NetworkInView } from '../../../src/state/networks/slice';
import { decodeLink, encodeLink } from '../../../src/state/settings/link';
import { defaultSettings, HIDEABLE, type HideableId, type Settings } from '../../../src/state/settings/settings';
import { createAppStore } from '../../../src/state/store';
import { STORY } from '../../../src/story/states';
import { clipKinds } from '../../../src/views/share/clip';
import { footedFigure, footHeight, footLines, wrapWords } from '../../../src/views/share/footedFigure';
import { embedCode, embedScript, hiddenOf, linkReaches, pageUrl, preparedSettings } from '../../../src/views/share/links';
import { MAX_CHARACTERS, qrOf, qrPath } from '../../../src/views/share/QrCode';
import { differingSettings, settingsJson, summaryText } from '../../../src/views/share/summary';

const HERE = 'https://host.example/orbits/?v=2&old=1#w=old';
const settingsWith = (changes: Partial<Settings>): Settings => ({ ...defaultSettings(), ...changes });
const network = (changes: Partial<NetworkInView> = {}): NetworkInView => ({
  ...untrainedNetwork(PAPER_HMMS['chain-2'], 1),
  ...changes,
});
const opened = (url: string) => decodeLink(new URL(url).search, STORY);

describe('the link of a page', () => {
  it('opens the same settings, whatever this page was opened with', () => {
    const settings = settingsWith({ view: 'lab', sigma: 2, noise: false });
    const url = pageUrl({ settings, story: STORY }, HERE);
    expect(url).toBe(`https://host.example/orbits/${encodeLink(settings, STORY)}`);
    expect(opened(url)).toEqual({ settings, dropped: [], renewed: false });
  });

  it('is prepared for others: hidden controls and lecture mode in, embedding and steering out', () => {
    const own = settingsWith({ view: 'lab', preset: 'chain-3', hide: 'seed', allow: 'https://school.example', ui: 'basic' });
    expect(hiddenOf(own)).toEqual(['seed']);
    expect(hiddenOf(settingsWith({}))).toEqual([]);
    const plain = preparedSettings(own, { lecture: false, hide: [] });
    expect(plain).toEqual({ ...own, hide: '', allow: '', ui: 'full' });
    const lecture = preparedSettings(own, { lecture: true, hide: ['noise', 'seed'] });
    expect(lecture).toEqual({ ...plain, hide: 'noise.seed', lecture: true, view: 'story', profile: 'projector' });
    // In lecture mode already, the colours are those that were chosen there.
    expect(preparedSettings({ ...own, lecture: true, profile: 'dark' }, { lecture: true, hide: [] }).profile).toBe('dark');
    fc.assert(
      fc.property(fc.subarray(Object.keys(HIDEABLE) as HideableId[]), fc.boolean(), (hide, inLecture) => {
        const settings = preparedSettings(own, { lecture: inLecture, hide });
        expect(opened(pageUrl({ settings, story: STORY }, HERE))).toEqual({ settings, dropped: [], renewed: false });
        expect(hiddenOf(settings)).toEqual(hide);
      }),
    );
  });

  it('carries weights in its fragment, with their model and without a moment of another training', () => {
    const { weights } = network();
    const text = packWeightText(weights);
    const settings = settingsWith({ moment: 75, preset: 'cyclic' });
    const url = new URL(pageUrl({ settings, story: STORY, weights: { text, network: network() } }, HERE));
    expect(url.hash).toBe(`#w=${text}`);
    expect(opened(url.href).settings).toMatchObject({ moment: -1, preset: 'chain-2', model: '' });
  });

  it('knows which networks it leads to by itself', () => {
    const { history } = createAppStore().getState();
    const state = { settings: settingsWith({}), history };
    expect(linkReaches(state, network({ origin: 'preset' }))).toBe(true);
    expect(linkReaches(state, network())).toBe(true);
    expect(linkReaches({ ...state, settings: settingsWith({ seed: 2 }) }, network())).toBe(false);
    expect(linkReaches({ ...state, settings: settingsWith({ preset: 'fully' }) }, network({ origin: 'preset' }))).toBe(false);
    for (const origin of ['training', 'file', 'history'] as const) expect(linkReaches(state, network({ origin }))).toBe(false);
    const [before, shown] = [1, 2].map((seed) => initialWeights({ hiddenSize: 4, inputDim: 2, nOutputs: 3 }, seed, 1));
    const kept = {
      checkpoints: [
        { update: 50, weights: before },
        { update: 100, weights: shown },
      ],
    } as never;
    const moment = (at: number) => ({ settings: settingsWith({ moment: at }), history: kept });
    const checkpoint = network({ origin: 'history', weights: shown!, update: 100 });
    expect(linkReaches(moment(100), checkpoint)).toBe(true);
    expect(linkReaches(moment(90), checkpoint)).toBe(true);
    expect(linkReaches(moment(60), checkpoint)).toBe(false);
    expect(linkReaches(moment(-1), checkpoint)).toBe(false);
  });
});

describe('code for another page', () => {
  const page = { settings: preparedSettings(settingsWith({ sigma: 2 }), { lecture: true, hide: ['seed'] }), story: STORY };
  const title = 'a "title" <b>&';

  it('is one iframe with escaped attributes, with the level and the origin in its address', () => {
    const code = embedCode({ ...page, ui: 'none', allow: 'https://school.example', title }, HERE);
    const [, src, width, height, name] =
      /^<iframe src="([^"]*)"\s+width="(\d+)" height="(\d+)" title="([^"]*)"\s+allow="fullscreen" loading="lazy"><\/iframe>$/.exec(
        code,
      )!;
    expect([width, height, name]).toEqual(['640', '480', 'a &quot;title&quot; &lt;b&gt;&amp;']);
    expect(src).not.toMatch(/[<>]/);
    const { settings, dropped } = opened(src!.replaceAll('&amp;', '&'));
    expect(dropped).toEqual([]);
    expect(settings).toMatchObject({ ui: 'none', allow: 'https://school.example', hide: 'seed', sigma: 2, lecture: false });
  });

  it('says all of the page too, and nobody may steer unless an origin is named', () => {
    const code = embedCode({ ...page, ui: 'full', allow: '', title }, HERE);
    expect(code).toContain('ui=full');
    expect(code).not.toContain('allow=h');
    expect(embedScript(HERE)).toContain("'https://host.example'");
  });
});

describe('QR code', () => {
  it('is the code of the text, module by module, with its three finder patterns', () => {
    const text = 'https://host.example/orbits/?v=2&view=lab&sigma=2';
    const { size, modules } = qrOf(text)!;
    const { data } = encode(text, { border: 0, ecc: 'L', boostEcc: true });
    expect(modules).toEqual(data);
    // 7 × 7: a ring, a white ring, a block of 3 × 3.
    const finder = (row: number, column: number) =>
      Math.max(Math.abs(row - 3), Math.abs(column - 3)) !== 2 && Math.max(Math.abs(row - 3), Math.abs(column - 3)) <= 3;
    for (const [top, left] of [
      [0, 0],
      [0, size - 7],
      [size - 7, 0],
    ] as const)
      for (let row = 0; row < 7; row++)
        for (let column = 0; column < 7; column++) expect(modules[top + row]![left + column]).toBe(finder(row, column));
  });

  it('draws each black module once and no white one', () => {
    const qr = qrOf('https://host.example/?v=2')!;
    const drawn = Array.from({ length: qr.size }, () => new Array<number>(qr.size).fill(0));
    const runs = [...qrPath(qr).matchAll(/M(\d+) (\d+)h(\d+)v1h(-\d+)z/g)];
    expect(runs.map(([all]) => all).join('')).toBe(qrPath(qr));
    for (const [, x, y, length, back] of runs.map((run) => run.map(Number))) {
      expect(back).toBe(-length!);
      for (let n = 0; n < length!; n++) drawn[y!]![x! + n]!++;
    }
    expect(drawn).toEqual(qr.modules.map((row) => row.map(Number)));
  });

  it('ends where the largest code ends', () => {
    expect(qrOf('a'.repeat(MAX_CHARACTERS))?.size).toBe(177);
    expect(qrOf('a'.repeat(MAX_CHARACTERS + 1))).toBeUndefined();
    expect(qrOf('ä'.repeat(MAX_CHARACTERS - 100))).toBeUndefined();
  });
});

describe('summary', () => {
  const link = 'https://host.example/?v=2';
  const estimate = (value: number) => ({ value, low: value - 0.1, high: value + 0.1, n: 20 });

  it('names model, network, seed, settings that differ, link and paper', () => {
    const text = summaryText({
      settings: settingsWith({ seed: 5, sigma: 2, profile: 'dark' }),
      analyses: {},
      network: network(),
      link,
    });
    expect(text).toContain('Model: Two-state chain (2 hidden states, 3 outputs)');
    expect(text).toMatch(/Network: untrained, H = 64, d = 16, update 0, fingerprint [0-9a-f]{8}\n/);
    expect(text).toContain('Scores: not measured here yet');
    expect(text).toContain('Seed of the live run: 5');
    expect(text).toContain('Settings: noise standard deviation σ: 2 (default 1)\n');
    expect(text).toContain(`Link: ${link}`);
    expect(text).toContain('arXiv 2510.25674');
    expect(differingSettings(settingsWith({}))).toEqual([]);
  });

  it('tells scores with their intervals and n: those that ship, or those that were measured of this very network', () => {
    const scores = {
      batch: 2048,
      seqLen: 100,
      loss: estimate(11.8),
      floor: estimate(12.5),
      ratio: estimate(0.95),
      maxCell: 0.0125,
      changeRateRatio: { ...estimate(1), n: 798000 },
      freeRuns: { runs: 20, steps: 100000, bounded: true, maxState: 10 },
    };
    const shipped = network({ origin: 'preset', preset: { seed: 3, scores } as never });
    const told = summaryText({ settings: settingsWith({}), analyses: {}, network: shipped, link });
    expect(told).toContain('shipped, trained from seed 3');
    expect(told).toContain('ratio 0.95 [0.85, 1.05], n = 20');
    expect(told).toContain('1.000 [0.900, 1.100], n = 798000; largest cell error of the output transitions: 0.013');
    expect(told).toContain('20 free runs of 100000 steps: all bounded');

    const trained = network({ origin: 'training', update: 40 });
    const judgement = { changeRatio: estimate(1.2), largestCell: { row: 1, column: 0, error: estimate(0.04) } };
    const value = { bounded: true, sequences: 1000, seqLen: 60, judgement };
    const emissions = (of: string) => ({ status: 'ready', progress: 1, key: `${of} 1000 60`, value }) as never;
    const measured = (of: string) =>
      summaryText({ settings: settingsWith({}), analyses: { emissions: emissions(of) }, network: trained, link });
    expect(measured(trained.fingerprint)).toContain(
      '1.200 [1.100, 1.300], n = 20; largest cell error (row 1): 0.040 [-0.060, 0.140]',
    );
    expect(measured(trained.fingerprint)).toContain('from 1000 sequences of 60 steps');
    expect(measured('another')).toContain('not measured here yet');
    // A checkpoint of a shipped training has not the scores of its end.
    expect(summaryText({ settings: settingsWith({}), analyses: {}, network: { ...shipped, origin: 'history' }, link })).toContain(
      'not measured here yet',
    );
  });

  it('writes settings that read back', () => {
    const settings = settingsWith({ sigma: 2 });
    const read = JSON.parse(settingsJson({ settings, network: network(), link })) as Record<string, unknown>;
    expect(read).toMatchObject({ noisyOrbits: 'settings', settings, link, network: { hiddenSize: 64, nOutputs: 3 } });
  });
});

describe('foot of a picture', () => {
  it('keeps every word and breaks only words longer than a line', () => {
    fc.assert(
      fc.property(fc.string(), fc.integer({ min: 1, max: 30 }), (text, most) => {
        const lines = wrapWords(text, most);
        for (const line of lines) expect([...line].length).toBeLessThanOrEqual(2 * most);
        const letters = (parts: readonly string[]) =>
          parts
            .join('')
            .replaceAll(' ', '')
            .replaceAll(/[\r\n\u2028\u2029]/g, '');
        expect(letters(lines)).toBe(letters([text]));
      }),
    );
    expect(wrapWords('one two three', 7)).toEqual(['one two', 'three']);
    expect(wrapWords('abcdefgh', 3)).toEqual(['abc', 'def', 'gh']);
  });

  it('cuts a link of thousands of characters', () => {
    const lines = footLines('Caption.', `https://host.example/?v=2#w=${'x'.repeat(9000)}`, 640);
    expect(lines).toHaveLength(4);
    expect(lines.at(-1)).toContain('whole link');
  });

  it('leaves the picture the rest of the height', () => {
    const sizes: number[][] = [];
    const inner = {
      draw: (_: unknown, width: number, height: number) => void sizes.push([width, height]),
      table: () => ({ columns: ['a'], rows: [] }),
    };
    const context = { fillText: () => {}, fillRect: () => {} } as unknown as CanvasRenderingContext2D;
    const figure = footedFigure(inner, ['one', 'two']);
    figure.draw(context, 600, 400, PALETTES.screen);
    expect(sizes).toEqual([[600, 400 - footHeight(2)]]);
    expect(figure.table().columns).toEqual(['a']);
  });
});

describe('kinds of clip', () => {
  const Canvas = class {
    captureStream() {}
  };
  const view = (...types: string[]) =>
    ({ MediaRecorder: { isTypeSupported: (type: string) => types.includes(type) }, HTMLCanvasElement: Canvas }) as never;

  it('are those that the browser takes, each with its first type', () => {
    expect(clipKinds(view('video/webm;codecs=vp8', 'video/webm'))).toEqual([
      { name: 'WebM', ending: 'webm', type: 'video/webm;codecs=vp8' },
    ]);
    expect(clipKinds(view('video/mp4', 'video/webm')).map(({ name }) => name)).toEqual(['MP4', 'WebM']);
    expect(clipKinds(view())).toEqual([]);
  });

  it('are none where nothing can be recorded', () => {
    expect(clipKinds({} as never)).toEqual([]);
    expect(clipKinds({ MediaRecorder: { isTypeSupported: () => true }, HTMLCanvasElement: class {} } as never)).toEqual([]);
  });
});
