import type { Lab } from '../state/lab';

/** The one table of keys: what binds them and what the help shows. */
export interface KeyBinding {
  /** KeyboardEvent.key, lower case. */
  key: string;
  shown: string;
  does: string;
  run: (lab: Lab) => void;
  /** What letting go does, for keys that act while they are held. */
  release?: (lab: Lab) => void;
}

export const KEYS: readonly KeyBinding[] = [
  { key: ' ', shown: 'space', does: 'play or pause the live run', run: (lab) => lab.togglePlaying() },
  { key: 'n', shown: 'N', does: 'noise off, noise on', run: (lab) => lab.toggleNoise() },
  {
    key: 'k',
    shown: 'K',
    does: 'hold it down: the chosen neurons, or the first kick group, are silent',
    run: (lab) => lab.silence(true),
    release: (lab) => lab.silence(false),
  },
  { key: '.', shown: '.', does: 'one step of the network', run: (lab) => lab.stepOnce() },
  { key: ',', shown: ',', does: 'one step back, through the last 2,000', run: (lab) => lab.stepBack() },
  { key: 'r', shown: 'R', does: 'reset the run to h = 0, same seed', run: (lab) => lab.resetRun() },
  {
    key: 'f',
    shown: 'F',
    does: 'the panel under the pointer on the whole window, and back',
    run: (lab) =>
      lab.store.setState(({ maximised, pointedPanel }) => ({ maximised: maximised ? undefined : (pointedPanel ?? 'portrait') })),
  },
  {
    key: 'escape',
    shown: 'Esc',
    does: 'closes these keys; a maximised panel back to its place',
    // The dialog's own Esc never sees a key that is bound here.
    run: (lab) => lab.store.setState(({ helpOpen }) => (helpOpen ? { helpOpen: false } : { maximised: undefined })),
  },
  {
    key: 'b',
    shown: 'B',
    does: 'the timeline to the bifurcation',
    run: (lab) => lab.jumpToBifurcation(),
  },
  { key: 't', shown: 'T', does: 'train; pause or resume training', run: (lab) => lab.trainKey() },
  {
    key: '?',
    shown: '?',
    does: 'show or hide these keys',
    run: (lab) => lab.store.setState(({ helpOpen }) => ({ helpOpen: !helpOpen })),
  },
];

/** Keys belong to the page unless the user is typing, or on a control that uses them. */
function taken(event: KeyboardEvent): boolean {
  if (event.ctrlKey || event.metaKey || event.altKey) return true;
  const target = event.target as HTMLElement;
  if (target instanceof HTMLInputElement) return target.type !== 'range' || event.key.startsWith('Arrow');
  if (target instanceof HTMLSelectElement || target instanceof HTMLTextAreaElement) return true;
  return event.key === ' ' && (target instanceof HTMLButtonElement || target.tagName === 'SUMMARY');
}

/** Runs the binding of a key event, if there is one. */
export function handleKey(event: KeyboardEvent, lab: Lab): void {
  if (taken(event)) return;
  const binding = KEYS.find(({ key }) => key === event.key.toLowerCase());
  if (!binding) return;
  event.preventDefault();
  binding.run(lab);
}

/** Ends what a held key does. It counts wherever the focus has gone meanwhile. */
export function handleRelease(event: KeyboardEvent, lab: Lab): void {
  KEYS.find(({ key }) => key === event.key.toLowerCase())?.release?.(lab);
}

/** Lets go of every held key: a page that loses the focus hears of no release. */
export function releaseAll(lab: Lab): void {
  for (const { release } of KEYS) release?.(lab);
}
