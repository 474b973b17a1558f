import { type ComponentType, Suspense } from 'react';
import { goToPart } from '../state/page/slice';
import { useApp, useAppController } from '../ui/context';
import { ErrorBoundary } from '../ui/ErrorBoundary';
import { lazyComponent } from '../ui/lazyComponent';
import type { FigureId } from './chapter';
import { chapterOf } from './chapters';
import { CHAPTER_TEXT } from './chapters/text';

const Walkthrough = lazyComponent(() =>
  import('../views/walkthrough/WalkthroughPanel').then(({ WalkthroughPanel }) => WalkthroughPanel),
);

/** The walkthrough as a figure: which part it is at belongs to the page, so that keys can drive it. */
function WalkthroughFigure() {
  const app = useAppController();
  const slow = useApp((state) => state.settings.slow);
  const part = useApp((state) => state.walkthroughPart);
  return (
    <Walkthrough
      mode={slow === 'update' ? 'update' : 'step'}
      onMode={(mode) => {
        goToPart(app.store, 0);
        app.apply({ slow: mode });
      }}
      playOnOpen
      part={part}
      onPart={(next) => goToPart(app.store, next)}
    />
  );
}

/** Panels beside the live portrait, by figure; each is fetched when a chapter first shows it. */
const PANELS: Record<FigureId, ComponentType> = {
  model: lazyComponent(() => import('../views/model/HmmDiagram').then(({ ModelPanel }) => ModelPanel)),
  training: lazyComponent(() => import('../views/training/TrainingPanel').then(({ TrainingPanel }) => TrainingPanel)),
  slow: WalkthroughFigure,
  collapse: lazyComponent(() => import('../analyses/collapse/CollapsePanel').then(({ CollapsePanel }) => CollapsePanel)),
  'noise-level': lazyComponent(() => import('../analyses/noise/NoisePanel').then(({ NoisePanel }) => NoisePanel)),
  interventions: lazyComponent(() =>
    import('../analyses/intervene/InterventionsPanel').then(({ InterventionsPanel }) => InterventionsPanel),
  ),
  emergence: lazyComponent(() => import('../analyses/emergence/EmergencePanel').then(({ EmergencePanel }) => EmergencePanel)),
  reuse: lazyComponent(() => import('../analyses/reuse/ReusePanel').then(({ ReusePanel }) => ReusePanel)),
};

/** The figure of the step the lab stands at; slow mode takes its place. */
export function useFigure(): FigureId | undefined {
  const { slow, chapter, step } = useApp((state) => state.settings);
  const figure = chapterOf(chapter).steps[step]?.figure;
  if (slow !== 'off') return 'slow';
  return figure === 'slow' ? undefined : figure;
}

export function StoryFigure({ figure }: { figure: FigureId }) {
  const Panel = PANELS[figure];
  const featuresLoaded = useApp((state) => state.featuresLoaded);
  const loading = <p className="analysis-note">{CHAPTER_TEXT.loading}</p>;
  return (
    <div className="story-figure" data-part="figure" data-figure-id={figure}>
      <ErrorBoundary key={figure} name={CHAPTER_TEXT.figure}>
        <Suspense fallback={loading}>{featuresLoaded ? <Panel /> : loading}</Suspense>
      </ErrorBoundary>
    </div>
  );
}

/** The figure of the step the lab stands at. */
export function StepFigure() {
  const figure = useFigure();
  return figure ? <StoryFigure figure={figure} /> : null;
}
