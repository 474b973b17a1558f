import type { Chapter } from '../chapter';
import { birth } from './birth';
import { breakIt } from './break';
import { kick } from './kick';
import { match } from './match';
import { model } from './model';
import { noise } from './noise';
import { open } from './open';
import { richer } from './richer';
import { silence } from './silence';
import { start } from './start';
import { why } from './why';
import { zones } from './zones';

/** The words of the story, in the order of `CHAPTER_STATES`. */
export const CHAPTERS: readonly Chapter[] = [start, model, noise, match, silence, zones, kick, breakIt, birth, richer, why, open];

export const chapterOf = (id: string): Chapter => CHAPTERS.find((chapter) => chapter.id === id) ?? start;
