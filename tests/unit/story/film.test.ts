import { readFileSync } from 'node:fs';
import { describe, expect, it, vi } from 'vitest';
import { summariseOrbit } from '../../../src/dynamics/orbit/orbit';
import { PAPER_HMMS } from '../../../src/hmm/models';
import { readWeights } from '../../../src/rnn/safetensors';
import { weightsFingerprint } from '../../../src/rnn/weights';
import { type AppController, createAppController } from '../../../src/state/app';
import { createFrames } from '../../../src/state/live/frames';
import { reduceMotion } from '../../../src/state/live/slice';
import { askFilm } from '../../../src/state/page/slice';
import { defaultSettings, parseSetting, type SettingKey, type Settings, settingText } from '../../../src/state/settings/settings';
import { ENTRANCES, playFilms } from '../../../src/story/film';
import { crossingIn, timed } from '../../../src/story/filmPlan';
import { CHAPTER_STATES, STORY, withFilm } from '../../../src/story/states';

// What is asked of the pool is computed at once, as far as the first picture needs it.
vi.mock('../../../src/workers/pool/pool', () => ({
  createPool: () => ({
    run: async ({ job, input: { weights, ...options } }: { job: string; input: { weights: never; seed: number } }) =>
      job === 'orbit'
        ? { ok: true, value: summariseOrbit(weights, { ...options, steps: 1000 }) }
        : { ok: false, code: 'superseded', message: '' },
  }),
}));

const { weights } = readWeights(readFileSync('public/presets/chain-2.safetensors'));
const network = {
  origin: 'preset',
  hmm: PAPER_HMMS['chain-2'],
  weights,
  fingerprint: weightsFingerprint(weights),
  update: 9,
} as const;

/** The app at a link, with the network of the story in view. */
async function open(search: string): Promise<{ app: AppController; frames: (count: number) => void; end: () => void }> {
  // A clock that runs fast: nothing is computed in what is left of a frame.
  let clock = 0;
  const app = createAppController(search, () => (clock += 10), STORY, new Promise(() => {}));
  app.show(network);
  await vi.waitFor(() => expect(app.store.getState().orbit).toBeDefined());
  const frames = createFrames();
  const end = playFilms(app, frames);
  return {
    app,
    end,
    frames(count) {
      for (let n = 0; n < count; n++) {
        app.frame(1 / 15);
        frames.emit(1 / 15);
      }
    },
  };
}
const film = (app: AppController) => app.store.getState().film;
/** Frames until the film is over, and the length of the state at each of them. */
function watch({ app, frames }: Awaited<ReturnType<typeof open>>): number[] {
  const norms: number[] = [];
  for (let n = 0; n < 4000 && (n < 2 || film(app)?.playing); n++) {
    frames(1);
    norms.push(app.liveRun!.norm);
  }
  expect(film(app)?.playing).toBe(false);
  return norms;
}

describe('entrances', () => {
  it('are those that the page leaves room for', () => {
    const expected = CHAPTER_STATES.flatMap(({ id, sets }) => sets.map((_, n) => [id, n] as const)).filter(([id, n]) =>
      withFilm(id, n),
    );
    expect(expected.map(([id, n]) => `${id} ${n}`).sort()).toEqual(Object.keys(ENTRANCES).sort());
  });

  it.each(Object.entries(ENTRANCES))(
    '%s: cues in order, settings that can stand in a link, and what a step there says',
    (of, entrance) => {
      const [chapter, step] = of.split(' ');
      expect(CHAPTER_STATES.find(({ id }) => id === chapter)?.sets[Number(step)]).toBeDefined();
      const { cues, end, last } = timed(entrance, { network, settings: { ...defaultSettings(), ...entrance.cues[0]!.set } });
      expect(cues[0]!.at).toBe(0);
      cues.slice(1).forEach(({ at }, k) => {
        expect(at).toBeGreaterThan(cues[k]!.at);
      });
      expect(end).toBeGreaterThan(cues.at(-1)!.at);
      for (const words of [last, ...cues.map(({ caption }) => caption ?? '')]) expect(words.length).toBeLessThanOrEqual(100);
      for (const { set = {} } of cues)
        for (const [key, value] of Object.entries(set) as [SettingKey, Settings[SettingKey]][])
          expect(parseSetting(key, settingText(value))).toEqual({ ok: true, value });
    },
  );
});

describe('the film of the noise that is taken away', () => {
  it('circles, falls, circles again and falls, and ends as the step says', async () => {
    const opened = await open('?v=3&chapter=silence');
    const { app } = opened;
    opened.frames(1);
    expect(film(app)).toMatchObject({ of: 'silence 0', playing: true });
    expect(app.store.getState().settings.noise).toBe(true);
    // Meanwhile the link is that of the step.
    expect(app.link()).toBe('?v=3&chapter=silence');
    const driven = app.store.getState().orbit!.drivenNorm;
    const norms = watch(opened);
    const falls = norms.filter((norm, n) => n > 0 && norm < 0.05 * driven && norms[n - 1]! >= 0.05 * driven);
    expect(falls.length).toBe(2);
    expect(app.liveRun!.norm).toBeLessThan(0.05 * driven);
    expect(app.store.getState().settings).toMatchObject({ noise: false, speed: 24 });
    expect(app.link()).toBe('?v=3&chapter=silence');
    // Nothing of it can be taken back: the reader has changed nothing.
    expect(app.undo.undo()).toBe(false);
    opened.end();
  });

  it('is the same each time, whether by its link, from another step, or played again', async () => {
    // The ring buffers hold every step of the film.
    const made = ({ liveRun }: AppController) => [liveRun!.step, liveRun!.points.slice(), liveRun!.driven.slice()];
    const linked = await open('?v=3&chapter=silence');
    watch(linked);
    const first = made(linked.app);
    expect(first[0]).toBeGreaterThan(500);
    askFilm(linked.app.store, 'again');
    watch(linked);
    expect(made(linked.app)).toEqual(first);
    linked.end();
    const walked = await open('?v=3&chapter=zones&seed=7');
    walked.frames(50);
    walked.app.enter('silence', 0);
    walked.frames(1);
    watch(walked);
    const [steps, points] = made(walked.app);
    expect(steps).toBe(first[0]);
    expect((points as Float32Array).subarray(0, 500)).toEqual((first[1] as Float32Array).subarray(0, 500));
    walked.end();
  });

  it('ends with the first thing the reader does, and the lab stays as they made it', async () => {
    const opened = await open('?v=3&chapter=silence');
    opened.frames(30);
    opened.app.toggleNoise();
    expect(film(opened.app)?.playing).toBe(false);
    opened.frames(400);
    expect(opened.app.store.getState().settings).toMatchObject({ noise: false, speed: 24 });
    opened.end();
  });

  it('is not played where a link says otherwise', async () => {
    const opened = await open('?v=3&chapter=silence&noise=1');
    opened.frames(200);
    expect(film(opened.app)).toBeUndefined();
    expect(opened.app.store.getState().settings).toMatchObject({ noise: true, speed: 24 });
    opened.end();
  });

  it('shows its last frame and its last line at once where less motion is asked for, or where it is skipped', async () => {
    const watched = await open('?v=3&chapter=silence');
    watch(watched);
    for (const calm of [true, false]) {
      const opened = await open('?v=3&chapter=silence');
      if (calm) reduceMotion(opened.app.store);
      opened.frames(1);
      if (!calm) askFilm(opened.app.store, 'end');
      expect(film(opened.app)).toMatchObject({ playing: false, caption: ENTRANCES['silence 0']!.last });
      expect(opened.app.liveRun!.step).toBe(watched.app.liveRun!.step);
      expect(opened.app.liveRun!.points).toEqual(watched.app.liveRun!.points);
      expect(opened.app.store.getState().playing).toBe(!calm);
      opened.end();
    }
    watched.end();
  });
});

/** Entrances that need neither kick groups nor the frames of a training: those come from the pool. */
const PLAIN = Object.entries(ENTRANCES).filter(
  ([, { cues, timeline }]) => !timeline && cues.every(({ needsTwin }) => !needsTwin),
);
/** A network of the two-state chain is at hand. */
const OF_CHAIN_2 = PLAIN.filter(([of]) => {
  const [chapter, step] = of.split(' ');
  return (STORY.stateOf(chapter!, Number(step)).preset ?? 'chain-2') === 'chain-2';
});

describe('every film', () => {
  it('is among those played here, but for those with kick groups', () => {
    expect(OF_CHAIN_2.length).toBeGreaterThanOrEqual(11);
  });

  it.each(OF_CHAIN_2)('%s ends as its link says, and is the same to the bit when it is seen again', async (of, { last }) => {
    const [chapter, step] = of.split(' ');
    const link = `?v=3&chapter=${chapter}${step === '0' ? '' : `&step=${step}`}`;
    const opened = await open(link);
    const { app } = opened;
    watch(opened);
    const made = () => [app.liveRun!.step, app.liveRun!.points.slice(), app.ensemble?.step, app.ensemble?.points.slice()];
    const first = made();
    expect(film(app)?.caption).toBe(last);
    expect(app.store.getState().settings).toEqual({
      ...defaultSettings(),
      chapter,
      step: Number(step),
      ...STORY.stateOf(chapter!, Number(step)),
    });
    expect(app.link()).toBe(link);
    askFilm(app.store, 'again');
    watch(opened);
    expect(made()).toEqual(first);
    opened.end();
  });
});

describe('copies of a state', () => {
  it('all begin where the state is, and part from there', async () => {
    const opened = await open('?v=3&chapter=break&step=3');
    const { app } = opened;
    const distances = () => {
      const { points, count, step } = app.ensemble!;
      const at = ((step - 1) % 32) * count;
      return Array.from({ length: count }, (_, k) =>
        Math.hypot(points[(at + k) * 3]! - points[at * 3]!, points[(at + k) * 3 + 1]! - points[at * 3 + 1]!),
      );
    };
    for (let n = 0; n < 4000 && !film(app)?.caption.startsWith('Forty'); n++) opened.frames(1);
    expect(app.ensemble!.count).toBe(39);
    const { liveRun } = app;
    const slot = ((liveRun!.step - 1) % 2048) * 3;
    expect(app.ensemble!.points[0]).toBe(liveRun!.points[slot]);
    expect(Math.max(...distances())).toBe(0);
    watch(opened);
    expect(Math.max(...distances())).toBeGreaterThan(1);
    opened.end();
  });
});

describe('the fall in the opening', () => {
  it('is slow, and gives the speed back', async () => {
    const opened = await open('?v=3');
    opened.frames(30);
    opened.app.toggleNoise();
    expect(opened.app.store.getState().settings).toMatchObject({ noise: false, speed: 12 });
    watch(opened);
    expect(opened.app.store.getState().settings).toMatchObject({ noise: false, speed: 60 });
    opened.app.toggleNoise();
    expect(opened.app.store.getState().settings).toMatchObject({ noise: true, speed: 60 });
    opened.end();
  });
});

describe('a crossing', () => {
  it('leads from a stay to another one: a brief excursion is none', () => {
    const stay = (label: number, steps: number) => Array.from({ length: steps }, () => label);
    const labels = Uint8Array.from([...stay(0, 30), ...stay(2, 3), ...stay(0, 20), ...stay(2, 40)]);
    expect(crossingIn(labels, 10)).toBe(53);
    expect(crossingIn(labels, 60)).toBeUndefined();
  });
});
