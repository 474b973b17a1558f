import { Suspense } from 'react';
import { AnalysisPanel } from '../../ui/AnalysisPanel';
import { lazyComponent } from '../../ui/lazyComponent';
import { INTEGRATION } from './text';

const Body = lazyComponent(() => import('./IntegrationBody').then((module) => module.IntegrationBody));

/** What noise goes before a change of output, on average and in one change. */
export function IntegrationPanel() {
  return (
    <AnalysisPanel id="integration" title={INTEGRATION.title} term={INTEGRATION.term} lead={INTEGRATION.lead}>
      <Suspense fallback={null}>
        <Body />
      </Suspense>
    </AnalysisPanel>
  );
}
