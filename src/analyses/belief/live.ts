import { forwardFilter } from '../../hmm/forwardFilter';
import type { HmmSpec } from '../../hmm/spec';
import { stationaryDistribution } from '../../hmm/statistics';
import { type LinearFit, predict } from '../../math/leastSquares';
import { HISTORY, type LiveRun } from '../../state/live/liveRun';
import type { BeliefTrail } from './figure';

/** Steps of the path, and steps before it from which the filter comes: by then it has forgotten where it began. */
const SHOWN = 24;
const BEFORE = 400;

/**
 * The exact belief over the last steps of a live run, from its outputs, and the read-out from its states.
 * @param reader h → belief [H×M]
 * @param back steps before the newest, as when one looks back
 * @returns undefined before the first step, and while the run is of another size than the read-out
 */
export function liveBelief(liveRun: LiveRun, hmm: HmmSpec, reader: LinearFit, back = 0): BeliefTrail | undefined {
  const { nStates: M } = hmm;
  const H = reader.coefficients.length / M;
  const end = liveRun.step - back;
  const first = Math.max(0, liveRun.step - HISTORY, end - SHOWN - BEFORE);
  if (end <= first || liveRun.state.length !== H || reader.intercept.length !== M) return undefined;
  const outputs = Uint8Array.from({ length: end - first }, (_, n) => liveRun.sampledOutputs[(first + n) % HISTORY]!);
  // From its very first step a run begins as the model does; from the middle of it, as the model stands on average.
  const begun = first === 0 ? hmm : { ...hmm, startProb: stationaryDistribution(hmm) };
  const { posterior } = forwardFilter(begun, outputs);
  const shown = Math.min(SHOWN, outputs.length);
  const decoded = new Float64Array(shown * M);
  for (let n = 0; n < shown; n++) predict(reader, liveRun.states, decoded, ((end - shown + n) % HISTORY) * H, n * M);
  return { exact: posterior.slice(posterior.length - shown * M), decoded };
}
