import { useEffect, useMemo, useRef, useState } from 'react';
import { drawThumbnail } from '../../charts/thumbnail';
import { countedTurns, ORBIT_STRIDE, PLANES } from '../../dynamics/orbit/orbitPlanes';
import { choiceOf } from '../../state/networks/presets';
import { compareSeeds, type SeedNetwork } from '../../state/networks/smallOrbits';
import { useApp, useAppController, usePalette } from '../../ui/context';
import { WideTable } from '../../ui/numbers';
import { useIsVisible } from '../../ui/onScreen';
import { SEEDS } from '../emergenceText';
import { groupColour, groupNote, UnitChips } from '../units';

/** Networks of one model side by side. */
export function SeedsBody() {
  const { pool } = useAppController();
  const preset = useApp((state) => state.settings.preset);
  const visible = useIsVisible();
  const [networks, setNetworks] = useState<readonly SeedNetwork[]>();
  const [problem, setProblem] = useState<string>();
  const [attempt, setAttempt] = useState(0);
  // biome-ignore lint/correctness/useExhaustiveDependencies: another attempt is a reason to load again
  useEffect(() => {
    if (!visible) return;
    const left = new AbortController();
    const { signal } = left;
    setProblem(undefined);
    compareSeeds(pool, preset, (found) => signal.aborted || setNetworks(found), signal).catch((error: unknown) => {
      if (!signal.aborted) setProblem(error instanceof Error ? error.message : String(error));
    });
    return () => left.abort();
  }, [pool, preset, visible, attempt]);
  if (problem)
    return (
      <p role="alert" className="analysis-note">
        The networks could not be loaded: {problem}.{' '}
        <button type="button" onClick={() => setAttempt(attempt + 1)}>
          Try again
        </button>
      </p>
    );
  if (!networks) return <p className="analysis-note">Loading the networks of this model…</p>;
  if (networks.length < 2) return <p className="analysis-note">Only one network ships for this model.</p>;
  return (
    <>
      <ul className="seeds">
        {networks.map((network) => (
          <Card key={network.preset.id} network={network} />
        ))}
      </ul>
      <Shared networks={networks} />
      <p className="figure-note">{SEEDS.note}</p>
    </>
  );
}

function Card({ network }: { network: SeedNetwork }) {
  const app = useAppController();
  const palette = usePalette();
  const canvas = useRef<HTMLCanvasElement>(null);
  const shown = useApp((state) => state.network?.preset?.id === network.preset.id);
  const { preset, orbit, mechanism } = network;
  useEffect(() => {
    if (canvas.current && orbit) drawThumbnail(canvas.current, { ...orbit, stride: ORBIT_STRIDE, axes: PLANES[0] }, palette);
  }, [orbit, palette]);
  const { scores } = preset;
  return (
    <li>
      <canvas ref={canvas} role="img" aria-label={`Orbit of ${preset.id}`} />
      <div className="row">
        <strong>
          seed {preset.seed}, H = {preset.hiddenSize}
        </strong>
        <button type="button" aria-pressed={shown} onClick={() => app.openNetwork(choiceOf(preset))}>
          {shown ? 'In view' : 'Open'}
        </button>
      </div>
      <span>
        loss / floor {scores.ratio.value.toFixed(3)}, cell error {scores.maxCell.toFixed(3)}, change rate{' '}
        {(100 * (scores.changeRateRatio.value - 1)).toFixed(1)} %
      </span>
      <span data-testid="seed-turns">
        {orbit && `turns per round trip, one run ${countedTurns(orbit.rotations[0])?.toFixed(2) ?? '–'}`}
      </span>
      {mechanism?.groups.map((group) => (
        <span key={group.name}>
          <i className="swatch" style={{ background: groupColour(palette, group.name) }} />{' '}
          {group.directions.map(({ from, to }) => `${from} → ${to}`).join(', ')}
          {groupNote(group)} {shown ? <UnitChips units={group.units} /> : group.units.join(', ')}
        </span>
      ))}
    </li>
  );
}

/** Kick units in common, of networks with as many units. */
function Shared({ networks }: { networks: readonly SeedNetwork[] }) {
  const rows = useMemo(() => sharedUnits(networks), [networks]);
  if (rows.length === 0) return null;
  return (
    <WideTable>
      <table className="values">
        <thead>
          <tr>
            <th scope="col">networks</th>
            <th scope="col">kick units</th>
            <th scope="col">in common</th>
            <th scope="col">expected by chance</th>
          </tr>
        </thead>
        <tbody>
          {rows.map(({ name, sizes, common, expected }) => (
            <tr key={name}>
              <th scope="row">{name}</th>
              <td>{sizes.join(' and ')}</td>
              <td>{common.length > 0 ? `${common.length}: ${common.join(', ')}` : '0'}</td>
              <td>{expected.toFixed(1)}</td>
            </tr>
          ))}
        </tbody>
      </table>
    </WideTable>
  );
}

function sharedUnits(networks: readonly SeedNetwork[]) {
  const known = networks.flatMap(({ preset, mechanism }) =>
    mechanism ? [{ preset, units: new Set(mechanism.groups.flatMap(({ units }) => units)) }] : [],
  );
  return known.flatMap((a, i) =>
    known
      .slice(i + 1)
      .filter((b) => b.preset.hiddenSize === a.preset.hiddenSize)
      .map((b) => ({
        name: `seeds ${a.preset.seed} and ${b.preset.seed}, H = ${a.preset.hiddenSize}`,
        sizes: [a.units.size, b.units.size],
        common: [...a.units].filter((unit) => b.units.has(unit)),
        expected: (a.units.size * b.units.size) / a.preset.hiddenSize,
      })),
  );
}
