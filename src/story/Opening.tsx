import { Suspense } from 'react';
import { useApp, useAppController } from '../ui/context';
import { lazyComponent } from '../ui/lazyComponent';
import { OPENING } from './opening';
import { STORY_TEXT } from './text';

const OpeningFoot = lazyComponent(() => import('./OpeningFoot').then((module) => module.OpeningFoot), 'leave out');

/** The first page: one sentence, one glowing key. What is said follows what the state does. */
export function Opening() {
  const app = useAppController();
  const noise = useApp((state) => state.settings.noise);
  const fallen = useApp((state) => state.fallSteps);
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
      <div className="opening-note">
        <Suspense>
          <OpeningFoot />
        </Suspense>
      </div>
    </article>
  );
}
