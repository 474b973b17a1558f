import fc from 'fast-check';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { PAPER_HMMS } from '../../../src/hmm/models';
import { hmmProblems } from '../../../src/hmm/spec';
import { initialWeights, nonFiniteWeight, parameterCount, weightsFingerprint } from '../../../src/rnn/weights';
import { roundToHalf } from '../../../src/rnn/writeSafetensors';
import { lastVisit, rememberVisit } from '../../../src/state/persistence/lastVisit';
import { type KeptNetwork, networkRecord, readNetwork, tidyName } from '../../../src/state/persistence/networkRecord';
import {
  type KeptRun,
  readRun,
  readSnapshot,
  readWindows,
  runRecord,
  snapshotRecord,
  windowsRecord,
} from '../../../src/state/persistence/runRecord';
import { ageText } from '../../../src/state/persistence/text';
import { decodeLink, encodeLink } from '../../../src/state/settings/link';
import { createAppStore } from '../../../src/state/store';
import { cachedEngine } from '../../../src/state/training/runRequest';
import { ENGINE_IDS } from '../../../src/training/engine';
import { recipeProblem, totalUpdates } from '../../../src/training/recipe';
import { RECIPES } from '../../../src/training/recipes';
import { CASES, fuzz } from '../fuzz/cases';

const hmm = PAPER_HMMS['chain-2'];
const recipe = { ...RECIPES.live['chain-2'], hiddenSize: 4, inputDim: 2 };
const shape = { hiddenSize: 4, inputDim: 2, nOutputs: hmm.nOutputs };
const parameters = Float32Array.from({ length: parameterCount(shape) }, (_, i) => Math.sin(i));

const RUN: KeptRun = {
  id: '0123456789abcdef',
  order: 3,
  savedAt: 1_700_000_000_000,
  link: '?v=2',
  onWindows: true,
  request: { hmm, recipe, seed: 7, engine: 'auto', controls: { targetError: 0.01 }, minutes: 30, threads: 2 },
  engineId: 'wasm-simd',
  state: {
    parameters,
    firstMoment: parameters.map((value) => value / 7),
    secondMoment: parameters.map((value) => value * value),
    updates: 3,
  },
  view: {
    total: totalUpdates(recipe),
    gain: 1.9,
    losses: [
      { update: 1, loss: 3.1 },
      { update: 2, loss: 0.1 + 0.2 },
      { update: 3, loss: 2 },
    ],
    landmarks: [
      {
        firstUpdate: 0,
        batch: 256,
        seqLen: 60,
        floor: { value: 1, low: 0.9, high: 1.1, n: 4 },
        plateau: { value: 2, low: 1.9, high: 2.1, n: 4 },
      },
    ],
    checkpoints: [{ update: 0, bounded: true, maxCell: 0.4, changeRate: 2 }],
  },
};

/** A stored thing with one of its parts, however deep, replaced, taken out or cut. */
function damaged(whole: unknown): fc.Arbitrary<unknown> {
  const paths: (readonly (string | number)[])[] = [];
  const walk = (value: unknown, path: readonly (string | number)[]) => {
    paths.push(path);
    if (ArrayBuffer.isView(value) || typeof value !== 'object' || value === null) return;
    for (const key of Object.keys(value)) walk((value as Record<string, unknown>)[key], [...path, key]);
  };
  walk(whole, []);
  return fc.tuple(fc.constantFrom(...paths), fc.nat(5), anything, fc.nat(300)).map(([path, kind, other, at]) => {
    const copy: { root: unknown } = { root: structuredClone(whole) };
    let parent = copy as Record<string | number, unknown>;
    for (const key of ['root', ...path.slice(0, -1)]) parent = parent[key] as Record<string | number, unknown>;
    const last = path.at(-1) ?? 'root';
    if (path.length === 0) parent = copy as Record<string | number, unknown>;
    const value = parent[last];
    if (ArrayBuffer.isView(value) && kind > 0) parent[last] = cut(value as Float32Array, kind, at);
    else if (kind === 5) delete parent[last];
    else if (typeof value === 'number' && kind > 2) parent[last] = value + [1, -1e9, 0.5][kind % 3]!;
    else parent[last] = other;
    return copy.root;
  });
}

function cut(values: Float32Array, kind: number, at: number): unknown {
  if (kind === 1) return values.slice(0, at % (values.length + 1));
  if (kind === 2) return Array.from(values);
  const copy = values.slice();
  copy[at % copy.length] = [Number.NaN, Number.POSITIVE_INFINITY, -1][kind % 3]!;
  return copy;
}

const anything = fc.oneof(
  fc.anything({ withDate: true, withMap: true, withTypedArray: true, withNullPrototype: true, withBigInt: true }),
  fc.constantFrom<unknown>(
    Number.NaN,
    Number.POSITIVE_INFINITY,
    -0,
    -1,
    2 ** 53,
    '',
    '?v=2',
    [],
    {},
    null,
    undefined,
    '__proto__',
  ),
);

/** What the app relies on. */
function checkRun(run: KeptRun): void {
  const { request, state, view } = run;
  const size = parameterCount({ ...request.recipe, nOutputs: request.hmm.nOutputs });
  expect(hmmProblems(request.hmm)).toEqual([]);
  expect(recipeProblem(request.recipe)).toBeUndefined();
  expect(view.total).toBe(totalUpdates(request.recipe));
  expect(state.updates).toBeLessThanOrEqual(view.total);
  for (const values of [state.parameters, state.firstMoment, state.secondMoment]) {
    expect(values).toBeInstanceOf(Float32Array);
    expect(values.length).toBe(size);
    expect(values.every(Number.isFinite)).toBe(true);
  }
  expect(view.losses.every(({ update, loss }) => update <= state.updates && Number.isFinite(loss))).toBe(true);
  expect(Number.isInteger(request.seed) && request.seed >= 0 && request.seed < 2 ** 32).toBe(true);
  expect(['auto', ...ENGINE_IDS]).toContain(request.engine);
  expect(request.threads).toBeGreaterThanOrEqual(1);
  expect(decodeLink(run.link).settings).toBeDefined();
}

/** Engines by the ids that stored runs and this browser's storage have of before, and by those of today. */
const OLD_ENGINES = [
  ['tfjs-webgpu', 'webgpu'],
  ['tfjs-webgl', 'tensorflow-webgl'],
  ['tfjs-wasm', 'wasm-simd'],
  ['tfjs-cpu', 'tensorflow-cpu'],
  ['sparse-js', 'js'],
] as const;

describe('records of runs', () => {
  it.each(OLD_ENGINES)('of before that name the engine %s are read: it is %s now', (old, now) => {
    const record = { ...structuredClone(runRecord(RUN)), engine: old, engineId: old };
    expect(readRun(record)).toEqual({ ...RUN, engineId: now, request: { ...RUN.request, engine: now } });
    expect(readRun({ ...record, engine: 'tfjs' })).toBeUndefined();
  });
  it('come back as they were, the last bit included', () => {
    expect(readRun(structuredClone(runRecord(RUN)))).toEqual(RUN);
  });
  it('of before the read-out gain could be chosen had none, and fresh samples', () => {
    const { readoutGain: _, targets: __, ...before } = recipe;
    const read = readRun(structuredClone({ ...runRecord(RUN), recipe: before }));
    expect(read?.request.recipe).toMatchObject({ readoutGain: 1, targets: 'fresh' });
  });
  it.each([
    ['more updates than the recipe has', { updates: totalUpdates(recipe) + 1 }],
    ['a negative second moment', { secondMoment: RUN.state.secondMoment.map((value, i) => (i === 5 ? -1 : value)) }],
    ['losses in disorder', { lossUpdates: Uint32Array.of(1, 3, 2) }],
    ['a loss of the future', { lossUpdates: Uint32Array.of(1, 2, 4) }],
    ['a loss without its update', { lossUpdates: Uint32Array.of(1, 2) }],
    ['a checkpoint of the future', { checkpoints: [{ update: 4, bounded: true }] }],
    ['weights of another size', { recipe: { ...recipe, hiddenSize: 5 } }],
    ['another model', { hmm: JSON.stringify({ ...hmm, nOutputs: 4 }) }],
    ['a recipe that cannot be run', { recipe: { ...recipe, clip: 0 } }],
    ['another version', { version: 2 }],
  ])('with %s are none', (_, change) => {
    expect(readRun({ ...runRecord(RUN), ...change })).toBeUndefined();
  });
  it('tell nothing that is no number', () => {
    const checkpoints = [{ update: 0, bounded: true, maxCell: 0, changeRate: Number.NaN }];
    expect(readRun(runRecord({ ...RUN, view: { ...RUN.view, checkpoints } }))!.view.checkpoints).toEqual([
      { update: 0, bounded: true, maxCell: 0 },
    ]);
  });
  it('give a whole run or none, whatever is in the storage', () => {
    let read = 0;
    fuzz(CASES, fc.oneof({ weight: 9, arbitrary: damaged(runRecord(RUN)) }, { weight: 1, arbitrary: anything }), (raw) => {
      const run = readRun(raw);
      if (!run) return;
      read++;
      checkRun(run);
    });
    // Some damage does none: a name or a date may be any.
    expect(read).toBeGreaterThan(0);
    expect(read).toBeLessThan(CASES / 2);
  });
  it('give whole sequences and snapshots or none', () => {
    const windows = { labels: Uint8Array.from({ length: 24 * 10 }, (_, i) => i % 3), seqLen: 10 };
    const onTen: KeptRun = {
      ...RUN,
      request: { ...RUN.request, recipe: { ...recipe, phases: [{ ...recipe.phases[0]!, seqLen: 10 }] } },
    };
    expect(readWindows(windowsRecord(windows), onTen)).toEqual(windows);
    const weights = initialWeights(shape, 3);
    const halved = {
      ...weights,
      ...Object.fromEntries(Object.entries(weights).map(([k, w]) => [k, w instanceof Float32Array ? w.map(roundToHalf) : w])),
    };
    const snapshot = { update: 2, weights: halved };
    expect(readSnapshot(snapshotRecord(snapshot), RUN)).toEqual(snapshot);
    expect(readSnapshot(snapshotRecord({ ...snapshot, update: 4 }), RUN)).toBeUndefined();
    fuzz(CASES, fc.tuple(damaged(windowsRecord(windows)), damaged(snapshotRecord(snapshot))), ([rawWindows, rawSnapshot]) => {
      const own = readWindows(rawWindows, onTen);
      if (own) {
        expect(own.labels.length % own.seqLen).toBe(0);
        expect(own.seqLen).toBe(10);
        expect(own.labels.every((label) => label < hmm.nOutputs)).toBe(true);
      }
      const one = readSnapshot(rawSnapshot, RUN);
      if (one) expect([nonFiniteWeight(one.weights), one.update <= 3]).toEqual([undefined, true]);
    });
  });
});

describe('records of networks', () => {
  const weights = initialWeights(shape, 5);
  const NETWORK: KeptNetwork = {
    fingerprint: weightsFingerprint(weights),
    name: 'mine',
    named: true,
    source: 'training',
    hmm,
    weights,
    update: 675,
    seed: 5,
    scores: { maxCell: 0.01, changeRate: 0.1 },
    order: 1,
    savedAt: 0,
    link: '?v=2',
  };
  it('come back as they were', () => {
    expect(readNetwork(structuredClone(networkRecord(NETWORK)))).toEqual(NETWORK);
  });
  it('give a whole network or none, whatever is in the storage', () => {
    fuzz(
      CASES,
      fc.oneof({ weight: 9, arbitrary: damaged(networkRecord(NETWORK)) }, { weight: 1, arbitrary: anything }),
      (raw) => {
        const network = readNetwork(raw);
        if (!network) return;
        expect(nonFiniteWeight(network.weights)).toBeUndefined();
        expect(weightsFingerprint(network.weights)).toBe(network.fingerprint);
        expect(hmmProblems(network.hmm)).toEqual([]);
        expect(network.hmm.nOutputs).toBe(network.weights.nOutputs);
        expect(tidyName(network.name)).toBe(network.name);
        expect(network.name).not.toBe('');
      },
    );
  });
});

describe('the place of the last visit and the engine that won', () => {
  const texts = new Map<string, string>();
  beforeEach(() => {
    vi.useFakeTimers();
    texts.clear();
    vi.stubGlobal('localStorage', {
      getItem: (key: string) => texts.get(key) ?? null,
      setItem: (key: string, text: string) => void texts.set(key, text),
      removeItem: (key: string) => void texts.delete(key),
    });
  });
  afterEach(() => {
    vi.useRealTimers();
    vi.unstubAllGlobals();
  });
  const change = (store: ReturnType<typeof createAppStore>, sigma: number) =>
    store.setState((state) => ({ settings: { ...state.settings, sigma } }));

  it('is written from the first change on, at most every two seconds, and when keeping ends', () => {
    texts.set('noisy-orbits.place', '?v=2&sigma=4');
    const store = createAppStore();
    const end = rememberVisit(store);
    vi.advanceTimersByTime(10_000);
    expect(lastVisit()).toBe('?v=3&sigma=4');
    change(store, 2);
    vi.advanceTimersByTime(1000);
    change(store, 3);
    expect(lastVisit()).toBe('?v=3&sigma=4');
    vi.advanceTimersByTime(1000);
    expect(lastVisit()).toBe('?v=3&sigma=3');
    change(store, 5);
    end();
    expect(lastVisit()).toBe('?v=3&sigma=5');
    change(store, 6);
    vi.advanceTimersByTime(10_000);
    expect(lastVisit()).toBe('?v=3&sigma=5');
  });
  it('is none where there is none, where it is the opening of the app, and where storage is forbidden', () => {
    expect(lastVisit()).toBeUndefined();
    texts.set('noisy-orbits.place', '?v=2');
    expect(lastVisit()).toBeUndefined();
    vi.stubGlobal('localStorage', undefined);
    expect(lastVisit()).toBeUndefined();
    const store = createAppStore();
    const end = rememberVisit(store);
    change(store, 2);
    expect(end).not.toThrow();
    expect(cachedEngine('64-16')).toBeUndefined();
  });
  it.each(OLD_ENGINES)('the engine %s, stored before, is %s', (old, now) => {
    texts.set('noisy-orbits.engine.64-16', old);
    expect(cachedEngine('64-16')).toBe(now);
  });
  it('are valid settings and engines whatever is in the storage', () => {
    const links = fc.webQueryParameters().map((query) => `?v=2&${query}`);
    const near = fc
      .tuple(fc.constantFrom('sigma', 'preset', 'model', 'seed', 'view', 'step', 'picked', '__proto__'), fc.string())
      .map(([key, text]) => `?v=2&${key}=${encodeURIComponent(text)}`);
    fuzz(CASES, fc.oneof(fc.string(), links, near), (text) => {
      texts.set('noisy-orbits.place', text);
      texts.set('noisy-orbits.engine.64', text);
      const link = lastVisit();
      if (link !== undefined) {
        const { settings, dropped } = decodeLink(link);
        expect(dropped).toEqual([]);
        expect(encodeLink(settings)).toBe(link);
      }
      expect([undefined, ...ENGINE_IDS]).toContain(cachedEngine('64'));
    });
  });
});

describe('ages', () => {
  it.each([
    [0, '0 s ago'],
    [8_400, '8 s ago'],
    [59_499, '59 s ago'],
    [61_000, '1 min ago'],
    [3_600_000, 'an hour ago'],
    [7_300_000, '2 hours ago'],
    [4 * 86_400_000, '4 days ago'],
    [-1, '0 s ago'],
    [-5000, 'earlier'],
    [Number.NaN, 'earlier'],
  ])('%d ms are told as “%s”', (age, text) => {
    expect(ageText(1_700_000_000_000, 1_700_000_000_000 + age)).toBe(text);
  });
});
