import { Suspense } from 'react';
import { useApp } from '../ui/context';
import { ErrorBoundary } from '../ui/ErrorBoundary';
import { lazyComponent } from '../ui/lazyComponent';
import { OutputStrip } from '../views/outputs/OutputStrip';
import { reachOf } from './states';

const PairedStrip = lazyComponent(() => import('./PairedStrip').then((module) => module.PairedStrip));

/** The outputs under the portrait; at a step about the noise level, those at σ = 1 above those at the level in view. */
export function StepOutputs() {
  const paired = useApp(({ settings: { chapter, step } }) => reachOf(chapter, step) !== undefined);
  const sameSeed = useApp(({ settings }) => settings.noise);
  return (
    <ErrorBoundary name="Outputs">
      {paired && sameSeed ? (
        <Suspense fallback={<section className="panel strip" />}>
          <PairedStrip />
        </Suspense>
      ) : (
        <OutputStrip />
      )}
    </ErrorBoundary>
  );
}
