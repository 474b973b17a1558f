import { useApp, useAppController } from '../ui/context';
import { CHAPTER_STATES } from './states';
import { STORY_TEXT } from './text';

/** All chapters in a row: where one is, and the way to each. */
export function ChapterNav() {
  const app = useAppController();
  const here = useApp((state) => state.settings.chapter);
  return (
    <nav className="chapter-nav" aria-label={STORY_TEXT.chapters}>
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
