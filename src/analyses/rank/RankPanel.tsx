import { Suspense } from 'react';
import { AnalysisPanel } from '../../ui/AnalysisPanel';
import { lazyComponent } from '../../ui/lazyComponent';
import { RANK } from './text';

const Body = lazyComponent(() => import('./RankBody').then((module) => module.RankBody));

/** How much of the recurrent weights the switch needs. */
export function RankPanel() {
  return (
    <AnalysisPanel id="rank" title={RANK.title} term={RANK.term} lead={RANK.lead}>
      <Suspense fallback={null}>
        <Body />
      </Suspense>
    </AnalysisPanel>
  );
}
