import { simulate } from '../rnn/simulate';
import type { Film, TimelineKey } from '../state/page/slice';
import { modelOf, SETTING_KEYS, SETTINGS, type SettingKey, type Settings } from '../state/settings/settings';
import type { AppState } from '../state/store';
import { stateOfChapter } from './states';

/** What happens at one moment of an entrance. */
export interface Cue {
  /** Steps of the live run since the entrance began, or since the crossing, where `of` says so: then it may lie before it. */
  at: number;
  of?: 'crossing';
  /** Settings from here on; undefined are those of before. */
  set?: Partial<Settings>;
  /** What is seen, in one line, from here on. */
  caption?: string;
  reach?: Film['reach'];
  /** The place where the state stays is marked from here on. */
  marked?: boolean;
  /** The entrance goes on only once the untouched twin of the run is there. */
  needsTwin?: boolean;
  /** The many trajectories start anew, all of them from the live state. */
  fork?: true;
}

/**
 * A small film with which a step of the story begins. It is told in steps of the live run, which is reset to h = 0 and its seed first, so
 * it is the same each time. At its end the lab stands as the step says.
 */
export interface Entrance {
  /** Steps made before the picture opens: it then has a path to show. */
  before: number;
  cues: readonly Cue[];
  /** Where it is about the training: the update shown, by steps since it began. It begins once the frames of the training are there. */
  timeline?: readonly TimelineKey[];
  /** Step at which it is over, counted as the last cue is. */
  end: number;
  /** The last line stays. */
  last: string;
}

/** Chapter and step, as entrances are named. */
export const placeOf = ({ settings: { chapter, step } }: Pick<AppState, 'settings'>): string => `${chapter} ${step}`;

/** What the step of the settings says of each setting. */
function baseOf({ chapter, step }: Settings): (key: SettingKey) => Settings[SettingKey] {
  const sets: Partial<Settings> = stateOfChapter(chapter).sets[step] ?? {};
  return (key) => sets[key] ?? SETTINGS[key].fallback;
}

/** Settings that an entrance changes, as the step says: the lab stands so when it is over. */
export function afterOf({ cues }: Entrance, settings: Settings): Partial<Settings> {
  const base = baseOf(settings);
  const keys = new Set(cues.flatMap(({ set = {} }) => Object.keys(set) as SettingKey[]));
  return Object.fromEntries([...keys].map((key) => [key, base(key)]));
}

/** Whether an entrance may begin: a link may say otherwise than its step, and then the lab stands as the link says. */
export const mayBegin = (entrance: Entrance, settings: Settings): boolean => {
  const wanted = afterOf(entrance, settings);
  return SETTING_KEYS.every((key) => !(key in wanted) || settings[key] === wanted[key]);
};

/** Whether the network that the settings name is in view, with its axes. */
export const inView = ({ network, orbit, settings }: AppState): boolean =>
  network !== undefined && orbit !== undefined && network.hmm.name === modelOf(settings).name;

/** Steps for which the favoured output must hold on either side of a crossing: a brief excursion is none. */
const HELD = 12;
/** Steps at least between the cues before a crossing and those about it. */
const ROOM = 20;
/** Steps searched for a crossing. */
const SEARCHED = 1500;

/** The first change of label, at least `earliest` steps on, that leads from a stay to another one; undefined where there is none. */
export function crossingIn(labels: Uint8Array, earliest: number): number | undefined {
  const same = (from: number, to: number) => labels.subarray(from, to).every((label) => label === labels[from]);
  for (let t = Math.max(earliest, HELD); t + HELD < labels.length; t++)
    if (labels[t] !== labels[t - 1] && same(t - HELD, t) && same(t, t + HELD)) return t;
  return undefined;
}

/** The same in the run from h = 0 with the noise of the settings; where there is none, `earliest` itself. */
function crossingAfter(
  earliest: number,
  { network, settings: { seed, noise, sigma } }: Pick<AppState, 'network' | 'settings'>,
): number {
  if (!network) return earliest;
  const noiseStd = noise ? sigma : 0;
  const streams = { noiseStream: 'liveNoise', gumbelStream: 'liveGumbel' } as const;
  const { outputLabels, steps } = simulate(network.weights, { steps: SEARCHED, seed, noiseStd, ...streams });
  return crossingIn(outputLabels.subarray(0, steps), earliest) ?? earliest;
}

/** The entrance with the times of all its cues counted from its beginning. */
export function timed(entrance: Entrance, state: Pick<AppState, 'network' | 'settings'>): Entrance {
  const { cues, before } = entrance;
  const earliest = cues.find(({ of }) => of === 'crossing');
  if (!earliest) return entrance;
  const ownTimes = cues.filter(({ of }) => of !== 'crossing').map(({ at }) => at);
  const crossing = crossingAfter(before + Math.max(...ownTimes) + ROOM - earliest.at, state) - before;
  return {
    ...entrance,
    cues: cues.map((cue) => (cue.of === 'crossing' ? { ...cue, at: crossing + cue.at } : cue)),
    end: crossing + entrance.end,
  };
}
