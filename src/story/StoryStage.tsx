import { Suspense } from 'react';
import { useApp } from '../ui/context';
import { lazyComponent } from '../ui/lazyComponent';
import { Playback } from '../views/playback/Playback';
import { StoryLive } from './StoryLive';
import { hasFigure } from './states';

const StepFigure = lazyComponent(() => import('./figures').then((module) => module.StepFigure));

/** The live picture with its outputs, and the figure of the step. Whether there is one is known at once, so nothing moves when it comes. */
export function StoryStage() {
  const { chapter, step, slow } = useApp((state) => state.settings);
  const withFigure = slow !== 'off' || hasFigure(chapter, step);
  return (
    <div className={`story-stage${withFigure ? ' with-figure' : ''}${slow === 'off' ? '' : ' in-parts'}`}>
      <div className="story-live">
        <StoryLive />
        <Playback />
      </div>
      {withFigure && (
        <Suspense fallback={<div className="story-figure" />}>
          <StepFigure />
        </Suspense>
      )}
    </div>
  );
}
