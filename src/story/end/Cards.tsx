import type { AppController } from '../../state/app';
import { useAppController } from '../../ui/context';
import { CARDS } from './text';

/** What each card does, in the order of their words. */
const WAYS: readonly ((app: AppController) => void)[] = [
  (app) => app.enter('open', 0),
  (app) => app.set('view', 'report'),
  (app) => app.watchTraining(),
];

/** The end of the story: three ways on. */
export function Cards() {
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
