import { PLANES } from '../../dynamics/orbit/orbitPlanes';
import type { Settings } from '../../state/settings/settings';
import { useApp } from '../../ui/context';

export function PlaneSelect({ onChange }: { onChange: (plane: Settings['plane']) => void }) {
  const plane = useApp((state) => state.settings.plane);
  return (
    <select
      aria-label="Principal axes shown"
      className="quiet"
      value={plane}
      onChange={(event) => onChange(event.target.value as Settings['plane'])}
    >
      <option value="auto">plane that turns</option>
      {PLANES.map(([a, b]) => (
        <option key={`${a}${b}`} value={`${a + 1}${b + 1}`}>
          PC{a + 1}–PC{b + 1}
        </option>
      ))}
      <option value="3d">PC1–PC3 in space</option>
    </select>
  );
}
