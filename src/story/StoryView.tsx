import { Suspense } from 'react';
import { useApp } from '../ui/context';
import { lazyComponent } from '../ui/lazyComponent';
import { Opening } from './Opening';
import { StoryStage } from './StoryStage';
import './story.css';

const ChapterText = lazyComponent(() => import('./ChapterText').then((module) => module.ChapterText));

/** The story: prose beside the live lab. */
export function StoryView() {
  const opening = useApp((state) => state.settings.chapter === 'start');
  return (
    <main className={opening ? 'story opening-view' : 'story'}>
      {opening ? (
        <Opening />
      ) : (
        <Suspense fallback={<article className="chapter" />}>
          <ChapterText />
        </Suspense>
      )}
      <StoryStage />
    </main>
  );
}
