import { useMemo, useRef, useState } from 'react';
import { beginFrame } from '../../charts/canvas';
import { type OrbitSummary, PLANES, rotatingPlane } from '../../dynamics/orbit';
import type { Player } from '../../state/player';
import type { Settings } from '../../state/settings';
import { useApp, useFrame, useLab, usePalette } from '../context';
import { Term } from '../Term';
import { PORTRAIT } from '../text';
import { createPortraitPicture } from './picture';

/** Below this many steps a second the head glides between steps. */
const GLIDE_BELOW = 45;

/** The hidden state in the plane of its first two principal axes, live. */
export function Portrait() {
  const lab = useLab();
  const palette = usePalette();
  const orbit = useApp((state) => state.orbit);
  const network = useApp((state) => state.network);
  const { noise, sigma, speed, plane } = useApp((state) => state.settings);
  const axes = useMemo(() => axesOf(plane, orbit), [plane, orbit]);
  const canvas = useRef<HTMLCanvasElement>(null);
  const [picture] = useState(createPortraitPicture);
  const marked = useRef(false);
  useFrame(() => {
    const { player } = lab;
    if (!canvas.current || !player || !orbit) return;
    const frame = beginFrame(canvas.current);
    if (!frame) return;
    const fraction = lab.store.getState().playing && speed < GLIDE_BELOW ? lab.fraction : 1;
    picture(frame, { player, orbit, axes, noiseStd: sigma, noiseOn: noise, fraction, palette });
    if (player.step > 0 && !marked.current) {
      marked.current = true;
      performance.mark('first-moving-frame');
    }
  });
  return (
    <section className="panel portrait" aria-label={PORTRAIT.title}>
      <header>
        <h2>{PORTRAIT.title}</h2>
        <PlaneSelect />
        <Legend />
      </header>
      <Caption />
      <div className="stage">
        <canvas
          ref={canvas}
          aria-label="Trajectory of the hidden state on principal axes 1 and 2"
          role="img"
          data-ready={orbit ? 'yes' : 'no'}
        />
        {!orbit && <p className="stage-note">{network ? 'Finding the principal axes…' : PORTRAIT.loading}</p>}
      </div>
      <StatusLine />
    </section>
  );
}

/** Axes of the setting; "auto" is the plane in which the state turns. */
function axesOf(plane: Settings['plane'], orbit: OrbitSummary | undefined): (typeof PLANES)[number] {
  if (plane === 'auto') return PLANES[PLANES.findIndex((axes) => orbit && axes === rotatingPlane(orbit).axes)] ?? PLANES[0];
  return PLANES.find(([a, b]) => `${a + 1}${b + 1}` === plane) ?? PLANES[0];
}

function PlaneSelect() {
  const lab = useLab();
  const plane = useApp((state) => state.settings.plane);
  return (
    <select
      aria-label="Principal axes shown"
      className="quiet"
      value={plane}
      onChange={(event) => lab.set('plane', event.target.value as Settings['plane'])}
    >
      <option value="auto">plane that turns</option>
      {PLANES.map(([a, b]) => (
        <option key={`${a}${b}`} value={`${a + 1}${b + 1}`}>
          PC{a + 1}–PC{b + 1}
        </option>
      ))}
    </select>
  );
}

function Legend() {
  const palette = usePalette();
  const outputs = useApp((state) => state.network?.hmm.nOutputs ?? 3);
  const noise = useApp((state) => state.settings.noise);
  return (
    <ul className="legend" aria-label="Colours: label the network gives its state">
      {palette.outputs.slice(0, outputs).map((colour, k) => (
        <li key={colour}>
          <i style={{ background: colour }} /> output {k}
        </li>
      ))}
      {!noise && (
        <li>
          <i style={{ background: palette.noiseOff }} /> no noise
        </li>
      )}
      <li>
        <b aria-hidden="true">×</b> fixed point
      </li>
    </ul>
  );
}

function Caption() {
  const noise = useApp((state) => state.settings.noise);
  const network = useApp((state) => state.network);
  const orbit = useApp((state) => state.orbit);
  let text: string = PORTRAIT.loading;
  if (network) text = noise ? drivenText(network.update, orbit) : PORTRAIT.silent;
  if (orbit?.divergent) text = PORTRAIT.divergent;
  return <p className="caption">{text}</p>;
}

/** Below this many label changes a step the outputs are held: independent draws of two even outputs change half the time. */
const HELD = 0.25;

/** Whether it holds and circles is read off the recorded run, not assumed. */
function drivenText(update: number, orbit: OrbitSummary | undefined): string {
  if (update === 0) return PORTRAIT.untrained;
  if (!orbit || Math.abs(rotatingPlane(orbit).rotation.turnsPerRoundTrip) > 0.3) return PORTRAIT.driven;
  return orbit.rotations[0]!.flips < HELD * orbit.steps ? PORTRAIT.noRotation : PORTRAIT.noOrbit;
}

const sizeText = (player: Player, driven: number) => {
  const percent = (100 * player.norm) / driven;
  const share =
    percent >= 0.1 ? `${percent.toFixed(percent < 10 ? 1 : 0)} %` : percent === 0 ? '0 %' : `${percent.toExponential(0)} %`;
  return `${player.norm < 0.01 && player.norm > 0 ? player.norm.toExponential(1) : player.norm.toFixed(2)} · ${share}`;
};

/** Numbers of the live run, written straight into the page every few frames. */
function StatusLine() {
  const lab = useLab();
  const orbit = useApp((state) => state.orbit);
  const network = useApp((state) => state.network);
  const stepCell = useRef<HTMLSpanElement>(null);
  const normCell = useRef<HTMLSpanElement>(null);
  const elapsed = useRef(0);
  useFrame((dt) => {
    elapsed.current += dt;
    if (elapsed.current < 0.08 || !lab.player || !stepCell.current || !normCell.current) return;
    elapsed.current = 0;
    const { player } = lab;
    stepCell.current.textContent = player.step.toLocaleString('en');
    stepCell.current.dataset.step = String(player.step);
    if (!orbit) return;
    normCell.current.textContent = sizeText(player, orbit.drivenNorm);
    normCell.current.dataset.relative = String(player.norm / orbit.drivenNorm);
  });
  const plane = useApp((state) => state.settings.plane);
  const axes = axesOf(plane, orbit);
  const turns = orbit?.rotations[PLANES.indexOf(axes)]?.turnsPerRoundTrip;
  return (
    <dl className="status">
      <div>
        <dt>step</dt>
        <dd>
          <span ref={stepCell} data-testid="step">
            0
          </span>
        </dd>
      </div>
      <div className="wide">
        <dt>
          <Term id="norm">‖h‖ and its share of the driven mean</Term>
        </dt>
        <dd>
          <span ref={normCell} data-testid="norm">
            –
          </span>
        </dd>
      </div>
      <div>
        <dt>
          <Term id="turns">turns per round trip</Term>
        </dt>
        <dd>{turns === undefined || Number.isNaN(turns) ? '–' : Math.abs(turns).toFixed(2)}</dd>
      </div>
      <div>
        <dt>
          <Term id="explained">variance shown</Term>
        </dt>
        <dd>{orbit ? `${Math.round(100 * (orbit.basis.explained[axes[0]]! + orbit.basis.explained[axes[1]]!))} %` : '–'}</dd>
      </div>
      <div>
        <dt>network</dt>
        <dd data-testid="network" data-fingerprint={network?.fingerprint} data-origin={network?.origin}>
          {network ? networkName(network.origin, network.update) : '–'}
        </dd>
      </div>
    </dl>
  );
}

const networkName = (origin: string, update: number): string =>
  origin === 'preset'
    ? 'shipped, trained'
    : origin === 'history'
      ? `shipped, at update ${update}`
      : origin === 'training'
        ? `yours, update ${update}`
        : 'untrained';
