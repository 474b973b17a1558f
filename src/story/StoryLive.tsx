import { Suspense } from 'react';
import { useApp } from '../ui/context';
import { ErrorBoundary } from '../ui/ErrorBoundary';
import { lazyComponent } from '../ui/lazyComponent';
import { Portrait } from '../views/portrait/Portrait';
import { FilmLine } from './FilmLine';
import { StepOutputs } from './StepOutputs';
import { pictureIdOf, reachOf } from './states';

const StepPicture = lazyComponent(() => import('./pictures/StepPicture').then((module) => module.StepPicture));
const BirthStage = lazyComponent(() => import('./birth/BirthStage').then((module) => module.BirthStage));

/** The live picture of a step, what its film says, and its outputs; while a film of the training plays, that film in their place. */
export function StoryLive({ bare = false }: { bare?: boolean }) {
  const { chapter, step, slow } = useApp((state) => state.settings);
  const picture = slow === 'off' ? pictureIdOf(chapter, step) : undefined;
  // Most pictures hold their own rows of outputs.
  const withRows = !picture || picture === 'stays';
  const timeline = useApp((state) => state.film?.timeline);
  if (timeline)
    return (
      <ErrorBoundary name="Training">
        <Suspense fallback={<section className="panel portrait" />}>
          <BirthStage keys={timeline} />
        </Suspense>
        {!bare && <FilmLine />}
      </ErrorBoundary>
    );
  return (
    <>
      <ErrorBoundary name="Phase portrait">
        {picture ? (
          <Suspense fallback={<section className="panel portrait" />}>
            <StepPicture id={picture} />
          </Suspense>
        ) : (
          <Portrait compact reach={reachOf(chapter, step)} />
        )}
      </ErrorBoundary>
      {!bare && (
        <>
          <FilmLine />
          {withRows && <StepOutputs />}
        </>
      )}
    </>
  );
}
