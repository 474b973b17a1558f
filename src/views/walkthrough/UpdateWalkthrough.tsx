import { useMemo } from 'react';
import { interventionKey, liveIntervention } from '../../state/analyses/mechanismSelectors';
import { useApp } from '../../ui/context';
import { SLOW, UPDATE_PARTS } from './text';
import { UPDATE_PICTURES } from './updatePictures';
import { REMEMBERED, SIZE, type Updates } from './useUpdate';
import { Film, type ShownPart } from './Walkthrough';
import { UPDATE_WORDS } from './words';

interface UpdateFilmProps {
  updates: Updates;
  part: number;
  onPart: (part: number) => void;
}

/** One training update of the network in view in its parts. */
export function UpdateFilm({ updates, part, onPart }: UpdateFilmProps) {
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
        <p>{SLOW.memory}</p>
        <progress max={1} value={progress} />
      </div>
    );
  if (!parts)
    return (
      <div className="slow-cover">
        <p role="alert">{SLOW.overflow}</p>
        {outdated && <Renew renew={renew} />}
      </div>
    );
  const { learningRate, clip, activityPenalty } = shown.plan.settings;
  const note = `Update ${shown.ordinal} made here, N = ${SIZE.batch}, T = ${SIZE.seqLen}, learning rate ${learningRate}, clip ${clip}, activity penalty ${activityPenalty}, no pair term. Before the first one Adam’s memory was filled with the gradients of ${REMEMBERED} batches, the weights held still. These updates stay in this panel: the network in view is not changed.`;
  return (
    <>
      <Film parts={parts} part={part} onPart={onPart} notes={[note]} />
      {outdated && (
        <p className="figure-note">
          {SLOW.newWeights} <Renew renew={renew} />
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
    {SLOW.takeNew}
  </button>
);
