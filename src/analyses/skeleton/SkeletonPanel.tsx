import { Suspense } from 'react';
import { AnalysisPanel } from '../../ui/AnalysisPanel';
import { lazyComponent } from '../../ui/lazyComponent';
import { SKELETON } from './text';

const Body = lazyComponent(() => import('./SkeletonBody').then((module) => module.SkeletonBody));

/** Fixed points, saddles and cycle of the mean step. */
export function SkeletonPanel() {
  return (
    <AnalysisPanel id="skeleton" title={SKELETON.title} term={SKELETON.term} lead={SKELETON.lead}>
      <Suspense fallback={null}>
        <Body />
      </Suspense>
    </AnalysisPanel>
  );
}
