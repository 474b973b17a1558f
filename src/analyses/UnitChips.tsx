import { useApp } from '../ui/context';
import { highlightedUnit } from '../ui/highlightedUnit';
import { unitNameIn, useUnits } from './units';

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
