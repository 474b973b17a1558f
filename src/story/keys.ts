import type { AppController } from '../state/app';
import { closeSheet, maximise, openHelp, openSheet, toggleLectureSwitch } from '../state/page/slice';
import type { Settings } from '../state/settings/settings';
import { isComposing, keyOf } from '../ui/keyboard';
import { actOnSlide, fillScreen, toggleLecture, toggleWalkthrough } from './lecture/lecture';

/** Where a key is bound; nowhere said is everywhere. */
export type KeyScope = 'story' | 'lecture';

/** The one table of keys: what binds them, what the help shows, and what its buttons do. */
export interface KeyBinding {
  /** KeyboardEvent.key, lower case; several do the same. */
  keys: readonly string[];
  shown: string;
  does: string;
  where?: KeyScope;
  /** With Ctrl or the command key. */
  command?: boolean;
  run: (app: AppController) => void;
  /** What letting go does, for keys that act while they are held. */
  release?: (app: AppController) => void;
}

const inLab = ({ store }: AppController): boolean => {
  const { view, lecture } = store.getState().settings;
  return view === 'lab' && !lecture;
};

/** One thing after the other, from the outermost inwards. */
function closeInnermost(app: AppController): void {
  const { helpOpen, sheet, maximised, settings, trainingShown } = app.store.getState();
  if (helpOpen) openHelp(app.store, false);
  else if (sheet) closeSheet(app.store);
  else if (maximised) maximise(app.store, undefined);
  else if (trainingShown) app.leaveTraining(true);
  else if (settings.lecture) toggleLecture(app);
  else if (settings.slow !== 'off') app.apply({ slow: 'off' });
}

const KEYS: readonly KeyBinding[] = [
  { keys: [' '], shown: 'space', does: 'play or pause the live run', run: (app) => app.togglePlaying() },
  { keys: ['n'], shown: 'N', does: 'noise off, noise on', run: (app) => app.toggleNoise() },
  {
    keys: ['k'],
    shown: 'K',
    does: 'hold it down: the chosen neurons, or the first kick group, are silent',
    run: (app) => app.silence(true),
    release: (app) => app.silence(false),
  },
  { keys: ['.'], shown: '.', does: 'one step of the network', run: (app) => app.stepOnce() },
  { keys: [','], shown: ',', does: 'one step back, through the last 2,000', run: (app) => app.stepBack() },
  { keys: ['r'], shown: 'R', does: 'reset the run to h = 0, same seed', run: (app) => app.resetRun() },
  { keys: ['s'], shown: 'S', does: 'slow mode: one step of the network in parts', run: toggleWalkthrough },
  {
    keys: ['t'],
    shown: 'T',
    does: 'train; pause or resume training',
    // In the lab the training stands among the panels.
    run: (app) => (inLab(app) ? app.trainKey() : app.watchTraining()),
  },
  { keys: ['b'], shown: 'B', does: 'the timeline to the bifurcation', run: (app) => app.jumpToBifurcation() },
  {
    keys: ['arrowright', 'pagedown'],
    shown: '→',
    does: 'next step of the story (also Page Down)',
    where: 'story',
    run: (app) => app.turnPage(1),
  },
  {
    keys: ['arrowleft', 'pageup'],
    shown: '←',
    does: 'the step before (also Page Up)',
    where: 'story',
    run: (app) => app.turnPage(-1),
  },
  { keys: ['l'], shown: 'L', does: 'lecture mode on or off', run: toggleLecture },
  { keys: ['f'], shown: 'F', does: 'lecture mode: full screen', where: 'lecture', run: () => void fillScreen() },
  {
    keys: ['f'],
    shown: 'F',
    does: 'the panel under the pointer on the whole window, and back',
    run: ({ store }) => {
      const { maximised, pointedPanel } = store.getState();
      maximise(store, maximised ? undefined : (pointedPanel ?? 'portrait'));
    },
  },
  {
    keys: ['h'],
    shown: 'H',
    does: 'lecture mode: hide all but the picture',
    where: 'lecture',
    run: (app) => toggleLectureSwitch(app.store, 'chromeHidden'),
  },
  { keys: ['1'], shown: '1', does: 'lecture mode: one picture', where: 'lecture', run: (app) => app.set('panels', 1) },
  {
    keys: ['2'],
    shown: '2',
    does: 'lecture mode: two pictures side by side',
    where: 'lecture',
    run: (app) => app.set('panels', 2),
  },
  {
    keys: ['d'],
    shown: 'D',
    does: 'lecture mode: the pointer as a bright dot',
    where: 'lecture',
    run: (app) => toggleLectureSwitch(app.store, 'laser'),
  },
  { keys: ['enter'], shown: 'Enter', does: 'lecture mode: do it', where: 'lecture', run: actOnSlide },
  {
    keys: ['q'],
    shown: 'Q',
    does: 'lecture mode: code of the address',
    where: 'lecture',
    run: (app) => toggleLectureSwitch(app.store, 'code'),
  },
  {
    keys: ['m'],
    shown: 'M',
    does: 'lecture mode: sound',
    where: 'lecture',
    run: (app) => toggleLectureSwitch(app.store, 'sound'),
  },
  {
    keys: ['c'],
    shown: 'C',
    does: 'lecture mode: clock of the lecture',
    where: 'lecture',
    run: (app) => toggleLectureSwitch(app.store, 'timer'),
  },
  {
    keys: ['o'],
    shown: 'O',
    does: 'lecture mode: go from step to step by itself, for a hall screen',
    where: 'lecture',
    run: (app) => app.set('loop', !app.store.getState().settings.loop),
  },
  {
    keys: ['k'],
    shown: 'Ctrl K',
    does: 'find a panel, a setting, a term or an action',
    command: true,
    run: (app) => openSheet(app.store, 'palette'),
  },
  {
    keys: ['z'],
    shown: 'Ctrl Z',
    does: 'take back the last change of a setting',
    command: true,
    run: (app) => void app.undo.undo(),
  },
  { keys: ['y'], shown: 'Ctrl Y', does: 'make it again', command: true, run: (app) => void app.undo.redo() },
  { keys: ['escape'], shown: 'Esc', does: 'closes what is open, then leaves lecture mode', run: closeInnermost },
  {
    keys: ['?'],
    shown: '?',
    does: 'show or hide these keys',
    run: (app) => openHelp(app.store, !app.store.getState().helpOpen),
  },
];

const isBound = ({ where }: KeyBinding, { view, lecture }: Settings): boolean =>
  where === undefined || (where === 'lecture' ? lecture : view === 'story');

/** The keys that are bound where the reader is. */
export const boundKeys = (settings: Settings): readonly KeyBinding[] => {
  const bound = KEYS.filter((binding) => isBound(binding, settings));
  return bound.filter((binding, n) => bound.findIndex(({ shown }) => shown === binding.shown) === n);
};

/** A dialog or a card that is open closes itself on Escape, unless the key is taken from it. */
const closesItself = (): boolean => document.querySelector('dialog:modal, :popover-open') !== null;

/** Keys that a control uses itself, by kind: everything else belongs to the page, whatever was used last. */
const OWN_KEYS = {
  list: /^(Arrow|Page|Home$|End$|Enter$|Escape$| $)/,
  range: /^(Arrow|Page|Home$|End$)/,
  radio: /^(Arrow| $)/,
  pressed: /^( |Enter)$/,
} as const;
/** Kinds of input that nothing is typed into. */
const INPUT_KINDS: Readonly<Record<string, keyof typeof OWN_KEYS>> = {
  range: 'range',
  radio: 'radio',
  checkbox: 'pressed',
  button: 'pressed',
  file: 'pressed',
  submit: 'pressed',
};

/** What kind of control has the focus; undefined where it uses no keys. */
function controlOf(target: HTMLElement): keyof typeof OWN_KEYS | 'text' | undefined {
  if (target instanceof HTMLInputElement) return INPUT_KINDS[target.type] ?? 'text';
  if (target instanceof HTMLTextAreaElement || target.isContentEditable) return 'text';
  if (target instanceof HTMLSelectElement) return 'list';
  return target instanceof HTMLButtonElement || target.tagName === 'SUMMARY' ? 'pressed' : undefined;
}

/** Keys belong to the page unless the user is typing, or on a control that uses them; a picture prevents the default of those it uses. */
function taken(event: KeyboardEvent): boolean {
  if (event.altKey || event.defaultPrevented || isComposing(event)) return true;
  if (event.key === 'Escape' && closesItself()) return true;
  const control = controlOf(event.target as HTMLElement);
  return control === 'text' || (control !== undefined && OWN_KEYS[control].test(event.key));
}

/** Runs the binding of a key event, if there is one. */
export function handleKey(event: KeyboardEvent, app: AppController): void {
  if (taken(event)) return;
  const command = event.ctrlKey || event.metaKey;
  const key = keyOf(event);
  const { settings } = app.store.getState();
  // Shift with the command key makes again what was taken back.
  const wanted = command && event.shiftKey && key === 'z' ? 'y' : key;
  const binding = KEYS.find((one) => one.keys.includes(wanted) && (one.command ?? false) === command && isBound(one, settings));
  if (!binding) return;
  event.preventDefault();
  binding.run(app);
}

/** Ends what a held key does. It counts wherever the focus has gone meanwhile. */
export function handleRelease(event: KeyboardEvent, app: AppController): void {
  const key = keyOf(event);
  for (const binding of KEYS) if (binding.release && binding.keys.includes(key)) binding.release(app);
}

/** Lets go of every held key: a page that loses the focus hears of no release. */
export function releaseAll(app: AppController): void {
  for (const { release } of KEYS) release?.(app);
}
