import { useEffect, useMemo, useRef, useState } from 'react';
import { useFrame } from '../../ui/context';
import { QrPicture, qrOf } from '../../views/share/QrCode';
import type { Prediction } from './slides';
import { CODE, LECTURE_TEXT, PREDICTION } from './text';

/** What a slide may show beside or in place of its picture. */

/** The address of the page as a code, as large as the slide, for those who sit in front of it. */
export function CodeSlide() {
  const link = useMemo(() => new URL('?v=3', window.location.href.split(/[?#]/)[0]).href, []);
  const qr = useMemo(() => qrOf(link), [link]);
  return (
    <section className="code-slide" aria-label={CODE.title} data-testid="code">
      {qr && <QrPicture qr={qr} />}
      <p>{link}</p>
    </section>
  );
}

/** The question before a slide. The room answers; its choice is marked by a digit or a click, and Enter shows what happens. */
export function PredictionSlide({ prediction }: { prediction: Prediction }) {
  const [chosen, setChosen] = useState<number>();
  useEffect(() => {
    const onKey = (event: KeyboardEvent) => {
      const choice = Number(event.key) - 1;
      if (!(choice in prediction.choices)) return;
      // Here digits are answers; elsewhere they choose how many pictures there are.
      event.preventDefault();
      event.stopPropagation();
      setChosen(choice);
    };
    window.addEventListener('keydown', onKey, true);
    return () => window.removeEventListener('keydown', onKey, true);
  }, [prediction]);
  return (
    <section className="prediction" aria-label={PREDICTION.title} data-testid="prediction">
      <p>{prediction.ask}</p>
      <ol>
        {prediction.choices.map((choice, n) => (
          <li key={choice}>
            <button type="button" aria-pressed={chosen === n} onClick={() => setChosen(n)}>
              <kbd>{n + 1}</kbd> {choice}
            </button>
          </li>
        ))}
      </ol>
    </section>
  );
}

const clock = (seconds: number): string => `${Math.floor(seconds / 60)}:${String(seconds % 60).padStart(2, '0')}`;

/** Time of the lecture. It is counted in frames and their lengths, so a changed system clock does not matter. */
export function Timer() {
  const elapsed = useRef(0);
  const [shown, setShown] = useState(0);
  useFrame((dt) => {
    elapsed.current += dt;
    const now = Math.floor(elapsed.current);
    if (now !== shown) setShown(now);
  });
  return (
    <p className="lecture-timer" role="timer" aria-label={LECTURE_TEXT.timer}>
      {clock(shown)}
    </p>
  );
}

/** A bright dot where the pointer is, large enough for the last row. */
export function LaserDot() {
  const dot = useRef<HTMLDivElement>(null);
  useEffect(() => {
    const move = (event: PointerEvent) => {
      if (!dot.current) return;
      dot.current.hidden = false;
      dot.current.style.transform = `translate(${event.clientX}px, ${event.clientY}px)`;
    };
    window.addEventListener('pointermove', move);
    return () => window.removeEventListener('pointermove', move);
  }, []);
  // Where the pointer is, is known once it moves.
  return <div ref={dot} hidden className="laser-dot" data-testid="laser" aria-hidden="true" />;
}
