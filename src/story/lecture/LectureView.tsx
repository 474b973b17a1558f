import { useEffect, useRef, useState } from 'react';
import { useApp, useAppController, useFrame } from '../../ui/context';
import { chapterOf } from '../chapters';
import { StoryFigure, useFigure } from '../figures';
import { FilmLine, StepOutputs, StoryLive } from '../StoryLive';
import { CHAPTER_STATES, stateOfChapter } from '../states';
import { KeyHints } from './KeyHints';
import { goRound } from './lecture';
import { actionOf, headlineOf } from './slideAction';
import { CodeSlide, LaserDot, PredictionSlide, Timer } from './slideParts';
import { predictionOf, shownOf } from './slides';
import { LECTURE_TEXT, PREDICTION } from './text';
import { useTones } from './useTones';
import './lecture.css';

/** The page as a lecture hall sees it: one sentence, one picture or two, nothing else that has to be read. */
export function LectureView() {
  const chapter = chapterOf(useApp((state) => state.settings.chapter));
  const { step, loop } = useApp((state) => state.settings);
  const chromeHidden = useApp((state) => state.chromeHidden);
  const laser = useApp((state) => state.laser);
  const timer = useApp((state) => state.timer);
  const headline = useApp((state) => headlineOf(state, chapter.steps[step]?.say ?? ''));
  const prediction = useApp(predictionOf);
  useTones();
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
          <h2 aria-live="polite">{prediction ? PREDICTION.title : headline}</h2>
        </header>
      )}
      {prediction ? <PredictionSlide key={prediction.ask} prediction={prediction} /> : <Stage bare={chromeHidden} />}
      {!chromeHidden && <Foot />}
      {timer && !chromeHidden && <Timer />}
      {loop && <Loop />}
      {laser && <LaserDot />}
    </main>
  );
}

/** What Enter does, and the keys of the presenter in its place while they are looked for. */
function Foot() {
  const words = useApp((state) => actionOf(state).words);
  return (
    <footer className="lecture-foot">
      <p className="lecture-action" data-testid="action">
        <kbd>Enter</kbd> {words}
      </p>
      <KeyHints />
    </footer>
  );
}

/** The slide: the live picture, the figure of the step, or both. */
function Stage({ bare }: { bare: boolean }) {
  const figure = useFigure();
  const panels = useApp((state) => state.settings.panels);
  const code = useApp((state) => state.code || shownOf(state) === 'code');
  const shown = useApp(shownOf);
  if (code && !bare) return <CodeSlide />;
  const withFigure = figure !== undefined && panels === 2 && !bare && shown !== 'picture';
  if (withFigure && shown === 'figure')
    return (
      <div className="lecture-stage">
        <div className="lecture-live">
          <StoryFigure figure={figure} />
          {figure !== 'slow' && (
            <>
              <FilmLine />
              <StepOutputs />
            </>
          )}
        </div>
      </div>
    );
  return (
    <div className={withFigure ? 'lecture-stage two' : 'lecture-stage'}>
      <div className="lecture-live">
        <StoryLive bare={bare} />
      </div>
      {withFigure && <StoryFigure figure={figure} />}
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
