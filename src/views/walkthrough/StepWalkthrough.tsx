import { useEffect, useMemo, useRef, useState } from 'react';
import { underGain } from '../../rnn/intervention';
import { type StepParts, stepParts } from '../../rnn/stepParts';
import { interventionKey, liveIntervention } from '../../state/live/liveIntervention';
import { HISTORY, type LiveRun } from '../../state/live/liveRun';
import { pause } from '../../state/live/slice';
import { useApp, useAppController, useFrame, usePalette } from '../../ui/context';
import { STEP_PICTURES } from './stepPictures';
import { STEP_PARTS, WALKTHROUGH } from './text';
import { type ShownPart, Walkthrough } from './Walkthrough';
import { STEP_WORDS } from './words';

interface StepWalkthroughProps {
  next: NextStep;
  part: number;
  onPart: (part: number) => void;
}

/** The next step of the live run in its parts. */
export function StepWalkthrough({ next, part, onPart }: StepWalkthroughProps) {
  const app = useAppController();
  const playing = useApp((state) => state.playing);
  const sigma = useApp((state) => state.settings.sigma);
  const { parts, divergent, taken, intervention } = next;
  const shown = useMemo<ShownPart[] | undefined>(
    () =>
      parts &&
      STEP_PARTS.map((one) => ({ ...one, picture: STEP_PICTURES[one.id](parts), words: STEP_WORDS[one.id](parts, sigma) })),
    [parts, sigma],
  );
  if (playing)
    return (
      <div className="slow-cover">
        <p>{WALKTHROUGH.playing}</p>
        <button type="button" className="primary" onClick={() => pause(app.store)}>
          {WALKTHROUGH.pause}
        </button>
      </div>
    );
  if (divergent)
    return (
      <div className="slow-cover">
        <p>{WALKTHROUGH.divergent}</p>
        <button type="button" className="primary" onClick={app.resetRun}>
          {WALKTHROUGH.reset}
        </button>
      </div>
    );
  if (!shown || !parts)
    return (
      <div className="slow-cover">
        <p>{WALKTHROUGH.loading}</p>
      </div>
    );
  const which = `Step ${(parts.step + 1).toLocaleString('en')} of the live run`;
  return (
    <>
      <Walkthrough parts={shown} part={part} onPart={onPart} notes={[which]} />
      {intervention && (
        <p className="figure-note">The live run is under an intervention ({intervention}): the parts show the changed network.</p>
      )}
      <Taken taken={taken} step={parts.step} />
    </>
  );
}

/** Whether the live run did what the parts said, step by step. */
function Taken({ taken, step }: { taken: readonly TakenStep[]; step: number }) {
  const palette = usePalette();
  const last = taken.at(-1);
  return (
    <div className="slow-taken" data-testid="slow-taken">
      <p role="status">
        {last && last.step === step - 1 ? (
          last.drawn === last.foretold ? (
            <>
              Step {step.toLocaleString('en')}: output {last.drawn}; <b>{WALKTHROUGH.same}</b>.
            </>
          ) : (
            <>
              Step {step.toLocaleString('en')}: the parts said output {last.foretold}, the live run drew {last.drawn}. Two sums
              were equal to within rounding, or the run was changed in between.
            </>
          )
        ) : (
          `These are the parts of step ${(step + 1).toLocaleString('en')}: “${WALKTHROUGH.nextStep}” makes the live run take it.`
        )}
      </p>
      <ol aria-label={WALKTHROUGH.taken}>
        {taken.map(({ step: at, drawn }) => (
          <li key={at} style={{ background: palette.outputs[drawn]!, color: palette.panel }}>
            {drawn}
          </li>
        ))}
      </ol>
    </div>
  );
}

/** The state of the live run before its next step. */
interface Moment {
  step: number;
  norm: number;
  state: Float32Array;
  divergent: boolean;
}

const momentOf = ({ step, norm, state, divergent }: LiveRun): Moment => ({ step, norm, state: state.slice(), divergent });

/** What the parts foretold of a step, and what the live run made of it. */
interface TakenStep {
  step: number;
  foretold: number;
  drawn: number;
}

/** Steps told of at most. */
const KEPT = 12;

interface NextStep {
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
