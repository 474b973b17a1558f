import { useEffect, useState } from 'react';
import type { Prediction } from './slides';
import { PREDICTION } from './text';

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
