import { useEffect, useRef, useState } from 'react';
import { useApp, useAppController, useFrame } from '../../ui/context';
import { ErrorBoundary } from '../../ui/ErrorBoundary';
import { Portrait } from '../../views/portrait/Portrait';
import type { FigureId } from '../chapter';
import { chapterOf } from '../chapters';
import { FilmLine } from '../FilmLine';
import { StoryFigure, useFigure } from '../figures';
import { StepOutputs } from '../StepOutputs';
import { CHAPTER_STATES, reachOf, stateOfChapter } from '../states';
import { LECTURE_TEXT } from '../text';
import { KeyHints } from './KeyHints';
import { LaserDot } from './LaserDot';
import { goRound } from './lecture';
import { Timer } from './Timer';
import './lecture.css';

/** The page as a lecture hall sees it: one sentence, one picture or two, nothing else that has to be read. */
export function LectureView() {
  const chapter = chapterOf(useApp((state) => state.settings.chapter));
  const { step, panels, loop } = useApp((state) => state.settings);
  const chromeHidden = useApp((state) => state.chromeHidden);
  const laser = useApp((state) => state.laser);
  const timer = useApp((state) => state.timer);
  const figure = useFigure();
  const shown = panels === 2 && !chromeHidden ? figure : undefined;
  return (
    <main
      className={chromeHidden ? 'lecture bare' : 'lecture'}
      aria-label={LECTURE_TEXT.title}
      data-chapter={chapter.id}
      data-step={step}
    >
      <h1 className="visually-hidden">{LECTURE_TEXT.title}</h1>
      {!chromeHidden && (
        <header className="lecture-line">
          <p className="lecture-place">
            {stateOfChapter(chapter.id).title}
            <span aria-hidden="true">
              {chapter.steps.map((one, n) => (
                <i key={one.say} className={n === step ? 'here' : ''} />
              ))}
            </span>
          </p>
          <h2 aria-live="polite">{chapter.steps[step]?.say}</h2>
        </header>
      )}
      <Stage figure={shown} bare={chromeHidden} />
      {!chromeHidden && <KeyHints />}
      {timer && !chromeHidden && <Timer />}
      {loop && <Loop />}
      {laser && <LaserDot />}
    </main>
  );
}

function Stage({ figure, bare }: { figure: FigureId | undefined; bare: boolean }) {
  const { chapter, step } = useApp((state) => state.settings);
  return (
    <div className={figure ? 'lecture-stage two' : 'lecture-stage'}>
      <div className="lecture-live">
        <ErrorBoundary name="Phase portrait">
          <Portrait compact reach={reachOf(chapter, step)} />
        </ErrorBoundary>
        {!bare && (
          <>
            <FilmLine />
            <StepOutputs />
          </>
        )}
      </div>
      {figure && <StoryFigure figure={figure} />}
    </div>
  );
}

/** Goes from step to step by itself; a hand on keyboard or pointer holds it up for one step. */
function Loop() {
  const app = useAppController();
  const every = useApp((state) => state.settings.every);
  const gone = useRef(0);
  const [left, setLeft] = useState(every);
  useEffect(() => {
    const hold = () => {
      gone.current = 0;
    };
    window.addEventListener('keydown', hold);
    window.addEventListener('pointerdown', hold);
    return () => {
      window.removeEventListener('keydown', hold);
      window.removeEventListener('pointerdown', hold);
    };
  }, []);
  useFrame((dt) => {
    // A film is seen to its end; the step's time begins then.
    if (app.store.getState().film?.playing) return;
    gone.current += Math.min(dt, 0.5);
    const now = Math.max(0, Math.ceil(every - gone.current));
    if (now !== left) setLeft(now);
    if (gone.current < every) return;
    gone.current = 0;
    goRound(app);
  });
  const total = CHAPTER_STATES.reduce((sum, { sets }) => sum + sets.length, 0);
  return (
    <p className="lecture-loop">
      {LECTURE_TEXT.loop}: {total} steps of {every} s, next in {left} s
    </p>
  );
}
