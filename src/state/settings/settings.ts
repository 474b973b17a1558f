import * as v from 'valibot';
import { PAPER_CHOICES } from '../../analyses/choices';
import { PAPER_HMM_IDS, PAPER_HMMS } from '../../hmm/models';
import { decodeModel } from '../../hmm/modelText';
import type { HmmSpec } from '../../hmm/spec';
import { memoizeLast } from '../../math/memory';
import { currentEngineId, ENGINE_IDS, type EngineId } from '../../training/engine';
import type { RecipeName } from '../../training/recipes';

/**
 * The one table of settings: key (also the key in a link), default, validator, and what it means.
 * A later panel adds rows here and nothing else.
 */
interface SettingRow<T> {
  fallback: T;
  /** From the text of a link to the value, with a sentence on failure. */
  parse: v.GenericSchema<string, T>;
  /** Where the value is kept. 'link': written when it differs from the default. 'session': forgotten on reload. */
  kept: 'link' | 'session';
  meaning: string;
}

interface NumberLimits {
  low: number;
  high: number;
  whole?: boolean;
}

function numberParser({ low, high, whole }: NumberLimits): v.GenericSchema<string, number> {
  const range = `must lie between ${low} and ${high}`;
  const finite = v.pipe(v.string(), v.trim(), v.nonEmpty('is empty'), v.transform(Number), v.finite('is not a number'));
  const bounded = v.pipe(finite, v.minValue(low, range), v.maxValue(high, range));
  return whole ? v.pipe(bounded, v.integer('must be a whole number')) : bounded;
}

const number = (fallback: number, limits: NumberLimits, meaning: string): SettingRow<number> & NumberLimits => ({
  fallback,
  parse: numberParser(limits),
  kept: 'link',
  meaning,
  ...limits,
});

const choice = <const T extends string>(
  fallback: NoInfer<T>,
  options: readonly T[],
  meaning: string,
  /** Maps a name in old links to its present name. */
  renamed: (text: string) => string = (text) => text,
): SettingRow<T> & { options: readonly T[] } => ({
  fallback,
  parse: v.pipe(v.string(), v.transform(renamed), v.picklist(options, `must be one of ${options.join(', ')}`)),
  kept: 'link',
  meaning,
  options,
});

const flag = (fallback: boolean, meaning: string): SettingRow<boolean> => ({
  fallback,
  parse: v.pipe(
    v.picklist(['0', '1'], 'must be 0 or 1'),
    v.transform((text) => text === '1'),
  ),
  kept: 'link',
  meaning,
});

/** Names of controls that can be hidden on a shared page; the page marks them with `data-control`. */
export const HIDEABLE = {
  model: 'choice of the model and its networks',
  noise: 'noise on and off',
  play: 'play, step, reset',
  seed: 'seed',
  sigma: 'noise level σ',
  speed: 'speed',
  back: 'way back through the record',
  intervene: 'interventions',
  training: 'training',
  tools: 'tools of the portrait',
  share: 'share',
  questions: 'answers to the questions',
} as const;
export type HideableId = keyof typeof HIDEABLE;

/** Names of controls joined by full stops, "" for none. */
const hidden: SettingRow<string> = {
  fallback: '',
  parse: v.pipe(
    v.string(),
    v.maxLength(200, 'is too long'),
    v.check(
      (text) => text === '' || text.split('.').every((name) => Object.hasOwn(HIDEABLE, name)),
      `must be names among ${Object.keys(HIDEABLE).join(', ')}, joined by full stops`,
    ),
  ),
  kept: 'link',
  meaning: 'controls hidden by a teacher',
};

/** The origin of a page that may steer this one when it is embedded there, "" for none. */
const origin: SettingRow<string> = {
  fallback: '',
  parse: v.pipe(
    v.string(),
    v.maxLength(200, 'is too long'),
    v.check((text) => text === '' || isOrigin(text), 'must be an origin such as https://school.example'),
  ),
  kept: 'link',
  meaning: 'origin of the page that may steer this one by messages',
};

function isOrigin(text: string): boolean {
  try {
    const { origin: own, protocol } = new URL(text);
    return own === text && (protocol === 'https:' || protocol === 'http:');
  } catch {
    return false;
  }
}

/** A chapter's name; only the story knows whether it exists. */
const chapterName: SettingRow<string> = {
  fallback: 'start',
  parse: v.pipe(v.string(), v.regex(/^[a-z-]{1,24}$/, 'is not the name of a chapter')),
  kept: 'link',
  meaning: 'chapter of the story',
};

/** Names joined by full stops, "" for none; which ones there are is known elsewhere. */
const names = (what: string, meaning: string): SettingRow<string> => ({
  fallback: '',
  parse: v.pipe(v.string(), v.regex(/^[a-z\d.-]{0,80}$/, `must be names of ${what} joined by a full stop`)),
  kept: 'link',
  meaning,
});

/** Unit indices joined by full stops, "" for none. */
const units = (meaning: string): SettingRow<string> => ({
  fallback: '',
  parse: v.pipe(
    v.string(),
    v.maxLength(2000, 'is too long'),
    v.regex(/^(\d{1,3}(\.\d{1,3})*)?$/, 'must be unit indices joined by full stops'),
  ),
  kept: 'link',
  meaning,
});

/** What interventions act on: a kick group by its name, the noise into other units, units drawn or picked (dynamics/interventionTargets). */
const GROUP_NAMES = ['A', 'B', 'C', 'D', 'E', 'F'] as const;
const TARGETS = [
  'none',
  ...GROUP_NAMES.map((name) => `group-${name}` as const),
  'integrators',
  ...GROUP_NAMES.map((name) => `projection-${name}` as const),
  'control',
  'random',
  'picked',
] as const;

/** Models with a trained network in public/presets open trained; the others can be trained here. */
export const SETTINGS = {
  model: {
    fallback: '',
    parse: v.pipe(
      v.string(),
      v.maxLength(1500, 'is too long'),
      v.rawCheck(({ dataset, addIssue }) => {
        if (!dataset.typed || dataset.value === '') return;
        const decoded = decodeModel(dataset.value);
        if (!decoded.ok) addIssue({ message: decoded.reason });
      }),
    ),
    kept: 'link',
    meaning: 'a model of your own (hmm/modelText); empty: the preset',
  } as SettingRow<string>,
  preset: choice('chain-2', PAPER_HMM_IDS, 'hidden Markov model'),
  net: number(1, { low: 0, high: 4294967295, whole: true }, 'training seed of the shipped network'),
  units: number(64, { low: 2, high: 512, whole: true }, 'hidden units of the shipped network'),
  loss: choice(
    'plain',
    ['plain', 'sharpened'],
    'loss the shipped network was trained with (sharpened: with a pair term, an exhibit)',
  ),
  network: choice('trained', ['trained', 'by-hand'], 'a trained network, or the one built by hand (of the two-state chain)'),
  sigma: number(1, { low: 0.05, high: 8 }, 'noise standard deviation σ'),
  noise: flag(true, 'noise on'),
  plane: choice(PAPER_CHOICES.plane, ['auto', '12', '13', '23', '3d'], 'principal axes of the portrait'),
  crowd: number(1, { low: 1, high: 200, whole: true }, 'trajectories in the portrait'),
  cloud: choice('points', ['points', 'density', 'none'], 'recorded run behind the portrait'),
  flow: flag(false, 'noise-free flow in the portrait'),
  sequences: number(PAPER_CHOICES.sequences, { low: 100, high: 5000, whole: true }, 'sequences N of the emission analyses'),
  bandwidth: number(PAPER_CHOICES.bandwidth, { low: 0.3, high: 4 }, 'kernel bandwidth of the noise contours, in Scott factors'),
  cutTransition: number(
    PAPER_CHOICES.cutTransition,
    { low: 1.1, high: 8 },
    'residency time below which a state is in transition',
  ),
  cutCluster: number(PAPER_CHOICES.cutCluster, { low: 2, high: 50 }, 'residency time above which a state is in a cluster'),
  cutSoftmax: number(PAPER_CHOICES.cutSoftmax, { low: 0.34, high: 1 }, 'largest output probability a cluster state needs'),
  anchor: number(
    PAPER_CHOICES.anchor,
    { low: -1, high: 9999, whole: true },
    'state whose futures are fanned out (-1: the first in a kick-zone)',
  ),
  mixing: choice(PAPER_CHOICES.mixing, ['variance-preserving', 'reference'], 'how recorded and fresh noise are mixed'),
  groupSize: number(PAPER_CHOICES.groupSize, { low: 1, high: 6, whole: true }, 'up to how many units all groups are tried'),
  pair: choice(PAPER_CHOICES.pair, ['AB', 'AC', 'AD', 'BC', 'BD', 'CD'], 'kick groups the populations stand between'),
  share: number(PAPER_CHOICES.share, { low: 0.1, high: 0.9 }, 'share of the units in both integrating populations'),
  wall: choice('kick score', ['kick score', 'activity', 'similarity', 'index'], 'order of the neuron wall'),
  picked: units('units picked by hand'),
  actOn: choice(PAPER_CHOICES.actOn, TARGETS, 'what the gain acts on'),
  scope: choice(PAPER_CHOICES.scope, ['recurrent', 'both'], 'drive of kick units that the gain multiplies'),
  mu: number(1, { low: 0, high: 2 }, 'gain μ on the target'),
  draw: number(PAPER_CHOICES.draw, { low: 0, high: 9999, whole: true }, 'which random units'),
  speed: number(60, { low: 1, high: 2000 }, 'steps per second'),
  seed: number(1, { low: 0, high: 4294967295, whole: true }, 'seed of every random draw'),
  moment: number(-1, { low: -1, high: 100000, whole: true }, 'update of the shipped training that is shown (-1: its end)'),
  view: choice('story', ['story', 'lab', 'report'], 'view'),
  panel: names('panels', 'panel of the lab, and the one beside it'),
  /** Ids of networks that ship, fingerprints of those kept in the browser. */
  compare: names('networks', 'networks side by side in the report'),
  chapter: chapterName,
  step: number(0, { low: 0, high: 20, whole: true }, 'step of the chapter'),
  slow: choice('off', ['off', 'step', 'update'], 'slow mode: one step of the network, or one training update, in parts'),
  ui: choice('full', ['full', 'basic', 'none'], 'how much of the page stands around the picture'),
  hide: hidden,
  allow: origin,
  lecture: flag(false, 'lecture mode'),
  panels: number(2, { low: 1, high: 2, whole: true }, 'pictures side by side in lecture mode'),
  loop: flag(false, 'lecture mode goes from step to step by itself'),
  every: number(15, { low: 3, high: 300, whole: true }, 'seconds a step lasts while lecture mode goes by itself'),
  profile: choice('screen', ['screen', 'dark', 'projector'], 'colours'),
  engine: choice<EngineId | 'auto'>('auto', ['auto', ...ENGINE_IDS], 'training engine', currentEngineId),
  threads: number(0, { low: 0, high: 8, whole: true }, 'training threads (0: automatic)'),
  recipe: choice<RecipeName | 'custom'>('live', ['live', 'paper', 'custom'], 'training recipe'),
  hidden: number(64, { low: 2, high: 256, whole: true }, 'hidden units H'),
  inputs: number(16, { low: 1, high: 256, whole: true }, 'input dimension d'),
  gain: number(1, { low: 0.1, high: 3 }, 'start gain on W_hh'),
  readout: number(8, { low: 0.1, high: 30 }, 'start gain on W_out'),
  batch: number(512, { low: 8, high: 4096, whole: true }, 'sequences per update N'),
  length: number(30, { low: 2, high: 200, whole: true }, 'sequence length T'),
  rate: number(1e-3, { low: 0, high: 10 }, 'learning rate'),
  clip: number(0.9, { low: 0.01, high: 100 }, 'gradient clip'),
  penalty: number(0, { low: 0, high: 10 }, 'activity penalty'),
  pairs: number(0, { low: 0, high: 1000 }, 'weight of the pair term'),
  updates: number(1600, { low: 1, high: 20000, whole: true }, 'updates'),
  minutes: number(30, { low: 0.1, high: 600 }, 'most minutes of training'),
  target: number(0, { low: 0, high: 1 }, 'stop at this largest cell error (0: never)'),
} as const;

export type SettingKey = keyof typeof SETTINGS;
type ValueOf<R> = R extends SettingRow<infer T> ? T : never;
export type Settings = { [K in SettingKey]: ValueOf<(typeof SETTINGS)[K]> };

export const SETTING_KEYS = Object.keys(SETTINGS) as SettingKey[];

/** Settings that belong to the user, not to what is shown; a step of the story does not change them. */
export const PERSONAL_KEYS: readonly SettingKey[] = [
  'profile',
  'engine',
  'threads',
  'minutes',
  'ui',
  'hide',
  'allow',
  'lecture',
  'panels',
  'loop',
  'every',
];

/** Settings that say where the user is. The browser's back button undoes changes of these. */
export const LOCATION_KEYS: readonly SettingKey[] = [
  'view',
  'chapter',
  'step',
  'preset',
  'net',
  'units',
  'loss',
  'network',
  'model',
  'lecture',
];

/** What is seen of it in the lab. The browser's way back leads here too, and undo leaves it alone. */
export const LAB_KEYS: readonly SettingKey[] = ['panel', 'compare'];

/** The only draw that is not reproducible, on purpose: which seed comes next. Everything after it is. */
export const freshSeed = (): number => crypto.getRandomValues(new Uint32Array(1))[0]! % 1_000_000;

export const defaultSettings = (): Settings =>
  Object.fromEntries(SETTING_KEYS.map((key) => [key, SETTINGS[key].fallback])) as unknown as Settings;

/** Reads one setting from text. @returns the value, or what is wrong with it */
export function parseSetting(
  key: SettingKey,
  text: string,
): { ok: true; value: Settings[SettingKey] } | { ok: false; reason: string } {
  const parsed = v.safeParse(SETTINGS[key].parse as v.GenericSchema<string, Settings[SettingKey]>, text);
  return parsed.success ? { ok: true, value: parsed.output } : { ok: false, reason: parsed.issues[0].message };
}

/** The text of a setting as it stands in a link. */
export function settingText(value: Settings[SettingKey]): string {
  if (typeof value === 'boolean') return value ? '1' : '0';
  return typeof value === 'number' ? String(Number(value.toPrecision(10))) : value;
}

const decoded = memoizeLast((model: string): HmmSpec | undefined => {
  const read = decodeModel(model);
  return read.ok ? read.spec : undefined;
});

/** The model in use: the user's own, or that of the preset. The same object as long as it is the same model. */
export function modelOf({ model, preset }: Pick<Settings, 'model' | 'preset'>): HmmSpec {
  return (model === '' ? undefined : decoded(model)) ?? PAPER_HMMS[preset];
}

/** The file name for files made with these settings. */
export const modelSlug = ({ model, preset }: Pick<Settings, 'model' | 'preset'>): string => (model === '' ? preset : 'own-model');
