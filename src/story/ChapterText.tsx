import { useEffect, useRef, useState } from 'react';
import type { AppController } from '../state/app';
import { useApp, useAppController } from '../ui/context';
import type { Chapter, Step } from './chapter';
import { chapterOf } from './chapters';
import { CARDS, CHAPTER_TEXT } from './chapters/text';
import { Formulas } from './Formulas';
import { Prose, unbroken } from './Prose';
import { CHAPTER_STATES, stateOfChapter } from './states';
import { TrainingLine } from './TrainingLine';

/** A chapter: its steps one below the other, the present one open; a question; the mathematics; the way on. */
export function ChapterText() {
  const app = useAppController();
  const { chapter: id, step } = useApp((state) => state.settings);
  const chapter = chapterOf(id);
  const { title } = stateOfChapter(id);
  const number = CHAPTER_STATES.findIndex((one) => one.id === chapter.id);
  const figure = chapter.steps[step]?.figure;
  const heading = useRef<HTMLHeadingElement>(null);
  const scroll = useRef<HTMLElement>(null);
  // A new chapter begins at its top, for the eye and for a screen reader.
  // biome-ignore lint/correctness/useExhaustiveDependencies: the chapter is what changed
  useEffect(() => {
    scroll.current?.scrollTo(0, 0);
  }, [chapter]);
  const last = step >= chapter.steps.length - 1;
  const ends = last && number === CHAPTER_STATES.length - 1;
  return (
    <article ref={scroll} className="chapter" aria-labelledby="chapter-title" data-chapter={chapter.id} data-step={step}>
      <p className="chapter-number">
        Chapter {number} of {CHAPTER_STATES.length - 1}
      </p>
      {figure !== 'training' && <TrainingLine />}
      <h2 id="chapter-title" ref={heading} tabIndex={-1}>
        {title}
      </h2>
      <ol className="steps">
        {chapter.steps.map((one, n) => (
          <StepText key={one.say} step={one} here={n === step} open={() => app.enter(chapter.id, n)} number={n + 1} />
        ))}
      </ol>
      {chapter.todo && last && (
        <div className="todo">
          <strong>{CHAPTER_TEXT.todo}</strong>
          <Prose pieces={chapter.todo} here />
        </div>
      )}
      {ends && <Cards />}
      <div className="page-turn">
        <button type="button" onClick={() => app.turnPage(-1)} data-testid="previous">
          {CHAPTER_TEXT.previous} <kbd>←</kbd>
        </button>
        <button type="button" className="primary" onClick={() => app.turnPage(1)} disabled={ends} data-testid="next">
          {last ? CHAPTER_TEXT.nextChapter : CHAPTER_TEXT.next} <kbd>→</kbd>
        </button>
      </div>
      <Question key={chapter.id} {...chapter.question} />
      <Formulas key={`${chapter.id} formulas`} formulas={chapter.formulas} />
    </article>
  );
}

function StepText({ step, here, open, number }: { step: Step; here: boolean; open: () => void; number: number }) {
  const item = useRef<HTMLLIElement>(null);
  useEffect(() => {
    if (here && number > 1) item.current?.scrollIntoView({ block: 'nearest' });
  }, [here, number]);
  return (
    <li ref={item} className={here ? 'step here' : 'step'} aria-current={here ? 'step' : undefined}>
      <h3>
        <button type="button" className="step-title" onClick={open} aria-expanded={here}>
          {step.say}
        </button>
      </h3>
      {here && (
        <>
          {step.text.map((paragraph, n) => (
            // biome-ignore lint/suspicious/noArrayIndexKey: the paragraphs of a text keep their order
            <Prose key={n} pieces={paragraph} here={here} />
          ))}
          {step.notice && (
            <p className="step-notice">
              <strong>{CHAPTER_TEXT.notice}</strong> {unbroken(step.notice)}
            </p>
          )}
        </>
      )}
    </li>
  );
}

function Question({ ask, answer }: Chapter['question']) {
  const [shown, setShown] = useState(false);
  return (
    <section className="question" aria-label={CHAPTER_TEXT.question}>
      <p>
        <strong>{CHAPTER_TEXT.question}</strong> {unbroken(ask)}
      </p>
      {shown ? (
        <p className="answer" role="status">
          {unbroken(answer)}
        </p>
      ) : (
        <button type="button" data-control="questions" onClick={() => setShown(true)}>
          {CHAPTER_TEXT.reveal}
        </button>
      )}
    </section>
  );
}

/** What each card does, in the order of their words. */
const WAYS: readonly ((app: AppController) => void)[] = [
  (app) => app.enter('open', 0),
  (app) => app.set('view', 'report'),
  (app) => app.watchTraining(),
];

/** The end of the story: three ways on. */
function Cards() {
  const app = useAppController();
  return (
    <ul className="end-cards" aria-label={CARDS.title}>
      {CARDS.cards.map(({ name, words }, n) => (
        <li key={name}>
          <button type="button" onClick={() => WAYS[n]!(app)} data-testid={`card-${n}`}>
            <strong>{name}</strong>
            <span>{words}</span>
          </button>
        </li>
      ))}
    </ul>
  );
}
