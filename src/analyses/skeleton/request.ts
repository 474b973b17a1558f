import { ORBIT_STRIDE } from '../../dynamics/orbit/orbitPlanes';
import { boundsOf } from '../../dynamics/skeleton/basins';
import { inPlane, modelInput, onNetwork, type PanelRequest, planeInput, type Sources } from '../graph';
import type * as compute from './compute';

export const skeleton: PanelRequest<typeof compute.skeleton> = {
  // Without a joined pair of outputs, or a pair in the model, there is nothing to take a share of.
  allowedNonFinite: ['graph.precision', 'graph.recall'],
  key: onNetwork,
  input: modelInput,
};

/** The wells of the network in view, once its skeleton is there. */
const wellsOf = ({ analyses: { skeleton: found } }: Pick<Sources, 'analyses'>) =>
  found?.value?.points.filter(({ unstable }) => unstable === 0) ?? [];

export const basins: PanelRequest<typeof compute.basins> = {
  allowedNonFinite: [],
  // One well takes all there is: only between several is there something to see.
  key: (sources) =>
    sources.analyses.skeleton?.key === onNetwork(sources) && wellsOf(sources).length > 1 ? inPlane(sources) : undefined,
  input: (sources) => {
    const { basis, axes, weights } = planeInput(sources);
    return {
      ...{ weights, basis, axes },
      bounds: boundsOf(sources.orbit!.points, ORBIT_STRIDE, axes),
      wells: wellsOf(sources).map(({ state }) => state),
      scale: sources.analyses.skeleton!.value!.drivenNorm,
    };
  },
};
