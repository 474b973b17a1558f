import './story.css';
import { Suspense, useEffect, useRef } from 'react';
import { useApp, useAppController } from '../ui/context';
import { lazyComponent } from '../ui/lazyComponent';
import { Playback } from '../views/playback/Playback';
import { StoryLive } from './StoryLive';
import { CHAPTER_STATES, hasFigure } from './states';
import { OPENING, STORY_TEXT } from './text';

const ChapterText = lazyComponent(() => import('./ChapterText').then((module) => module.ChapterText));

/** The story: prose beside the live lab. */
export function StoryView() {
  const opening = useApp((state) => state.settings.chapter === 'start');
  return (
    <main className={opening ? 'story opening-view' : 'story'}>
      {opening ? (
        <Opening />
      ) : (
        <Suspense fallback={<article className="chapter" />}>
          <ChapterText />
        </Suspense>
      )}
      <StoryStage />
    </main>
  );
}

const StepFigure = lazyComponent(() => import('./figures').then((module) => module.StepFigure));

/** The live picture with its outputs, and the figure of the step. Whether there is one is known at once, so nothing moves when it comes. */
function StoryStage() {
  const { chapter, step, slow } = useApp((state) => state.settings);
  const withFigure = slow !== 'off' || hasFigure(chapter, step);
  return (
    <div className={`story-stage${withFigure ? ' with-figure' : ''}${slow === 'off' ? '' : ' in-parts'}`}>
      <div className="story-live">
        <StoryLive />
        <Playback />
      </div>
      {withFigure && (
        <Suspense fallback={<div className="story-figure" />}>
          <StepFigure />
        </Suspense>
      )}
    </div>
  );
}

const OpeningFoot = lazyComponent(() => import('./OpeningFoot').then((module) => module.OpeningFoot), 'leave out');

/** The first page: one sentence, one glowing key. What is said follows what the state does. */
function Opening() {
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

/** All chapters in a row: where one is, and the way to each. */
export function ChapterNav() {
  const app = useAppController();
  const here = useApp((state) => state.settings.chapter);
  const nav = useRef<HTMLElement>(null);
  // Where the header goes on sideways, the chapter one is in stays in sight.
  // biome-ignore lint/correctness/useExhaustiveDependencies: the chapter is what changed
  useEffect(() => {
    nav.current?.querySelector('[aria-current]')?.scrollIntoView({ block: 'nearest', inline: 'center' });
  }, [here]);
  return (
    <nav ref={nav} className="chapter-nav" aria-label={STORY_TEXT.chapters}>
      <ol>
        {CHAPTER_STATES.map(({ id, title }, n) => (
          <li key={id}>
            <button
              type="button"
              aria-current={id === here ? 'page' : undefined}
              title={title}
              data-to={id}
              aria-label={n === 0 ? `Opening: ${title}` : `Chapter ${n}: ${title}`}
              onClick={() => app.enter(id, 0)}
            >
              {n === 0 ? '○' : n}
            </button>
          </li>
        ))}
      </ol>
    </nav>
  );
}
