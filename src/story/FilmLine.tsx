import { askAgain } from '../state/page/slice';
import { useApp, useAppController } from '../ui/context';
import { WITH_FILM } from './states';
import { STORY_TEXT } from './text';

/** What the film of the step shows now, and a button to see it again. Where a step has none, nothing. */
export function FilmLine() {
  const app = useAppController();
  const film = useApp((state) => state.film);
  const withFilm = useApp(({ settings: { chapter, step } }) => WITH_FILM.has(`${chapter} ${step}`));
  if (!withFilm) return null;
  return (
    <div className="film-line" data-playing={film?.playing ?? false}>
      <p role="status">{film?.caption}</p>
      {film && !film.playing && (
        <button type="button" onClick={() => askAgain(app.store)} data-testid="again">
          {STORY_TEXT.playAgain}
        </button>
      )}
    </div>
  );
}
