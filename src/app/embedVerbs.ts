import type { AppController } from '../state/app';
import { HISTORY } from '../state/live/liveRun';
import type { NetworkInView } from '../state/networks/slice';
import { parseSetting, SETTINGS, type SettingKey, type Settings } from '../state/settings/settings';
import { VERBS } from '../story/verbs';
import { type MessageOf, type MessageVerb, quoted, type Topic } from './embedMessages';

/** What messages from outside do, and what they are told. Values are copies: a message can carry them. */

/** Belong to the link of the frame, or to the reader's machine; no message changes them. */
export const PROTECTED: readonly SettingKey[] = ['allow', 'ui', 'hide', 'engine'];

/** Which network is in view, with its scores if it ships. */
function networkReport(network: NetworkInView | undefined) {
  if (!network) return null;
  const { origin, update, fingerprint, hmm, weights, preset } = network;
  const scores = origin === 'preset' ? structuredClone(preset?.scores) : undefined;
  return { origin, update, fingerprint, model: hmm.name, hiddenSize: weights.hiddenSize, scores: scores ?? null };
}

function stateReport(app: AppController) {
  const { liveRun } = app;
  const { playing, settings } = app.store.getState();
  const step = liveRun?.step ?? 0;
  return {
    playing,
    noise: settings.noise,
    step,
    /** Label of the newest step (argmax of the logits); null before the first. */
    label: liveRun && step > 0 ? liveRun.outputLabels[(step - 1) % HISTORY]! : null,
    /** Length of the hidden state. */
    norm: liveRun?.norm ?? 0,
    divergent: liveRun?.divergent ?? false,
  };
}

function trainingReport(app: AppController) {
  const { status, update, total, losses, engineId } = app.store.getState().training;
  return { status, update, total, loss: losses.at(-1)?.loss ?? null, engine: engineId ?? null };
}

/** What each topic tells; the newest value of what it is made of, to see whether it changed. */
export const REPORTS: Record<Topic, { tell: (app: AppController) => object; stamp: (app: AppController) => unknown }> = {
  settings: { tell: (app) => ({ ...app.store.getState().settings }), stamp: (app) => app.store.getState().settings },
  state: {
    tell: stateReport,
    stamp: (app) => `${app.liveRun?.step} ${app.store.getState().playing} ${app.store.getState().settings.noise}`,
  },
  training: { tell: trainingReport, stamp: (app) => app.store.getState().training },
};

/** What a verb answers: what goes with “ok”, or a sentence. */
export type VerbAnswer = { ok: true; with?: object } | { ok: false; error: string };

const done: VerbAnswer = { ok: true };

/** Verbs that need nothing but the controller. */
export const APP_VERBS = {
  play(app) {
    if (!app.store.getState().playing) VERBS.play(app);
    return done;
  },
  pause(app) {
    if (app.store.getState().playing) VERBS.play(app);
    return done;
  },
  step(app) {
    VERBS.step(app);
    return done;
  },
  reset(app) {
    VERBS.reset(app);
    return done;
  },
  noise(app, { on }) {
    if (on !== app.store.getState().settings.noise) VERBS.noise(app);
    return done;
  },
  set(app, { settings }) {
    const read = readSettings(app, settings);
    if (!read.ok) return read;
    applySettings(app, read.changes);
    return { ok: true, with: { settings: read.changes } };
  },
  get(app) {
    const network = networkReport(app.store.getState().network);
    return {
      ok: true,
      with: { settings: REPORTS.settings.tell(app), network, state: stateReport(app), training: trainingReport(app) },
    };
  },
} as const satisfies { [V in MessageVerb]?: (app: AppController, message: MessageOf<V>) => VerbAnswer };

type Changes = Partial<Settings>;

/** All of the settings, or why not: one that cannot be used leaves the others undone too. */
function readSettings(
  app: AppController,
  given: Readonly<Record<string, string | number | boolean>>,
): { ok: true; changes: Changes } | { ok: false; error: string } {
  const changes: Record<string, unknown> = {};
  for (const [key, value] of Object.entries(given)) {
    const refuse = (reason: string) => ({ ok: false, error: `Nothing was set: ${quoted(key)} ${reason}.` }) as const;
    if (!Object.hasOwn(SETTINGS, key)) return refuse('is not a setting');
    const name = key as SettingKey;
    if (PROTECTED.includes(name)) return refuse('is said by the link of the frame and by no message');
    const text = typeof value === 'boolean' ? (value ? '1' : '0') : String(value);
    const parsed = parseSetting(name, text);
    if (!parsed.ok) return refuse(parsed.reason);
    changes[name] = parsed.value;
  }
  return locationProblem(app, changes) ?? { ok: true, changes };
}

/** A chapter and a step there must be in the story. */
function locationProblem({ story, store }: AppController, changes: Changes): { ok: false; error: string } | undefined {
  if (changes.chapter === undefined && changes.step === undefined) return undefined;
  const chapter = changes.chapter ?? store.getState().settings.chapter;
  if (!story.ids.includes(chapter))
    return { ok: false, error: `Nothing was set: there is no chapter “${chapter}”; there are ${story.ids.join(', ')}.` };
  const last = story.steps(chapter) - 1;
  if ((changes.step ?? 0) > last) return { ok: false, error: `Nothing was set: the last step of “${chapter}” is ${last}.` };
  return undefined;
}

/** A place in the story sets the lab up as it says; the other settings come on top, as in a link. */
function applySettings(app: AppController, changes: Changes): void {
  const { chapter, step, ...rest } = changes;
  if (chapter !== undefined || step !== undefined) app.enter(chapter ?? app.store.getState().settings.chapter, step ?? 0);
  app.apply(rest);
}
