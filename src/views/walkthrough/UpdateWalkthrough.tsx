import { useMemo } from 'react';
import { interventionKey, liveIntervention } from '../../state/live/liveIntervention';
import type { UpdateParts } from '../../training/updateParts';
import { useApp } from '../../ui/context';
import type { PartPicture } from './bars';
import { adamPicture, againPicture, gradientPicture, lossPicture } from './lossPictures';
import { matchingPicture, sequencesPicture } from './sequencePictures';
import { UPDATE_PARTS, type UpdatePartId, WALKTHROUGH } from './text';
import { REMEMBERED, SIZE, type Updates } from './useUpdate';
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
