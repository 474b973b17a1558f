import { Suspense } from 'react';
import { AnalysisPanel } from '../../ui/AnalysisPanel';
import { lazyComponent } from '../../ui/lazyComponent';
import { RATES } from './text';

const Body = lazyComponent(() => import('./RatesBody').then((module) => module.RatesBody));

/** How probable the network’s sequences are, in nats. */
export function RatesPanel() {
  return (
    <AnalysisPanel id="rates" title={RATES.title} term={RATES.term} lead={RATES.lead}>
      <Suspense fallback={null}>
        <Body />
      </Suspense>
    </AnalysisPanel>
  );
}
