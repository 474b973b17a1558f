import { countedTurns, PLANES } from '../../dynamics/orbit/orbitPlanes';
import { useAppController } from '../context';
import { outputsText, portraitText } from './liveText';
import { LiveSummary } from './Summary';

/** The portrait in words. @param axes of the plane shown; undefined in space */
export function PortraitText({ id, axes }: { id: string; axes: (typeof PLANES)[number] | undefined }) {
  const app = useAppController();
  const describe = () => {
    const { orbit, settings } = app.store.getState();
    if (!app.liveRun || !orbit) return '';
    const turns = axes && countedTurns(orbit.rotations[PLANES.indexOf(axes)]);
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
