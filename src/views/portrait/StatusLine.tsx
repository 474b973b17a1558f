import { useRef } from 'react';
import type { OrbitSummary } from '../../dynamics/orbit/orbit';
import type { PLANES } from '../../dynamics/orbit/orbitPlanes';
import type { LiveRun } from '../../state/live/liveRun';
import { shownTurns } from '../../state/networks/networkView';
import { useApp, useAppController, useFrame } from '../../ui/context';
import { Term } from '../../ui/glossary';

const sizeText = (liveRun: LiveRun, driven: number) => {
  const percent = (100 * liveRun.norm) / driven;
  const share =
    percent >= 0.1 ? `${percent.toFixed(percent < 10 ? 1 : 0)} %` : percent === 0 ? '0 %' : `${percent.toExponential(0)} %`;
  return `${liveRun.norm < 0.01 && liveRun.norm > 0 ? liveRun.norm.toExponential(1) : liveRun.norm.toFixed(2)} · ${share}`;
};

/** Writes step and size of the state straight into the page every few frames. @returns the cells they are written to */
function useLiveNumbers(orbit: OrbitSummary | undefined) {
  const app = useAppController();
  const stepCell = useRef<HTMLSpanElement>(null);
  const normCell = useRef<HTMLSpanElement>(null);
  const elapsed = useRef(0);
  /** What the numbers were written from: what has not changed is not written again. */
  const written = useRef<{ step: number; norm: number; of: OrbitSummary | undefined }>(undefined);
  useFrame((dt) => {
    elapsed.current += dt;
    if (elapsed.current < 0.08 || !app.liveRun || !stepCell.current || !normCell.current) return;
    elapsed.current = 0;
    const { liveRun } = app;
    const before = written.current;
    if (before && before.step === liveRun.step && before.norm === liveRun.norm && before.of === orbit) return;
    written.current = { step: liveRun.step, norm: liveRun.norm, of: orbit };
    stepCell.current.textContent = liveRun.step.toLocaleString('en');
    stepCell.current.dataset.step = String(liveRun.step);
    if (!orbit) return;
    normCell.current.textContent = sizeText(liveRun, orbit.drivenNorm);
    normCell.current.dataset.relative = String(liveRun.norm / orbit.drivenNorm);
  });
  return { stepCell, normCell };
}

/** Numbers of the live run and of the run that its axes were fitted to. */
export function StatusLine({ axes, space }: { axes: (typeof PLANES)[number]; space: boolean }) {
  const orbit = useApp((state) => state.orbit);
  const network = useApp((state) => state.network);
  const { stepCell, normCell } = useLiveNumbers(orbit);
  const turns = shownTurns(orbit, axes);
  return (
    <dl className="status">
      <div>
        <dt>step</dt>
        <dd>
          <span ref={stepCell} translate="no" data-testid="step">
            0
          </span>
        </dd>
      </div>
      <div className="wide">
        <dt>
          <Term id="norm">‖h‖ and its share of the driven mean</Term>
        </dt>
        <dd>
          <span ref={normCell} translate="no" data-testid="norm">
            –
          </span>
        </dd>
      </div>
      <div>
        <dt>
          <Term id="turns">turns per round trip, one run</Term>
        </dt>
        <dd translate="no" data-testid="turns">
          {turns?.toFixed(2) ?? '–'}
        </dd>
      </div>
      <div>
        <dt>
          <Term id="explained">variance shown</Term>
        </dt>
        <dd translate="no">{shown(orbit, space ? [0, 1, 2] : axes)}</dd>
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
      : origin === 'file'
        ? 'from a file'
        : origin === 'training'
          ? `yours, update ${update}`
          : origin === 'constructed'
            ? 'built by hand'
            : 'untrained';

const shown = (orbit: OrbitSummary | undefined, axes: readonly number[]): string =>
  orbit ? `${Math.round(100 * axes.reduce((sum, axis) => sum + (orbit.basis.explained[axis] ?? 0), 0))} %` : '–';
