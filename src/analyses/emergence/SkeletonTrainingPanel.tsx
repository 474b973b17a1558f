import { Suspense } from 'react';
import { AnalysisPanel } from '../../ui/AnalysisPanel';
import { lazyComponent } from '../../ui/lazyComponent';
import { SKELETON_TRAINING } from '../emergenceText';

const Body = lazyComponent(() => import('./SkeletonTrainingBody').then((module) => module.SkeletonTrainingBody));

/** When the mean step gets a second point of rest, or a cycle. */
export function SkeletonTrainingPanel() {
  return (
    <AnalysisPanel id="skeleton-training" title={SKELETON_TRAINING.title} term="emergence" lead={SKELETON_TRAINING.lead}>
      <Suspense fallback={null}>
        <Body />
      </Suspense>
    </AnalysisPanel>
  );
}
