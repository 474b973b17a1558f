import { useEffect, useMemo, useRef, useState } from 'react';
import { underGain } from '../../rnn/intervention';
import { type StepParts, stepParts } from '../../rnn/stepParts';
import { interventionKey, liveIntervention } from '../../state/live/liveIntervention';
import { HISTORY, type LiveRun } from '../../state/live/liveRun';
import { useApp, useAppController, useFrame } from '../../ui/context';

/** The state of the live run before its next step. */
interface Moment {
  step: number;
  norm: number;
  state: Float32Array;
  divergent: boolean;
}

const momentOf = ({ step, norm, state, divergent }: LiveRun): Moment => ({ step, norm, state: state.slice(), divergent });

/** What the parts foretold of a step, and what the live run made of it. */
export interface TakenStep {
  step: number;
  foretold: number;
  drawn: number;
}

/** Steps told of at most. */
const KEPT = 12;

export interface NextStep {
  /** undefined while the run plays, or there is none. */
  parts: StepParts | undefined;
  divergent: boolean;
  /** Steps taken while the parts stood, the last one at the end. */
  taken: readonly TakenStep[];
  /** The intervention the parts are under, in words. */
  intervention: string | undefined;
}

/** The next step of the live run in its parts, made anew whenever the run stands elsewhere; nothing while it plays. */
export function useNextStep(): NextStep {
  const app = useAppController();
  const playing = useApp((state) => state.playing);
  const network = useApp((state) => state.network);
  const { noise, sigma, seed } = useApp((state) => state.settings);
  const interventionNow = useApp((state) => interventionKey(liveIntervention(state)));
  const [moment, setMoment] = useState<Moment>();
  const [taken, setTaken] = useState<readonly TakenStep[]>([]);
  const driven = useMemo(() => {
    const live = interventionNow ? liveIntervention(app.store.getState()) : undefined;
    return network && { weights: live ? underGain(network.weights, live.target, live.gain) : network.weights, live };
  }, [interventionNow, network, app]);
  const weights = driven?.weights;
  const parts = useMemo(() => {
    // Between two frames the network can be a new one and the state still that of the old.
    if (!weights || !moment || moment.divergent || playing || moment.state.length !== weights.hiddenSize) return undefined;
    return stepParts({ weights, state: moment.state, seed, step: moment.step, noiseOn: noise, noiseStd: sigma });
  }, [weights, moment, playing, seed, noise, sigma]);
  const standing = useRef(parts);
  useEffect(() => {
    standing.current = parts;
  }, [parts]);
  useFrame(() => {
    const { liveRun } = app;
    if (!liveRun) return;
    if (app.store.getState().playing) {
      if (moment) setMoment(undefined);
      return;
    }
    if (moment && liveRun.step === moment.step && liveRun.norm === moment.norm && liveRun.divergent === moment.divergent) return;
    setMoment(momentOf(liveRun));
    const before = standing.current;
    if (!before || liveRun.step !== before.step + 1) return;
    const one = { step: before.step, foretold: before.sampledOutput, drawn: liveRun.sampledOutputs[before.step % HISTORY]! };
    setTaken((all) => [...all, one].slice(-KEPT));
  });
  return {
    parts,
    divergent: !playing && moment?.divergent === true,
    taken,
    intervention: driven?.live && `${driven.live.target.name}, gain ${driven.live.gain}`,
  };
}
