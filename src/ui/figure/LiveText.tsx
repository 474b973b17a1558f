import { countedTurns, PLANES } from '../../dynamics/orbit/orbitPlanes';
import { useLab } from '../context';
import { outputsText, portraitText } from './liveText';
import { LiveSummary } from './Summary';

/** The portrait in words. @param axes of the plane shown; undefined in space */
export function PortraitText({ id, axes }: { id: string; axes: (typeof PLANES)[number] | undefined }) {
  const lab = useLab();
  const describe = () => {
    const { orbit, settings } = lab.store.getState();
    if (!lab.player || !orbit) return '';
    const turns = axes && countedTurns(orbit.rotations[PLANES.indexOf(axes)]);
    return portraitText(lab.player, { drivenNorm: orbit.drivenNorm, turns, noiseOn: settings.noise });
  };
  return <LiveSummary id={id} describe={describe} />;
}

/** The output strip in words. @param columns steps it shows */
export function OutputsText({ id, columns }: { id: string; columns: number }) {
  const lab = useLab();
  const describe = () => {
    const { network, back } = lab.store.getState();
    return lab.player && network ? outputsText(lab.player, network.hmm.nOutputs, back, columns) : '';
  };
  return <LiveSummary id={id} describe={describe} />;
}
