import { Suspense } from 'react';
import { AnalysisPanel } from '../../ui/AnalysisPanel';
import { lazyComponent } from '../../ui/lazyComponent';
import { HAND_BUILT } from './text';

const Body = lazyComponent(() => import('./HandBuiltBody').then((module) => module.HandBuiltBody));

/** The mechanism in six units, each weight with its reason. */
export function HandBuiltPanel() {
  return (
    <AnalysisPanel id="hand-built" title={HAND_BUILT.title} term={HAND_BUILT.term} lead={HAND_BUILT.lead}>
      <Suspense fallback={null}>
        <Body />
      </Suspense>
    </AnalysisPanel>
  );
}
