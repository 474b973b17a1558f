import { useMemo } from 'react';
import { pairOf, populationsOf } from '../state/analyses/mechanismSelectors';
import { useApp } from '../ui/context';
import type { CircuitPart } from './circuit/figures';
import { groupColour, groupNote } from './units';

/** Both kick groups of the pair and both populations, with their colours; undefined where there are fewer than two groups. */
export function useCircuitParts(): readonly CircuitPart[] | undefined {
  const pair = useApp(pairOf);
  const populations = useApp(populationsOf);
  return useMemo(() => {
    if (!pair || !populations) return undefined;
    const kicks = pair.map((group) => ({
      name: `${group.name} ${group.directions.map(({ from, to }) => `${from}→${to}`).join(' ')}${groupNote(group)}`,
      units: group.units,
      colour: (palette: Parameters<CircuitPart['colour']>[0]) => groupColour(palette, group.name),
    }));
    const others = ([0, 1] as const).map((n) => ({
      name: `population ${n + 1}`,
      units: populations.populations[n],
      colour: (palette: Parameters<CircuitPart['colour']>[0]) => palette.populations[n],
    }));
    return [...kicks, ...others];
  }, [pair, populations]);
}
