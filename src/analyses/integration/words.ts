import type { FlipExample } from '../../dynamics/circuit/flipExample';
import type { NoiseIntegration } from '../../dynamics/circuit/noiseIntegration';
import type { Definition } from '../../ui/glossary';
import { short } from '../../ui/numbers';

/** Words of the panel that are needed only once there is something to tell. */

/** What was found of one direction, in a sentence. */
export function foundText({ from, to, populations: { total, shuffledTotal, integrationTime } }: NoiseIntegration): string {
  if (!(total.low > shuffledTotal))
    return `Before the output changes from ${from} to ${to}, no more noise is gathered than before moments chosen by chance.`;
  return `Before the output changes from ${from} to ${to}, noise pushes the populations apart: nine tenths of it come within ${short(integrationTime.value, 0)} steps [${short(integrationTime.low, 0)}, ${short(integrationTime.high, 0)}].`;
}

/** The steps of the film, as far as they were seen in this change. */
export interface Scene {
  /** First entry of the example that belongs to it. */
  from: number;
  text: string;
}

/**
 * What happens when in an example; only what it shows.
 * @param window steps before the change in which noise is gathered for it
 */
export function scenesOf({ before, crossing, labels }: FlipExample, window: number): Scene[] {
  const [old, now] = [labels[before - 1]!, labels[before]!];
  const gathering = before - window;
  return [
    { from: 0, text: `The output is ${old}. Noise comes and goes.` },
    ...(window > 0 ? [{ from: gathering, text: 'Noise of one sign adds up: it pushes the populations apart.' }] : []),
    // Where it lies above 0 from the first entry on, when it crossed is not seen.
    ...(crossing === undefined || crossing === 0
      ? []
      : [{ from: crossing, text: 'The drive of the kick group has crossed 0: its units fire.' }]),
    { from: before, text: `The label flips to ${now}.` },
  ].sort((a, b) => a.from - b.from);
}

export const FILM = {
  title: 'One change of the run, in slow motion',
  play: 'Play',
  again: 'Play again',
  pause: 'Pause',
  rule: (at: number, n: number) =>
    `The change at step ${at.toLocaleString('en')} of the run: of all ${n}, the one before which the median amount of noise was gathered.`,
  colours:
    'Red: towards the change, and the population that excites the kick group. Blue: against it, and the one that inhibits it.',
  above: 'The mean drive of the group lies above 0 all along.',
  noCrossing: 'In this change the mean drive of the group does not cross 0 in the eight steps before.',
  still: 'Your system asks for less motion: the last picture is shown.',
};

export const GATHERED: Definition = {
  title: 'Gathered',
  text: 'The sum of the averages over the steps before the change for which they lie above the band, in standard deviations of one step. Chance: the 97.5 % quantile of the same sum for changes moved along the run.',
};
export const TIME: Definition = {
  title: 'Integration time',
  text: 'Steps before the change from which on nine tenths of the gathered noise came; half time: one half. Interval: bootstrap over the changes.',
};

export const SOURCE = 'Definition: docs/science.md, section 7.3.';
