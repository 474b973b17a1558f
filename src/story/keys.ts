import type { AppController } from '../state/app';
import { closeSheet, maximise, openHelp, openSheet, toggleLectureSwitch } from '../state/page/slice';
import type { Settings } from '../state/settings/settings';
import { isComposing, keyOf } from '../ui/keyboard';
import { actOnSlide, fillScreen, toggleLecture, toggleWalkthrough } from './lecture/lecture';

/** Where a key is bound; nowhere said is everywhere. */
export type KeyScope = 'story' | 'lecture';

/** The one table of keys: what binds them, and what the buttons of the help do. Their words are in `keyWords.ts`, read only where they are shown. */
export interface KeyBinding {
  /** KeyboardEvent.key, lower case; several do the same. */
  keys: readonly string[];
  shown: string;
  where?: KeyScope;
  /** With Ctrl or the command key. */
  command?: boolean;
  run: (app: AppController) => void;
  /** What letting go does, for keys that act while they are held. */
  release?: (app: AppController) => void;
}

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
  { keys: [' '], shown: 'space', run: (app) => app.togglePlaying() },
  { keys: ['n'], shown: 'N', run: (app) => app.toggleNoise() },
  {
    keys: ['k'],
    shown: 'K',
    run: (app) => app.silence(true),
    release: (app) => app.silence(false),
  },
  { keys: ['.'], shown: '.', run: (app) => app.stepOnce() },
  { keys: [','], shown: ',', run: (app) => app.stepBack() },
  { keys: ['r'], shown: 'R', run: (app) => app.resetRun() },
  { keys: ['s'], shown: 'S', run: toggleWalkthrough },
  { keys: ['t'], shown: 'T', run: (app) => app.watchTraining() },
  { keys: ['b'], shown: 'B', run: (app) => app.jumpToBifurcation() },
  {
    keys: ['arrowright', 'pagedown'],
    shown: '→',
    where: 'story',
    run: (app) => app.turnPage(1),
  },
  {
    keys: ['arrowleft', 'pageup'],
    shown: '←',
    where: 'story',
    run: (app) => app.turnPage(-1),
  },
  { keys: ['l'], shown: 'L', run: toggleLecture },
  { keys: ['f'], shown: 'F', where: 'lecture', run: () => void fillScreen() },
  {
    keys: ['f'],
    shown: 'F',
    run: ({ store }) => {
      const { maximised, pointedPanel } = store.getState();
      maximise(store, maximised ? undefined : (pointedPanel ?? 'portrait'));
    },
  },
  {
    keys: ['h'],
    shown: 'H',
    where: 'lecture',
    run: (app) => toggleLectureSwitch(app.store, 'chromeHidden'),
  },
  { keys: ['1'], shown: '1', where: 'lecture', run: (app) => app.set('panels', 1) },
  {
    keys: ['2'],
    shown: '2',
    where: 'lecture',
    run: (app) => app.set('panels', 2),
  },
  {
    keys: ['d'],
    shown: 'D',
    where: 'lecture',
    run: (app) => toggleLectureSwitch(app.store, 'laser'),
  },
  { keys: ['enter'], shown: 'Enter', where: 'lecture', run: actOnSlide },
  {
    keys: ['q'],
    shown: 'Q',
    where: 'lecture',
    run: (app) => toggleLectureSwitch(app.store, 'code'),
  },
  {
    keys: ['m'],
    shown: 'M',
    where: 'lecture',
    run: (app) => toggleLectureSwitch(app.store, 'sound'),
  },
  {
    keys: ['c'],
    shown: 'C',
    where: 'lecture',
    run: (app) => toggleLectureSwitch(app.store, 'timer'),
  },
  {
    keys: ['o'],
    shown: 'O',
    where: 'lecture',
    run: (app) => app.set('loop', !app.store.getState().settings.loop),
  },
  {
    keys: ['k'],
    shown: 'Ctrl K',
    command: true,
    run: (app) => openSheet(app.store, 'palette'),
  },
  {
    keys: ['z'],
    shown: 'Ctrl Z',
    command: true,
    run: (app) => void app.undo.undo(),
  },
  { keys: ['y'], shown: 'Ctrl Y', command: true, run: (app) => void app.undo.redo() },
  { keys: ['escape'], shown: 'Esc', run: closeInnermost },
  {
    keys: ['?'],
    shown: '?',
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
