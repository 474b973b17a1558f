import { useMemo } from 'react';
import type { Palette } from '../charts/palette';
import { HISTORY, type LiveRun } from '../state/live/liveRun';
import { useApp } from '../ui/context';
import { pairOf, populationsOf } from './mechanism';
import { groupColour, groupNote } from './units';

/** A part of the circuit: kick group or population. */
export interface CircuitPart {
  name: string;
  units: readonly number[];
  colour: (palette: Palette) => string;
}

/** Both kick groups of the pair and both populations, with their colours; undefined where there are fewer than two groups. */
export function useCircuitParts(): readonly CircuitPart[] | undefined {
  const pair = useApp(pairOf);
  const populations = useApp(populationsOf);
  return useMemo(() => {
    if (!pair || !populations) return undefined;
    const kicks = pair.map((group) => ({
      name: `${group.name} ${group.directions.map(({ from, to }) => `${from}→${to}`).join(' ')}${groupNote(group)}`,
      units: group.units,
      colour: (palette: Palette) => groupColour(palette, group.name),
    }));
    const others = ([0, 1] as const).map((n) => ({
      name: `population ${n + 1}`,
      units: populations.populations[n],
      colour: (palette: Palette) => palette.populations[n],
    }));
    return [...kicks, ...others];
  }, [pair, populations]);
}

/** Mean activity of some units of the live run at one of its remembered steps. */
export function meanActivityAt({ states }: LiveRun, units: readonly number[], hiddenSize: number, step: number): number {
  const at = (step % HISTORY) * hiddenSize;
  let sum = 0;
  for (const unit of units) sum += states[at + unit]!;
  return units.length > 0 ? sum / units.length : Number.NaN;
}
