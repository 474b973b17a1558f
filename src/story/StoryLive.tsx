import { Suspense } from 'react';
import { askFilm } from '../state/page/slice';
import { useApp, useAppController } from '../ui/context';
import { ErrorBoundary } from '../ui/ErrorBoundary';
import { lazyComponent } from '../ui/lazyComponent';
import { OutputStrip } from '../views/outputs/OutputStrip';
import { Portrait } from '../views/portrait/Portrait';
import { pictureIdOf, reachOf, withFavoured, withFilm } from './states';
import { STORY_TEXT } from './text';

const StepPicture = lazyComponent(() => import('./pictures/StepPicture').then((module) => module.StepPicture));
const BirthStage = lazyComponent(() => import('./birth/BirthStage').then((module) => module.BirthStage));

/** The live picture of a step, what its film says, and its outputs; while a film of the training plays, that film in their place. */
export function StoryLive({ bare = false }: { bare?: boolean }) {
  const { chapter, step, slow } = useApp((state) => state.settings);
  const picture = slow === 'off' ? pictureIdOf(chapter, step) : undefined;
  // Most pictures hold their own rows of outputs.
  const withRows = !picture || picture === 'stays';
  const timeline = useApp((state) => state.film?.timeline);
  if (timeline)
    return (
      <ErrorBoundary name="Training">
        <Suspense fallback={<section className="panel portrait" />}>
          <BirthStage keys={timeline} />
        </Suspense>
        {!bare && <FilmLine />}
      </ErrorBoundary>
    );
  return (
    <>
      <ErrorBoundary name="Phase portrait">
        {picture ? (
          <Suspense fallback={<section className="panel portrait" />}>
            <StepPicture id={picture} />
          </Suspense>
        ) : (
          <Portrait compact reach={reachOf(chapter, step)} />
        )}
      </ErrorBoundary>
      {!bare && (
        <>
          <FilmLine />
          {withRows && <StepOutputs />}
        </>
      )}
    </>
  );
}

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

const ComparedRows = lazyComponent(() => import('./RowsStrip').then((module) => module.ComparedRows));

/** The outputs under the portrait: those of model and network, or the rows that the step compares. */
export function StepOutputs() {
  return (
    <ErrorBoundary name="Outputs">
      <Suspense fallback={<section className="panel strip" />}>
        <Rows />
      </Suspense>
    </ErrorBoundary>
  );
}

function Rows() {
  const { chapter, step, noise } = useApp((state) => state.settings);
  const favoured = withFavoured(chapter, step);
  // At a step about the noise level, the outputs at σ = 1 stand above those at the level in view.
  const compared = favoured || (noise && reachOf(chapter, step) !== undefined);
  return compared ? <ComparedRows favoured={favoured} /> : <OutputStrip />;
}
