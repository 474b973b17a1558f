import { type ComponentType, lazy, Suspense } from 'react';
import { useApp } from '../panels/context';
import { ErrorBoundary } from '../panels/ErrorBoundary';
import type { FigureId } from './chapter';
import { chapterOf } from './chapters';
import { STORY_TEXT } from './text';

/** A panel that is fetched when a chapter first shows it. */
const panel = (load: () => Promise<ComponentType>) => lazy(() => load().then((Panel) => ({ default: Panel })));

/** Panels beside the live portrait, by figure. */
const PANELS: Record<FigureId, ComponentType> = {
  model: panel(() => import('../panels/model/ModelPanel').then(({ ModelPanel }) => ModelPanel)),
  transitions: panel(() => import('../panels/transitions/TransitionPanel').then(({ TransitionPanel }) => TransitionPanel)),
  training: panel(() => import('../panels/training/TrainingPanel').then(({ TrainingPanel }) => TrainingPanel)),
  slow: panel(() => import('./SlowFigure').then(({ SlowFigure }) => SlowFigure)),
  collapse: panel(() => import('../panels/collapse/CollapsePanel').then(({ CollapsePanel }) => CollapsePanel)),
  'noise-level': panel(() => import('../panels/noise/NoisePanel').then(({ NoisePanel }) => NoisePanel)),
  zones: panel(() => import('../panels/zones/ZonesPanel').then(({ ZonesPanel }) => ZonesPanel)),
  kick: panel(() => import('../panels/kick/KickPanel').then(({ KickPanel }) => KickPanel)),
  interventions: panel(() =>
    import('../panels/intervene/InterventionsPanel').then(({ InterventionsPanel }) => InterventionsPanel),
  ),
  emergence: panel(() => import('../panels/emergence/EmergencePanel').then(({ EmergencePanel }) => EmergencePanel)),
  subspaces: panel(() => import('../panels/subspaces/SubspacesPanel').then(({ SubspacesPanel }) => SubspacesPanel)),
  rotation: panel(() => import('../panels/rotation/RotationPanel').then(({ RotationPanel }) => RotationPanel)),
  reuse: panel(() => import('../panels/reuse/ReusePanel').then(({ ReusePanel }) => ReusePanel)),
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
