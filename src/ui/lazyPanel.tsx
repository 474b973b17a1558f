import { type ComponentType, Suspense } from 'react';
import { AnalysisPanel } from './AnalysisPanel';
import type { TermOrDefinition } from './glossary';
import { lazyComponent } from './lazyComponent';

/** What a panel says before its body is there. */
interface PanelWords {
  title: string;
  term: TermOrDefinition;
  lead: string;
}

/** A panel whose body is fetched when it is first shown: the list of panels stays small. */
export function lazyPanel(id: string, { title, term, lead }: PanelWords, load: () => Promise<ComponentType>): ComponentType {
  const Body = lazyComponent(load);
  // biome-ignore lint/correctness/noComponentHookFactories: called once for each panel and outside of components, as `lazyComponent` is
  return function LazyPanel() {
    return (
      <AnalysisPanel id={id} title={title} term={term} lead={lead}>
        <Suspense fallback={null}>
          <Body />
        </Suspense>
      </AnalysisPanel>
    );
  };
}
