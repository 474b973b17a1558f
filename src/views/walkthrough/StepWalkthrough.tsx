import { useMemo } from 'react';
import { pause } from '../../state/live/slice';
import { useApp, useAppController, usePalette } from '../../ui/context';
import { STEP_PICTURES } from './stepPictures';
import { STEP_PARTS, WALKTHROUGH } from './text';
import type { NextStep, TakenStep } from './useNextStep';
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
