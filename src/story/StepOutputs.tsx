import { Suspense } from 'react';
import { useApp } from '../ui/context';
import { ErrorBoundary } from '../ui/ErrorBoundary';
import { lazyComponent } from '../ui/lazyComponent';
import { OutputStrip } from '../views/outputs/OutputStrip';
import { reachOf, withFavoured } from './states';

const ComparedRows = lazyComponent(() => import('./RowsStrip').then((module) => module.ComparedRows));

/** The outputs under the portrait: those of model and network, or the rows that the step compares. */
export function StepOutputs() {
  return (
    <ErrorBoundary name="Outputs">
      <Suspense fallback={<section className="panel strip" />}>
        <Rows />
      </Suspense>
    </ErrorBoundary>
  );
}

function Rows() {
  const { chapter, step, noise } = useApp((state) => state.settings);
  const favoured = withFavoured(chapter, step);
  // At a step about the noise level, the outputs at σ = 1 stand above those at the level in view.
  const compared = favoured || (noise && reachOf(chapter, step) !== undefined);
  return compared ? <ComparedRows favoured={favoured} /> : <OutputStrip />;
}
