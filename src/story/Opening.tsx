import { Suspense } from 'react';
import { useApp, useAppController } from '../ui/context';
import { lazyComponent } from '../ui/lazyComponent';
import { OPENING } from './opening';
import { STORY_TEXT } from './text';

const TrainingLine = lazyComponent(() => import('./TrainingLine').then((module) => module.TrainingLine));

/** The first page: one sentence, one glowing key. What is said follows what the state does. */
export function Opening() {
  const app = useAppController();
  const noise = useApp((state) => state.settings.noise);
  const fallen = useApp((state) => state.fallSteps);
  const training = useApp(({ training: { status }, network }) => status !== 'idle' || network?.origin === 'training');
  return (
    <article className="opening" aria-label="Opening">
      <h2 id="chapter-title">{STORY_TEXT.tagline}</h2>
      <p className="opening-line" role="status">
        {noise ? OPENING.line : `${fallen === undefined ? STORY_TEXT.falling : STORY_TEXT.fallen(fallen)} ${STORY_TEXT.bring}`}
      </p>
      <div className="opening-keys">
        <button type="button" className="glow" onClick={app.toggleNoise} data-testid="glowing-key" data-control="noise">
          <span className="visually-hidden">{noise ? 'Take the noise away' : 'Give the noise back'}: press </span>
          <kbd>N</kbd>
        </button>
        <button type="button" className="primary" onClick={() => app.turnPage(1)} data-testid="begin">
          {STORY_TEXT.begin} <kbd>→</kbd>
        </button>
      </div>
      <p className="opening-note">{OPENING.note}</p>
      {training && (
        <Suspense>
          <TrainingLine />
        </Suspense>
      )}
    </article>
  );
}
