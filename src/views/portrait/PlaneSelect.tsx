import { hasVariance, PLANES } from '../../dynamics/orbit/orbitPlanes';
import type { Settings } from '../../state/settings/settings';
import { useApp } from '../../ui/context';

/** Which principal axes are shown, with their shares of the variance. An axis with less than 5 % makes no plane. */
export function PlaneSelect({ onChange }: { onChange: (plane: Settings['plane']) => void }) {
  const plane = useApp((state) => state.settings.plane);
  const explained = useApp((state) => state.orbit?.basis.explained);
  const share = (axis: number) => (explained ? ` (${Math.round(100 * (explained[axis] ?? 0))} %)` : '');
  return (
    <select
      aria-label="Principal axes shown"
      className="quiet"
      value={plane === '12' ? 'auto' : plane}
      onChange={(event) => onChange(event.target.value as Settings['plane'])}
    >
      {PLANES.map(([a, b], n) => (
        <option
          key={`${a}${b}`}
          value={n === 0 ? 'auto' : `${a + 1}${b + 1}`}
          disabled={n > 0 && explained !== undefined && !hasVariance([a, b], explained)}
        >
          PC{a + 1}
          {share(a)}–PC{b + 1}
          {share(b)}
        </option>
      ))}
      <option value="3d">PC1–PC3 in space</option>
    </select>
  );
}
