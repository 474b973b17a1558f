import type { ReactNode, RefObject } from 'react';
import type { Figure } from '../../charts/figure';
import { hasVariance, PLANES } from '../../dynamics/orbit/orbitPlanes';
import { SETTINGS, type Settings } from '../../state/settings/settings';
import { useApp, useAppController } from '../../ui/context';
import { SaveButtons } from '../../ui/figure/FigureView';
import { Segmented } from '../../ui/Segmented';
import { PORTRAIT } from '../../ui/text';
import { StatusLine } from './StatusLine';
import type { Tool } from './useGestures';

interface PortraitToolsProps {
  tool: Tool;
  setTool: (tool: Tool) => void;
  zoomed: boolean;
  resetView: () => void;
  space: boolean;
  axes: (typeof PLANES)[number];
  figure: Figure;
  canvas: RefObject<HTMLCanvasElement | null>;
}

/** What stands under the full portrait: its tools, its files and its numbers. */
export function PortraitTools({ axes, figure, canvas, space, ...tools }: PortraitToolsProps) {
  return (
    <>
      <Toolbar {...tools} space={space}>
        <SaveButtons figure={figure} name="portrait" label={PORTRAIT.title} notes={[PORTRAIT.fileNote]} canvas={canvas} />
      </Toolbar>
      <StatusLine axes={axes} space={space} />
    </>
  );
}

const PAN = { value: 'pan', name: 'Pan', title: 'Drag the picture' } as const;
const TOOLS: readonly { value: Tool; name: string; title: string }[] = [
  { value: 'move', name: 'Move state', title: 'Drag on the picture: the state is put there and goes on' },
  { value: 'zoom', name: 'Zoom', title: 'Drag a rectangle, or turn the wheel; double click for all' },
  PAN,
];
const SPACE_TOOLS: typeof TOOLS = [{ value: 'move', name: 'Turn', title: 'Drag to turn the picture; arrow keys too' }, PAN];

const CLOUDS: Record<Settings['cloud'], string> = { points: 'run as points', density: 'run as density', none: 'no run behind' };

interface ToolbarProps {
  tool: Tool;
  setTool: (tool: Tool) => void;
  zoomed: boolean;
  resetView: () => void;
  space: boolean;
  /** What stands at the end of the row. */
  children: ReactNode;
}

/** Everything that can be done to the portrait. */
function Toolbar({ tool, setTool, zoomed, resetView, space, children }: ToolbarProps) {
  const app = useAppController();
  const { crowd, cloud, flow } = useApp((state) => state.settings);
  return (
    <div className="portrait-tools" data-control="tools" role="toolbar" aria-label="Phase portrait">
      <Segmented label="What a drag does" options={space ? SPACE_TOOLS : TOOLS} value={tool} onChange={setTool} />
      {zoomed && (
        <button type="button" className="quiet" onClick={resetView} title="Show everything (double click, or 0)">
          Show all
        </button>
      )}
      <select
        aria-label="Recorded run behind the picture"
        className="quiet"
        value={cloud}
        onChange={(event) => app.set('cloud', event.target.value as Settings['cloud'])}
      >
        {SETTINGS.cloud.options.map((name) => (
          <option key={name} value={name}>
            {CLOUDS[name]}
          </option>
        ))}
      </select>
      <label className="check" title={PORTRAIT.flow}>
        <input type="checkbox" checked={flow} disabled={space} onChange={(event) => app.set('flow', event.target.checked)} />
        flow
      </label>
      <label className="check" title="Trajectories side by side, each with noise of its own">
        <input
          type="range"
          min={0}
          max={1}
          step={0.01}
          aria-label="Number of trajectories"
          value={Math.log(crowd) / Math.log(SETTINGS.crowd.high)}
          onChange={(event) => app.set('crowd', Math.round(SETTINGS.crowd.high ** Number(event.target.value)))}
        />
        <b>{crowd}</b> {crowd === 1 ? 'path' : 'paths'}
      </label>
      <button type="button" onClick={app.release} title={PORTRAIT.release} data-testid="release">
        Release 100
      </button>
      {children}
    </div>
  );
}

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
