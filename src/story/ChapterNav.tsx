import { useEffect, useRef } from 'react';
import { useApp, useAppController } from '../ui/context';
import { CHAPTER_STATES } from './states';
import { STORY_TEXT } from './text';

/** All chapters in a row: where one is, and the way to each. */
export function ChapterNav() {
  const app = useAppController();
  const here = useApp((state) => state.settings.chapter);
  const nav = useRef<HTMLElement>(null);
  // Where the header goes on sideways, the chapter one is in stays in sight.
  // biome-ignore lint/correctness/useExhaustiveDependencies: the chapter is what changed
  useEffect(() => {
    nav.current?.querySelector('[aria-current]')?.scrollIntoView({ block: 'nearest', inline: 'center' });
  }, [here]);
  return (
    <nav ref={nav} className="chapter-nav" aria-label={STORY_TEXT.chapters}>
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
