import type { Palette } from '../charts/palette';
import type { KickGroup } from '../dynamics/kick/kickGroups';
import type { KickReport } from '../dynamics/kick/kickNeurons';
import { editGroup, resetGroups } from '../state/networks/slice';
import { highlightedUnit, pinUnit, pointAtUnit } from '../state/page/slice';
import type { AppState } from '../state/store';
import { useApp, useAppController } from '../ui/context';
import { estimateText } from '../ui/numbers';
import { kickGroupsOf, parseUnits, unitsText } from './mechanism';

/** What a click on a neuron changes: the units picked by hand, or a kick group by its name. */
export type Pen = string;
export const PICKED: Pen = 'picked';

/** Pointing at units, pinning one, and adding them to the picked ones or to a kick group. */
export function useUnits() {
  const app = useAppController();
  const { store } = app;
  const point = (unit: number | undefined) => pointAtUnit(store, unit);
  const pin = (unit: number | undefined) => pinUnit(store, unit);
  const toggle = (unit: number, pen: Pen) => {
    const state = store.getState();
    if (pen === PICKED) {
      app.set('picked', unitsText(toggled(parseUnits(state.settings.picked), unit)));
      return;
    }
    const group = kickGroupsOf(state).find(({ name }) => name === pen);
    if (!group) return;
    editGroup(
      store,
      pen,
      toggled(group.units, unit).sort((a, b) => a - b),
    );
  };
  const resetEdits = () => resetGroups(store);
  return { point, pin, toggle, resetEdits };
}

const toggled = (units: readonly number[], unit: number): number[] =>
  units.includes(unit) ? units.filter((other) => other !== unit) : [...units, unit];

/** Kick groups of the network in view, those of the report and the changes to them. */
export const useKickGroups = () => useApp(kickGroupsOf);

/** What unit `unit` of the network in view is called: its index, and its name where it was built by hand. */
export const unitNameIn =
  (unit: number) =>
  ({ network }: Pick<AppState, 'network'>): string =>
    [String(unit), network?.unitNames?.[unit] ?? ''].join(' ').trim();

/** What is said of a group that is not a kick group in the paper's sense; empty for one that is, or where nothing is known. */
export const groupNote = ({ meetsBar, inProfile }: KickGroup): string =>
  !meetsBar ? ' (misses the bar)' : inProfile === false ? ' (causal)' : '';

/** Colour of a kick group by its name. */
export const groupColour = (palette: Palette, name: string): string =>
  palette.groups[(name.charCodeAt(0) - 65) % palette.groups.length]!;

/** Units by index: pointing at one picks it out everywhere, a click keeps it. */
export function UnitChips({ units }: { units: readonly number[] }) {
  const { point, pin } = useUnits();
  const shown = useApp(highlightedUnit);
  const pinned = useApp((state) => state.pinnedUnit);
  const network = useApp((state) => state.network);
  return (
    <span className="chips">
      {units.map((unit) => (
        <button
          key={unit}
          type="button"
          className={unit === shown ? 'chip on' : 'chip'}
          aria-pressed={unit === pinned}
          title={`Unit ${unit}: click to keep it picked out`}
          onPointerEnter={() => point(unit)}
          onPointerLeave={() => point(undefined)}
          onFocus={() => point(unit)}
          onBlur={() => point(undefined)}
          onClick={() => pin(unit === pinned ? undefined : unit)}
        >
          {unitNameIn(unit)({ network })}
        </button>
      ))}
      {units.length === 0 && '–'}
    </span>
  );
}

/** What silencing the best group leaves of the exits in one direction. @param missed said of a group that does not meet the bar */
export function exitsLeftText({ score, verdict }: KickReport['directions'][number], missed: string): string {
  if (score) return `${estimateText(score.ratio)}${verdict === 'found' ? '' : missed}`;
  return verdict === 'scarce' ? 'too few states' : 'no unit lowers them';
}
