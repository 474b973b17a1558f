import type { LiveRun } from '../../state/live/liveRun';
import type { Settings } from '../../state/settings/settings';

/** Steps that a second run makes in one frame, at most: one that is far behind catches up bit by bit. */
const MOST_STEPS = 400;

/**
 * Brings a second run to a step of the live one, under the noise of the settings.
 * @returns the step at which it is now
 */
export function keepStep(run: LiveRun, step: number, { noise, sigma }: Pick<Settings, 'noise' | 'sigma'>): number {
  if (run.step > step) run.reset();
  run.advance(Math.min(MOST_STEPS, step - run.step), noise, sigma);
  return run.step;
}
