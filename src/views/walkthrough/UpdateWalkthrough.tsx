import { useMemo, useRef, useState } from 'react';
import type { Work } from '../../math/progress';
import { packWeights } from '../../rnn/weights';
import { interventionKey, liveIntervention } from '../../state/live/liveIntervention';
import type { NetworkInView } from '../../state/networks/slice';
import type { Settings } from '../../state/settings/settings';
import { recipeOf } from '../../state/training/runRequest';
import type { OptimiserState, UpdateSettings } from '../../training/engine';
import { settingsFor } from '../../training/run';
import { targetSource } from '../../training/targets';
import { filledMemory, type UpdateParts, updateParts } from '../../training/updateParts';
import { useApp, useFrame } from '../../ui/context';
import { useIsVisible } from '../../ui/onScreen';
import type { PartPicture } from './bars';
import { adamPicture, againPicture, gradientPicture, lossPicture } from './lossPictures';
import { matchingPicture, sequencesPicture } from './sequencePictures';
import { UPDATE_PARTS, type UpdatePartId, WALKTHROUGH } from './text';
import { type ShownPart, Walkthrough } from './Walkthrough';
import { UPDATE_WORDS, type UpdateFrame } from './words';

interface UpdateWalkthroughProps {
  updates: Updates;
  part: number;
  onPart: (part: number) => void;
}

/** One training update of the network in view in its parts. */
export function UpdateWalkthrough({ updates, part, onPart }: UpdateWalkthroughProps) {
  const intervened = useApp((state) => interventionKey(liveIntervention(state)) !== '');
  const { shown, progress, outdated, renew } = updates;
  const parts = useMemo<ShownPart[] | undefined>(() => {
    if (!shown?.parts) return undefined;
    const { parts: made, plan } = shown;
    return UPDATE_PARTS.map((one) => ({
      ...one,
      picture: UPDATE_PICTURES[one.id](made, plan.frame),
      words: UPDATE_WORDS[one.id](made, plan.frame),
    }));
  }, [shown]);
  if (!shown)
    return (
      <div className="slow-cover">
        <p>{WALKTHROUGH.memory}</p>
        <progress max={1} value={progress} />
      </div>
    );
  if (!parts)
    return (
      <div className="slow-cover">
        <p role="alert">{WALKTHROUGH.overflow}</p>
        {outdated && <Renew renew={renew} />}
      </div>
    );
  const { learningRate, clip, activityPenalty } = shown.plan.settings;
  const note = `Update ${shown.ordinal} made here, N = ${SIZE.batch}, T = ${SIZE.seqLen}, learning rate ${learningRate}, clip ${clip}, activity penalty ${activityPenalty}, no pair term. Before the first one Adam’s memory was filled with the gradients of ${REMEMBERED} batches, the weights held still. These updates stay in this panel: the network in view is not changed.`;
  return (
    <>
      <Walkthrough parts={parts} part={part} onPart={onPart} notes={[note]} />
      {outdated && (
        <p className="figure-note">
          {WALKTHROUGH.newWeights} <Renew renew={renew} />
        </p>
      )}
      <p className="figure-note">
        {note} {intervened && 'The intervention on the live run is not in it: training acts on the network itself.'}
      </p>
    </>
  );
}

const Renew = ({ renew }: { renew: () => void }) => (
  <button type="button" onClick={renew}>
    {WALKTHROUGH.takeNew}
  </button>
);

/** The pictures of an update, one for each part. */
const UPDATE_PICTURES: Record<UpdatePartId, (parts: UpdateParts, frame: UpdateFrame) => PartPicture> = {
  run: (parts) => sequencesPicture(parts, parts.outputs, 'network'),
  targets: (parts) => sequencesPicture(parts, parts.targets, 'model'),
  matching: matchingPicture,
  loss: lossPicture,
  gradient: gradientPicture,
  adam: adamPicture,
  again: againPicture,
};

/** N and T of the updates shown: few and short enough to be looked at, and made in the time of a frame or two. */
const SIZE = { batch: 32, seqLen: 24 } as const;
/** Batches whose gradients Adam has in memory at the first update. */
const REMEMBERED = 8;
const LANDMARK_DRAWS = 8;

/** Everything that decides the updates of a network. */
interface Plan {
  network: NetworkInView;
  seed: number;
  settings: UpdateSettings;
  frame: UpdateFrame;
  /** Fills Adam's memory, then is done. */
  memory: Work<OptimiserState>;
  batchAt(update: number): { batch: number; seqLen: number; targets: Uint8Array };
}

interface ShownUpdate {
  plan: Plan;
  /** 1 for the first one made here. */
  ordinal: number;
  /** undefined where the engine would refuse. */
  parts: UpdateParts | undefined;
}

interface Updates {
  shown: ShownUpdate | undefined;
  /** 0 … 1 while Adam's memory is filled. */
  progress: number;
  /** The network in view is no longer the one shown. */
  outdated: boolean;
  /** Begins again with the network in view. */
  renew(): void;
  /** Goes on with the next batch from the new weights. */
  next(): void;
}

/** The update of the recipe's first phase. The pair term, which some recipes add, is left out: the loss shown is then all there is to follow. */
function settingsOf(settings: Settings): UpdateSettings {
  const recipe = recipeOf(settings);
  return { ...settingsFor(recipe, recipe.phases[0]!, {}), pairWeight: 0 };
}

/** Updates of the network in view, one after the other, in this panel alone. @param wanted nothing is computed while false */
export function useUpdate(wanted: boolean): Updates {
  const visible = useIsVisible();
  const network = useApp((state) => state.network);
  const settings = useApp((state) => state.settings);
  const [held, setHeld] = useState(network);
  const [shown, setShown] = useState<ShownUpdate>();
  const [progress, setProgress] = useState(0);
  const outdated = held !== undefined && held !== network && held.fingerprint !== network?.fingerprint;
  // While a network trains its weights change all the time: those once taken stay until others are asked for.
  const follows = network && (!held || network.origin !== 'training' || held.hmm !== network.hmm);
  if (follows && held !== network) setHeld(network);
  const { seed } = settings;
  const wished = JSON.stringify(settingsOf(settings));
  const plan = useMemo<Plan | undefined>(() => {
    if (!held || !wanted) return undefined;
    const update: UpdateSettings = JSON.parse(wished);
    const source = targetSource(held.hmm, seed, undefined);
    return {
      network: held,
      seed,
      settings: update,
      frame: { landmarks: source.landmarks(SIZE, LANDMARK_DRAWS), learningRate: update.learningRate, clip: update.clip },
      memory: filledMemory(held.weights, packWeights(held.weights), source, SIZE, seed, update, REMEMBERED),
      batchAt: (at) => ({ ...SIZE, targets: source.targets(SIZE, at) }),
    };
  }, [held, wanted, seed, wished]);
  const done = useRef<Plan>(undefined);
  useFrame(() => {
    if (!plan || done.current === plan || !visible) return;
    const step = plan.memory.next();
    if (!step.done) {
      setProgress(step.value);
      return;
    }
    done.current = plan;
    setShown({ plan, ordinal: 1, parts: make(plan, step.value) });
  });
  const current = shown && shown.plan === plan ? shown : undefined;
  return {
    shown: current,
    progress,
    outdated,
    renew: () => setHeld(network),
    next() {
      if (current?.parts) setShown({ ...current, ordinal: current.ordinal + 1, parts: make(current.plan, current.parts.after) });
    },
  };
}

const make = ({ network, seed, settings, batchAt }: Plan, state: OptimiserState): UpdateParts | undefined =>
  updateParts(network.weights, state, batchAt(state.updates), seed, settings);
