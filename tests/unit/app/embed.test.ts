import fc from 'fast-check';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { MAX_PER_SECOND, startEmbed } from '../../../src/app/embed';
import { MESSAGES } from '../../../src/app/embedMessages';
import { PROTECTED } from '../../../src/app/embedVerbs';
import { createAppController } from '../../../src/state/app';
import { createFrames } from '../../../src/state/live/frames';
import { parseSetting, SETTING_KEYS, SETTINGS, settingText } from '../../../src/state/settings/settings';
import { STORY } from '../../../src/story/states';
import { tell } from '../../evidence';

const ALLOWED = 'https://school.example';

interface Answer {
  noisyOrbits: 1;
  id?: string | number;
  ok?: true;
  error?: string;
  event?: string;
  [key: string]: unknown;
}

/** The whole lab in a frame, without workers and without a server: its network is an untrained one. */
async function openFrame(query = `?v=2&allow=${encodeURIComponent(ALLOWED)}&ui=basic`) {
  const app = createAppController(query, () => 0, STORY, Promise.resolve());
  await vi.waitFor(() => expect(app.store.getState().network).toBeDefined());
  const frames = createFrames();
  const sent: Answer[] = [];
  const targets = new Set<string>();
  const parent = {
    postMessage(message: Answer, target: string) {
      targets.add(target);
      // What cannot be cloned cannot be sent.
      sent.push(structuredClone(message));
    },
  };
  const listeners = new Set<(event: unknown) => void>();
  let time = 0;
  const view = {
    parent,
    performance: { now: () => time },
    addEventListener: (_: string, listener: (event: unknown) => void) => listeners.add(listener),
    removeEventListener: (_: string, listener: (event: unknown) => void) => listeners.delete(listener),
  };
  const start = () => startEmbed(app, frames, view as never);
  let stop = start();
  const say = (data: unknown, from: { source?: unknown; origin?: string } = {}) => {
    for (const listener of listeners) listener({ data, source: parent, origin: ALLOWED, ...from });
  };
  return {
    app,
    frames,
    sent,
    targets,
    listeners,
    say,
    /** Says it and takes the answer. */
    ask(message: object): Answer {
      say({ noisyOrbits: 1, ...message });
      return sent.at(-1)!;
    },
    wait: (ms: number) => {
      time += ms;
    },
    restart(alone = false) {
      stop();
      if (alone) view.parent = view as never;
      stop = start();
    },
    stop: () => stop(),
  };
}

beforeEach(() => {
  vi.stubGlobal('fetch', () => Promise.reject(new Error('no server in this test')));
  vi.stubGlobal('location', { href: 'http://localhost/', origin: 'http://localhost', protocol: 'http:' });
  vi.stubGlobal(
    'Worker',
    class extends EventTarget {
      postMessage() {}
      terminate() {}
    },
  );
});
afterEach(() => {
  vi.unstubAllGlobals();
});

describe('messages to an embedded page', () => {
  it('are heard from its holder at the allowed origin only, and answered to nobody else', async () => {
    const frame = await openFrame();
    expect(frame.sent).toEqual([{ noisyOrbits: 1, event: 'ready' }]);
    frame.sent.length = 0;
    const pause = { noisyOrbits: 1, verb: 'pause' };
    frame.say(pause, { origin: 'https://evil.example' });
    frame.say(pause, { origin: 'null' });
    frame.say(pause, { source: { postMessage: () => expect.unreachable() } });
    frame.say(pause, { source: null });
    expect(frame.app.store.getState().playing).toBe(true);
    expect(frame.sent).toEqual([]);
    frame.say(pause);
    expect(frame.app.store.getState().playing).toBe(false);
    expect(frame.sent).toEqual([{ noisyOrbits: 1, ok: true }]);
    expect([...frame.targets]).toEqual([ALLOWED]);
    frame.stop();
    expect(frame.listeners.size).toBe(0);
  });

  it('are not listened for without an allowed origin, nor in a page that is held by nobody', async () => {
    const closed = await openFrame('?v=2&ui=none');
    expect(closed.listeners.size).toBe(0);
    expect(closed.sent).toEqual([]);
    const frame = await openFrame();
    frame.restart(true);
    expect(frame.listeners.size).toBe(0);
  });

  it('do what they say, each answered with its id', async () => {
    const { ask, app } = await openFrame();
    const { store } = app;
    expect(ask({ verb: 'pause', id: 7 })).toEqual({ noisyOrbits: 1, id: 7, ok: true });
    expect(ask({ verb: 'pause' })).toEqual({ noisyOrbits: 1, ok: true });
    expect(store.getState().playing).toBe(false);
    ask({ verb: 'step' });
    ask({ verb: 'step' });
    expect(app.liveRun!.step).toBe(2);
    ask({ verb: 'reset', id: 'r' });
    expect(app.liveRun!.step).toBe(0);
    ask({ verb: 'play' });
    ask({ verb: 'play' });
    expect(store.getState().playing).toBe(true);
    ask({ verb: 'noise', on: false });
    ask({ verb: 'noise', on: false });
    expect(store.getState().settings.noise).toBe(false);
    ask({ verb: 'noise' });
    expect(store.getState().settings.noise).toBe(true);
  });

  it('set settings in the words of a link, all or none', async () => {
    const { ask, app } = await openFrame();
    expect(ask({ verb: 'set', settings: { sigma: 2, noise: false, seed: '9', plane: '12' } })).toEqual({
      noisyOrbits: 1,
      ok: true,
      settings: { sigma: 2, noise: false, seed: 9, plane: '12' },
    });
    const { settings } = app.store.getState();
    expect(settings).toMatchObject({ sigma: 2, noise: false, seed: 9, plane: '12' });
    for (const [given, sentence] of [
      [{ seed: 3, sigma: 99 }, 'Nothing was set: “sigma” must lie between 0.05 and 8.'],
      [{ seed: 3, hasOwnProperty: 1 }, 'Nothing was set: “hasOwnProperty” is not a setting.'],
      [{ seed: 3, chapter: 'nowhere' }, 'there is no chapter “nowhere”'],
      [{ seed: 3, chapter: 'zones', step: 19 }, 'the last step of “zones” is 2'],
      [{ seed: 3, sigma: Number.NaN }, '“settings.sigma” must be a number'],
      ...PROTECTED.map(
        (key) => [{ seed: 3, [key]: settingText(SETTINGS[key].fallback) || 'play' }, `“${key}” is said by the link`] as const,
      ),
    ] as const)
      expect(ask({ verb: 'set', settings: given }).error).toContain(sentence);
    expect(app.store.getState().settings).toBe(settings);
    ask({ verb: 'set', settings: { chapter: 'silence', step: 1, seed: 4 } });
    expect(app.store.getState().settings).toMatchObject({ chapter: 'silence', step: 1, noise: false, crowd: 101, seed: 4 });
    expect(app.store.getState().settings).toMatchObject({ allow: ALLOWED, ui: 'basic' });
  });

  it('tell what is there', async () => {
    const { ask, app } = await openFrame();
    ask({ verb: 'pause' });
    ask({ verb: 'step' });
    const { settings, network } = app.store.getState();
    expect(ask({ verb: 'get', id: 1 })).toMatchObject({
      ok: true,
      id: 1,
      settings,
      network: { origin: 'untrained', update: 0, fingerprint: network!.fingerprint, hiddenSize: 64, scores: null },
      state: { playing: false, noise: true, step: 1, label: app.liveRun!.outputLabels[0], norm: app.liveRun!.norm },
      training: { status: 'idle', loss: null },
    });
  });

  it('subscribe to what changes, no more often than was asked for', async () => {
    const { ask, frames, app, sent } = await openFrame();
    ask({ verb: 'pause' });
    expect(ask({ verb: 'subscribe', to: ['state', 'settings'], every: 200 })).toMatchObject({
      ok: true,
      subscribed: ['settings', 'state'],
    });
    const events = () => sent.splice(0).map(({ event }) => event);
    events();
    frames.emit(0.016);
    expect(events()).toEqual(['state', 'settings']);
    for (let n = 0; n < 50; n++) frames.emit(0.016);
    expect(events()).toEqual([]);
    for (let n = 0; n < 20; n++) {
      app.stepOnce();
      frames.emit(0.05);
    }
    // One second at most every 200 ms.
    expect(events()).toEqual(['state', 'state', 'state', 'state', 'state']);
    app.set('sigma', 2);
    frames.emit(0.2);
    expect(sent.at(-1)).toMatchObject({ event: 'settings', settings: { sigma: 2 } });
    expect(ask({ verb: 'unsubscribe', to: ['settings'] })).toMatchObject({ subscribed: ['state'] });
    expect(ask({ verb: 'unsubscribe' })).toMatchObject({ subscribed: [] });
    events();
    app.set('sigma', 1);
    frames.emit(1);
    expect(events()).toEqual([]);
  });

  it('that are wrong are answered with a sentence', async () => {
    const { ask, say, sent, wait } = await openFrame();
    for (const [message, sentence] of [
      [{ verb: 'explode' }, 'There is no verb “explode”; there are play, pause'],
      [{ verb: '__proto__' }, 'There is no verb “__proto__”'],
      [{ verb: 5 }, 'There is no verb a value of type number'],
      [{}, 'There is no verb a value of type undefined'],
      [{ verb: 'play', extra: 1 }, '“play” was not done: “extra” is not part of it.'],
      [{ verb: 'noise', on: 'yes' }, '“on” must be true or false'],
      [{ verb: 'set' }, '“settings” is missing'],
      [{ verb: 'set', settings: [] }, '“settings” must be an object'],
      [{ verb: 'set', settings: {} }, '“settings” is empty'],
      [{ verb: 'set', settings: { sigma: [1] } }, '“settings.sigma” must be a number, true or false'],
      [{ verb: 'set', settings: { picked: '1.'.repeat(2000) } }, 'text of at most 2000 characters'],
      [{ verb: 'set', settings: Object.fromEntries(Array.from({ length: 1e5 }, (_, n) => [n, n])) }, 'has more than'],
      [{ verb: 'subscribe', to: ['secrets'] }, 'must be one of settings, state, training'],
      [{ verb: 'subscribe', to: [] }, 'must be a list of some of'],
      [{ verb: 'subscribe', to: ['state'], every: 10 }, 'from 100 to 60000'],
      [{ verb: 'play', id: 'x'.repeat(200) }, '“id” must be a number, or a text'],
      [{ verb: 'play', noisyOrbits: 2 }, 'speaks version 1 of the messages only'],
    ] as const) {
      wait(1000);
      expect(ask(message).error).toContain(sentence);
      expect(sent.at(-1)!.error).toMatch(/\.$/);
    }
    sent.length = 0;
    for (const foreign of ['text', 5, null, undefined, [1], { type: 'webpackOk' }, new Map()]) say(foreign);
    expect(sent).toEqual([]);
  });

  it('that come too fast are left out, and that is told once', async () => {
    const { say, sent, app, wait } = await openFrame();
    app.togglePlaying();
    sent.length = 0;
    const burst = () => {
      for (let n = 0; n < 3 * MAX_PER_SECOND; n++) say({ noisyOrbits: 1, id: n, verb: 'step' });
    };
    burst();
    expect(app.liveRun!.step).toBe(MAX_PER_SECOND);
    expect(sent.filter(({ error }) => error)).toEqual([
      { noisyOrbits: 1, id: MAX_PER_SECOND, error: expect.stringContaining('More than 50 messages came within a second') },
    ]);
    wait(999);
    burst();
    expect(app.liveRun!.step).toBe(MAX_PER_SECOND);
    wait(1);
    burst();
    expect(app.liveRun!.step).toBe(2 * MAX_PER_SECOND);
    expect(sent.filter(({ error }) => error)).toHaveLength(2);
  });
});

/** Anything, and messages that are nearly right. */
const part = fc.oneof(
  fc.anything({ maxDepth: 2 }),
  fc.string(),
  fc.double(),
  fc.boolean(),
  fc.constantFrom('0', '1', '-1', '1e9', 'chain-3', 'lab', 'story', 'auto', '', '{}', '<img src=x onerror=alert(1)>'),
);
const settingsPart = fc.dictionary(
  fc.oneof({ weight: 9, arbitrary: fc.constantFrom(...SETTING_KEYS) }, { weight: 1, arbitrary: fc.string() }),
  part,
  {
    maxKeys: 4,
  },
);
const fields = fc.record(
  {
    noisyOrbits: fc.oneof({ weight: 9, arbitrary: fc.constant(1) }, { weight: 1, arbitrary: part }),
    id: part,
    verb: fc.oneof(
      { weight: 5, arbitrary: fc.constantFrom(...Object.keys(MESSAGES)) },
      { weight: 5, arbitrary: fc.constant('set') },
      { weight: 1, arbitrary: part },
    ),
    settings: settingsPart,
    to: fc.oneof(fc.array(fc.constantFrom('settings', 'state', 'training')), part),
    every: part,
    on: part,
  },
  { requiredKeys: ['noisyOrbits', 'verb'] },
);
/** The same with only the fields that the verb takes, so that many of them are done. */
const FIELDS: Readonly<Record<string, readonly string[]>> = {
  set: ['settings'],
  noise: ['on'],
  subscribe: ['to', 'every'],
  unsubscribe: ['to'],
};
const fitting = fields.map((message) =>
  Object.fromEntries(
    Object.entries(message).filter(([key]) => ['noisyOrbits', 'verb', ...(FIELDS[String(message.verb)] ?? [])].includes(key)),
  ),
);
/** A setting of the right kind, within its limits or near them. */
const plausible = fc.constantFrom(...SETTING_KEYS).chain((key) => {
  const row = SETTINGS[key] as { fallback: unknown; low?: number; high?: number; options?: readonly string[] };
  const value = row.options
    ? fc.constantFrom(...row.options)
    : typeof row.fallback === 'boolean'
      ? fc.boolean()
      : row.low === undefined
        ? fc.string({ maxLength: 8 })
        : fc.oneof(
            fc.integer({ min: Math.floor(row.low), max: Math.ceil(row.high!) }),
            fc.double({ min: row.low, max: row.high! }),
          );
  return value.map((one) => ({ noisyOrbits: 1, verb: 'set', settings: { [key]: one } }));
});

describe('fuzzed messages', () => {
  it('12,000 of them: none throws, settings stay valid, what is protected stays, answers are sentences', async () => {
    const { app, frames, say, sent, targets, wait } = await openFrame();
    const before = app.store.getState().settings;
    let done = 0;
    let heard = 0;
    fc.assert(
      fc.property(fc.oneof(fields, fitting, plausible, part), (message) => {
        heard++;
        wait(30);
        sent.length = 0;
        const { settings: was } = app.store.getState();
        say(message);
        frames.emit(0.1);
        const { settings } = app.store.getState();
        for (const key of PROTECTED) expect(settings[key]).toBe(before[key]);
        if (settings !== was)
          for (const key of SETTING_KEYS) expect(parseSetting(key, settingText(settings[key])), key).toMatchObject({ ok: true });
        for (const answer of sent) {
          expect(answer.noisyOrbits).toBe(1);
          if (answer.error !== undefined) expect(answer.error).toMatch(/^[^\n]{10,700}\.$/u);
          else expect(answer.ok ?? answer.event).toBeDefined();
          if (answer.ok) done++;
        }
      }),
      { numRuns: 12_000, seed: 1 },
    );
    expect([...targets]).toEqual([ALLOWED]);
    // The fuzz reaches beyond the door.
    expect(done).toBeGreaterThan(2000);
    tell({ cases: heard });
  });
});
