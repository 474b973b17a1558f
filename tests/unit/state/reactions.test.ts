import { describe, expect, it } from 'vitest';
import type { DeferredFeatures } from '../../../src/state/deferredFeatures';
import { createReactions, type FirstParts } from '../../../src/state/reactions';
import { defaultSettings, type Settings } from '../../../src/state/settings/settings';
import { createSettingsWriter } from '../../../src/state/settings/writer';
import { type AppState, createAppStore } from '../../../src/state/store';

/** A store with its reactions; what follows is written down, not done. */
function watched(loaded = true) {
  const store = createAppStore();
  const done: string[] = [];
  const noting = (name: string) => () => void done.push(name);
  const parts = {
    store,
    live: { reseed: noting('reseed'), restartCounter: noting('counter'), restartEnsemble: noting('ensemble') },
    view: { load: noting('load'), followMoment: noting('moment') },
  } as unknown as FirstParts;
  const features = {
    intervention: { look: noting('intervene') },
    refreshKickRequest: noting('kick groups'),
    steerTraining: ({ rate }: Settings) => void done.push(`steer from ${rate}`),
    timeline: {
      tidy: noting('tidy'),
      rewind: ({ timelineChoice }: AppState) => void done.push(`rewind from ${timelineChoice}`),
      sourceChanged: noting('analyse'),
    },
  } as unknown as DeferredFeatures;
  const react = createReactions(store, parts, () => (loaded ? features : undefined));
  const apply = createSettingsWriter(store, react);
  /** What follows from what is done. */
  const follows = (act: () => void) => {
    done.length = 0;
    act();
    return [...done];
  };
  return { store, apply, follows };
}

/** Another value of each of these settings than its default. */
const EVERYTHING: Partial<Settings> = {
  ...{ preset: 'chain-3', net: 2, units: 150, loss: 'sharpened', moment: 400, seed: 5, sigma: 2, noise: false, crowd: 9 },
  ...{ actOn: 'group-A', mu: 0.5, rate: 0.5, clip: 2, target: 0.1 },
};

describe('what follows from a change', () => {
  it('of many settings follows once, in the order of the table', () => {
    const { apply, follows } = watched();
    const rate = defaultSettings().rate;
    const order = ['intervene', 'load', 'reseed', 'counter', 'ensemble', 'kick groups', `steer from ${rate}`];
    expect(follows(() => apply(EVERYTHING))).toEqual(order);
    expect(follows(() => apply(EVERYTHING))).toEqual([]);
  });
  it('waits for no feature before they are loaded', () => {
    const { apply, follows, store } = watched(false);
    expect(follows(() => apply(EVERYTHING))).toEqual(['load', 'reseed', 'counter', 'ensemble']);
    expect(follows(() => store.setState({ silencing: true, history: undefined, timelineChoice: 'file' }))).toEqual([]);
  });
  it('loads no network where one is brought, and does all else', () => {
    const { apply, follows } = watched();
    expect(follows(() => apply({ model: 'x', net: 9, moment: 3, seed: 8 }, 'brought'))).toEqual(['reseed', 'counter']);
    expect(follows(() => apply({ moment: -1 }, 'brought'))).toEqual([]);
  });
  it.each([
    [{ moment: 400 }, ['moment']],
    [{ moment: 400, net: 2 }, ['load']],
    [{ model: 'x' }, ['load']],
    [{ seed: 3 }, ['reseed', 'counter']],
    [{ noise: false }, ['counter']],
    [{ sigma: 3 }, ['counter']],
    [{ crowd: 3 }, ['ensemble']],
    [{ actOn: 'group-A' }, ['intervene', 'kick groups']],
    [{ picked: '1.2' }, ['intervene']],
    [{ clip: 3 }, ['steer from 0.001']],
    [{ view: 'lab', chapter: 'silence', step: 1, profile: 'dark' }, []],
  ] as [Partial<Settings>, string[]][])('of %j is %j', (changes, expected) => {
    const { apply, follows } = watched();
    expect(follows(() => apply(changes))).toEqual(expected);
  });
  it('of another field follows at once, with the state before it', () => {
    const { follows, store } = watched();
    expect(follows(() => store.setState({ silencing: true }))).toEqual(['intervene', 'kick groups']);
    expect(follows(() => store.setState({ groupEdits: { A: [1] } }))).toEqual(['intervene']);
    const recorded = { id: 1, asked: {} as never, gain: 1, hmm: {} as never, snapshots: [] };
    const timeline = ['tidy', 'rewind from undefined', 'analyse'];
    expect(follows(() => store.setState({ recorded, timelineChoice: 'file' }))).toEqual(timeline);
    expect(follows(() => store.setState({ timelineChoice: 'shipped' }))).toEqual(['rewind from file', 'analyse']);
    expect(follows(() => store.setState({ pointedStep: 3, playing: false }))).toEqual([]);
  });
  it('of slow mode: out of it the run goes on, unless less motion is asked for', () => {
    for (const prefersReducedMotion of [false, true]) {
      const { apply, store } = watched();
      apply({ slow: 'step' });
      store.setState({ playing: false, prefersReducedMotion });
      apply({ slow: 'update' });
      expect(store.getState().playing).toBe(false);
      apply({ slow: 'off' });
      expect(store.getState().playing).toBe(!prefersReducedMotion);
    }
  });
});
