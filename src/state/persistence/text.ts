/** Messages about what is stored in this browser. */

const plural = (n: number, one: string, many: string): string => (n === 1 ? one : many.replace('#', String(n)));

/** How long ago, in words. If the clock was set back, no number is given. */
export function ageText(savedAt: number, now: number): string {
  const seconds = Math.round((now - savedAt) / 1000);
  if (!(seconds >= 0)) return 'earlier';
  if (seconds < 60) return `${seconds} s ago`;
  if (seconds < 3600) return `${Math.floor(seconds / 60)} min ago`;
  if (seconds < 48 * 3600) return plural(Math.floor(seconds / 3600), 'an hour ago', '# hours ago');
  return `${Math.floor(seconds / 86_400)} days ago`;
}

export interface RunWords {
  model: string;
  seed: number;
  update: number;
  total: number;
  age: string;
}

const where = ({ update, total, model, seed }: RunWords): string => `update ${update} of ${total} (${model}, seed ${seed})`;

export const PERSISTENCE_TEXT = {
  interrupted: (run: RunWords) => `Training was interrupted at ${where(run)}, saved ${run.age}.`,
  diverged: (run: RunWords) =>
    `Training had stopped at numbers that are not finite; the weights of ${where(run)} are kept, saved ${run.age}.`,
  unsure: ' This browser cannot tell whether another tab is training it: close such a tab first.',
  goOn: 'Go on',
  goOnSlower: (rate: number) => `Go on at half the rate (${rate.toPrecision(2)})`,
  discard: 'Discard',
  discarded: (run: RunWords) => `The interrupted training at ${where(run)} is discarded.`,
  undo: 'Undo',
  goesOn: (update: number) => `Training goes on from update ${update}.`,
  historyBegins: ' The history of its weights begins there.',
  runGone: 'That training is not kept any more: it was taken up or discarded in another tab.',
  sequencesGone: (kept: boolean) =>
    `The sequences that training was on could not be kept, so it cannot go on; its last weights ${kept ? 'are among the recent networks' : 'stay kept, and join the recent networks once there is room'}.`,
  retired: (n: number) =>
    plural(
      n,
      'An interrupted training was put away: its last weights are among the recent networks.',
      '# interrupted trainings were put away: their last weights are among the recent networks.',
    ),

  unusable: (why: string) =>
    `This browser lets the page keep nothing (${why}). All works, training too; but after a reload a training cannot go on, and recent networks are not listed. Save what you need as a file.`,
  full: 'The storage of this browser is full. All works, training too, and what is kept stays; but what happens from now on is not kept for after a reload. Save what you need as a file, or delete recent networks.',
  namedDropped: (name: string, most: number) =>
    `At most ${most} recent networks are kept, and all of them had names: the oldest, “${name}”, was dropped.`,
  putBack: 'Put it back',
  damaged: (n: number) =>
    plural(
      n,
      'One thing kept in this browser was damaged and was removed.',
      '# things kept in this browser were damaged and were removed.',
    ),

  sequencesRemoved: (name: string) => `The sequences of “${name}” are removed from this browser.`,

  inView: (name: string) => `“${name}” is in view.`,
  itsSettings: 'Use its settings too',
  wasInView: (name: string) => `“${name}” was in view in this tab before.`,
  showIt: 'Show it',

  lastVisit: (location: string) => `Last time you were ${location}.`,
  goThere: 'Go on there',
} as const;

/** The destination of a link, in words. */
export function locationText({ view, chapter, step }: { view: string; chapter: string; step: number }, model: string): string {
  if (view === 'story') return `at step ${step + 1} of the chapter “${chapter.replaceAll('-', ' ')}”`;
  return view === 'report' ? `at the report on the ${model}` : `in the lab, with the model “${model}”`;
}

/** The name of a network until the user gives it one. */
export const defaultName = (model: string, seed: number, update: number): string => `${model}, seed ${seed}, update ${update}`;
