import { type ComponentType, Suspense } from 'react';
import { useApp } from '../panels/context';
import { ErrorBoundary } from '../panels/ErrorBoundary';
import { lazyPart } from '../panels/lazyPart';
import type { FigureId } from './chapter';
import { chapterOf } from './chapters';
import { STORY_TEXT } from './text';

/** Panels beside the live portrait, by figure; each is fetched when a chapter first shows it. */
const PANELS: Record<FigureId, ComponentType> = {
  model: lazyPart(() => import('../panels/model/ModelPanel').then(({ ModelPanel }) => ModelPanel)),
  transitions: lazyPart(() => import('../panels/transitions/TransitionPanel').then(({ TransitionPanel }) => TransitionPanel)),
  training: lazyPart(() => import('../panels/training/TrainingPanel').then(({ TrainingPanel }) => TrainingPanel)),
  slow: lazyPart(() => import('./SlowFigure').then(({ SlowFigure }) => SlowFigure)),
  collapse: lazyPart(() => import('../panels/collapse/CollapsePanel').then(({ CollapsePanel }) => CollapsePanel)),
  'noise-level': lazyPart(() => import('../panels/noise/NoisePanel').then(({ NoisePanel }) => NoisePanel)),
  zones: lazyPart(() => import('../panels/zones/ZonesPanel').then(({ ZonesPanel }) => ZonesPanel)),
  kick: lazyPart(() => import('../panels/kick/KickPanel').then(({ KickPanel }) => KickPanel)),
  interventions: lazyPart(() =>
    import('../panels/intervene/InterventionsPanel').then(({ InterventionsPanel }) => InterventionsPanel),
  ),
  emergence: lazyPart(() => import('../panels/emergence/EmergencePanel').then(({ EmergencePanel }) => EmergencePanel)),
  subspaces: lazyPart(() => import('../panels/subspaces/SubspacesPanel').then(({ SubspacesPanel }) => SubspacesPanel)),
  rotation: lazyPart(() => import('../panels/rotation/RotationPanel').then(({ RotationPanel }) => RotationPanel)),
  reuse: lazyPart(() => import('../panels/reuse/ReusePanel').then(({ ReusePanel }) => ReusePanel)),
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
  const complete = useApp((state) => state.complete);
  const loading = <p className="analysis-note">{STORY_TEXT.loading}</p>;
  return (
    <div className="story-figure" data-part="figure" data-figure-id={figure}>
      <ErrorBoundary key={figure} name={STORY_TEXT.figure}>
        <Suspense fallback={loading}>{complete ? <Panel /> : loading}</Suspense>
      </ErrorBoundary>
    </div>
  );
}

/** The figure of the step the lab stands at. */
export function StepFigure() {
  const figure = useFigure();
  return figure ? <StoryFigure figure={figure} /> : null;
}
