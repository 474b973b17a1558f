import type { Film, TimelineKey } from '../state/page/slice';
import type { Settings } from '../state/settings/settings';

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
