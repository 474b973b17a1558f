import { askFilm } from '../state/page/slice';
import { useApp, useAppController } from '../ui/context';
import { withFilm } from './states';
import { STORY_TEXT } from './text';

/** What the film of the step shows now, and a button to skip it or to see it again. Where a step has none, nothing. */
export function FilmLine() {
  const app = useAppController();
  const film = useApp((state) => state.film);
  const expected = useApp(({ settings: { chapter, step } }) => withFilm(chapter, step));
  if (!expected) return null;
  return (
    <div className="film-line" data-playing={film?.playing ?? false}>
      <p role="status">{film?.caption}</p>
      {film && (
        <button
          type="button"
          className="quiet"
          onClick={() => askFilm(app.store, film.playing ? 'end' : 'again')}
          data-testid="film"
        >
          {film.playing ? STORY_TEXT.skip : STORY_TEXT.playAgain}
        </button>
      )}
    </div>
  );
}
