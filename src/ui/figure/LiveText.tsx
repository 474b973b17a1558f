import type { PLANES } from '../../dynamics/orbit/orbitPlanes';
import { HISTORY, type LiveRun } from '../../state/live/liveRun';
import { shownTurns } from '../../state/networks/networkView';
import { useAppController } from '../context';
import { LiveSummary, spoken } from './Summary';

type Run = Pick<LiveRun, 'step' | 'norm' | 'outputLabels' | 'sampledOutputs' | 'hmmOutputs' | 'divergent'>;

/** "0 in 33 %, 1 in 30 %, 2 in 37 %" of the steps from … to. */
function sharesOf(outputs: ArrayLike<number>, from: number, to: number, nOutputs: number): string {
  const counts = new Array<number>(nOutputs).fill(0);
  for (let step = from; step < to; step++) counts[outputs[step % HISTORY]!]!++;
  return counts.map((count, output) => `${output} in ${Math.round((100 * count) / (to - from))} %`).join(', ');
}

/**
 * The phase portrait at this moment in words.
 * @param drivenNorm mean ‖h‖ of the driven run
 * @param turns turns per round trip in the plane shown, of the driven run; without their sense; undefined in space and where there are none to count
 */
export function portraitText(
  run: Run,
  { drivenNorm, turns, noiseOn }: { drivenNorm: number; turns: number | undefined; noiseOn: boolean },
): string {
  if (run.step === 0) return 'The run has not begun.';
  if (run.divergent) return `Step ${spoken(run.step)}. The state grew without bound and the run rests.`;
  const size = `Length of the state ${spoken(Number(run.norm.toPrecision(3)))}, ${spoken(Number(((100 * run.norm) / drivenNorm).toPrecision(2)))} % of its driven mean`;
  const circling = turns === undefined ? '' : ` ${spoken(turns)} turns per round trip in this plane when driven.`;
  return `Step ${spoken(run.step)}. Noise ${noiseOn ? 'on' : 'off'}. Label now ${run.outputLabels[(run.step - 1) % HISTORY]}. ${size}.${circling}`;
}

/** The output strip at this moment in words. @param back steps looked back @param columns steps it shows */
export function outputsText(run: Run, nOutputs: number, back: number, columns: number): string {
  const to = run.step - back;
  if (to <= 0) return 'No outputs yet.';
  const from = Math.max(0, to - columns);
  const shares = (outputs: ArrayLike<number>) => sharesOf(outputs, from, to, nOutputs);
  return `Last ${to - from} steps. Network: output ${shares(run.sampledOutputs)}. Model: output ${shares(run.hmmOutputs)}.`;
}

/** The portrait in words. @param axes of the plane shown; undefined in space */
export function PortraitText({ id, axes }: { id: string; axes: (typeof PLANES)[number] | undefined }) {
  const app = useAppController();
  const describe = () => {
    const { orbit, settings } = app.store.getState();
    if (!app.liveRun || !orbit) return '';
    const turns = axes && shownTurns(orbit, axes);
    return portraitText(app.liveRun, { drivenNorm: orbit.drivenNorm, turns, noiseOn: settings.noise });
  };
  return <LiveSummary id={id} describe={describe} />;
}

/** The output strip in words. @param columns steps it shows */
export function OutputsText({ id, columns }: { id: string; columns: number }) {
  const app = useAppController();
  const describe = () => {
    const { network, historyOffset } = app.store.getState();
    return app.liveRun && network ? outputsText(app.liveRun, network.hmm.nOutputs, historyOffset, columns) : '';
  };
  return <LiveSummary id={id} describe={describe} />;
}
