import type { AppState } from '../../state/store';
import { stateOfChapter } from '../states';
import { CHANGED } from './text';

/**
 * The headline of a slide: what the step says, or what the presenter has done instead. While a film plays its caption says what is seen.
 * @param say the line of the step
 */
export function headlineOf({ settings, film, silencing }: AppState, say: string): string {
  if (film?.playing) return say;
  const { noise = true, slow = 'off' } = stateOfChapter(settings.chapter).sets[settings.step] ?? {};
  if (settings.slow !== 'off' && slow === 'off') return CHANGED.slow;
  if (silencing) return CHANGED.silenced;
  if (settings.noise === noise) return say;
  return settings.noise ? CHANGED.driven : CHANGED.silent;
}
