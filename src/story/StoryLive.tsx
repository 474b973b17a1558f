import { Suspense } from 'react';
import { useApp } from '../ui/context';
import { ErrorBoundary } from '../ui/ErrorBoundary';
import { lazyComponent } from '../ui/lazyComponent';
import { Portrait } from '../views/portrait/Portrait';
import { FilmLine } from './FilmLine';
import { StepOutputs } from './StepOutputs';
import { reachOf } from './states';

const BirthStage = lazyComponent(() => import('./birth/BirthStage').then((module) => module.BirthStage));

/** The live picture of a step, what its film says, and its outputs; while a film of the training plays, that film in their place. */
export function StoryLive({ bare = false }: { bare?: boolean }) {
  const { chapter, step } = useApp((state) => state.settings);
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
        <Portrait compact reach={reachOf(chapter, step)} />
      </ErrorBoundary>
      {!bare && (
        <>
          <FilmLine />
          <StepOutputs />
        </>
      )}
    </>
  );
}
