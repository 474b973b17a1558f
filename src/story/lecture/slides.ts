import type { AppState } from '../../state/store';
import { placeOf } from '../filmPlan';

/** A question before a slide: the room says what it expects, and then sees. */
export interface Prediction {
  ask: string;
  /** Two or three; which one is right is seen. */
  choices: readonly string[];
}

/** What a slide shows beside its headline. */
interface Slide {
  /** 'picture': the live picture; 'figure': the figure of the step in its place; 'both': the one beside the other; 'code': the code of the address. */
  show?: 'picture' | 'figure' | 'both' | 'code';
  prediction?: Prediction;
}

/** Slides by chapter and step that are more than the live picture. */
const SLIDES: Readonly<Record<string, Slide>> = {
  'noise 1': { show: 'figure' },
  'noise 2': {
    prediction: {
      ask: 'The same random numbers, twice as large. What changes?',
      choices: ['The outputs change more often.', 'The picture grows; the timing stays.', 'Nothing.'],
    },
  },
  'silence 0': {
    prediction: {
      ask: 'The noise is taken away. What does the state do?',
      choices: ['It goes on circling.', 'It stops where it is.', 'It falls to one point.'],
    },
  },
  'silence 1': { show: 'both' },
  'kick 1': {
    prediction: {
      ask: 'A few chosen units are silenced. What happens?',
      choices: ['Nothing one could see.', 'The state stays at one output.', 'The state falls to the cross.'],
    },
  },
  'kick 2': {
    prediction: {
      ask: 'As many units, drawn at random, are silenced. And now?',
      choices: ['It goes on switching.', 'It stays at one output.'],
    },
  },
  'break 1': {
    prediction: {
      ask: 'The drive to a group is nearly doubled. What does the state do?',
      choices: ['It circles faster.', 'It stays at one output.', 'It runs away.'],
    },
  },
  'birth 2': {
    prediction: {
      ask: 'The loss has not moved for a while. What comes next?',
      choices: ['It creeps down, little by little.', 'It drops, and memory comes.', 'It stays there for good.'],
    },
  },
  'open 2': { show: 'code' },
};

type Seen = Pick<AppState, 'settings' | 'revealed'>;

/** What the slide in view shows. */
export const shownOf = ({ settings }: Pick<AppState, 'settings'>): NonNullable<Slide['show']> =>
  settings.slow !== 'off' ? 'figure' : (SLIDES[placeOf({ settings })]?.show ?? 'picture');

/** The question that stands before the slide in view; undefined once it is answered, and where nobody asks it. */
export function predictionOf({ settings, revealed }: Seen): Prediction | undefined {
  const place = placeOf({ settings });
  const asked = settings.lecture && settings.view === 'story' && !settings.loop && revealed !== place;
  return asked ? SLIDES[place]?.prediction : undefined;
}
