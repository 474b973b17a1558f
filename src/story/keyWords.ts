import type { KeyScope } from './keys';

/** What each key does, in words: by the key as it is shown; of a key that does something else in a lecture, with that word. */
const WORDS: Readonly<Record<string, string>> = {
  space: 'play or pause the live run',
  N: 'noise off, noise on',
  K: 'hold it down: the chosen neurons, or the first kick group, are silent',
  '.': 'one step of the network',
  ',': 'one step back, through the last 2,000',
  R: 'reset the run to h = 0, same seed',
  S: 'slow mode: one step of the network in parts',
  T: 'open the view of a training; there, pause and go on',
  B: 'the timeline to the bifurcation',
  '→': 'next step of the story (also Page Down)',
  '←': 'the step before (also Page Up)',
  L: 'lecture mode on or off',
  'F lecture': 'lecture mode: full screen',
  F: 'the panel under the pointer on the whole window, and back',
  H: 'lecture mode: hide all but the picture',
  '1': 'lecture mode: one picture',
  '2': 'lecture mode: two pictures side by side',
  D: 'lecture mode: the pointer as a bright dot',
  Enter: 'lecture mode: do what the slide offers',
  Q: 'lecture mode: code of the address',
  M: 'lecture mode: sound',
  C: 'lecture mode: clock of the lecture',
  O: 'lecture mode: go on from step to step by itself, for a screen in a hall',
  'Ctrl K': 'find a panel, a setting, a term or an action',
  'Ctrl Z': 'take back the last change of a setting',
  'Ctrl Y': 'make it again',
  Esc: 'closes what is open, then leaves lecture mode',
  '?': 'show or hide these keys',
};

/** What a key does, in words. */
export const wordsOf = ({ shown, where }: { shown: string; where?: KeyScope | undefined }): string =>
  WORDS[`${shown} ${where}`] ?? WORDS[shown] ?? '';
