import { PANELS } from '../../analyses/registry';
import { SECTIONS } from '../../analyses/sections';
import { PAPER_HMM_IDS, PAPER_HMMS } from '../../hmm/models';
import type { AppController } from '../../state/app';
import { openDetailsOf } from '../../state/page/details';
import { notify, openSheet } from '../../state/page/slice';
import { parseSetting, SETTINGS, type SettingKey, type Settings, settingText } from '../../state/settings/settings';
import { boundKeys } from '../../story/keys';
import { wordsOf } from '../../story/keyWords';
import { TERMS, type TermId } from '../../ui/glossary';
import { matchScore } from './match';
import { ALSO, PALETTE } from './text';

export type EntryKind = 'panel' | 'action' | 'setting' | 'model' | 'term' | 'key';

/** Something that can be found. */
export interface Entry {
  id: string;
  kind: EntryKind;
  name: string;
  /** Beside the name, and searched too: the section of a panel, the key of an action. */
  hint: string;
  /** A definition, shown when the entry is chosen; then nothing is run. */
  text?: string;
  run?: (app: AppController) => void;
}

/** How long a choice holds a key that acts while it is held, milliseconds. */
const HELD_MS = 2000;

const panels = (): Entry[] =>
  PANELS.map(({ id, title, section }) => ({
    id: `panel-${id}`,
    kind: 'panel',
    name: title,
    hint: SECTIONS[section],
    run: (app) => app.apply({ view: 'lab', lecture: false, panel: id }),
  }));

const actions = (): Entry[] => [
  { id: 'report', kind: 'action', name: PALETTE.report, hint: '', run: (app) => app.apply({ view: 'report', lecture: false }) },
  {
    id: 'compare',
    kind: 'action',
    name: PALETTE.compare,
    hint: '',
    run: (app) => app.apply({ view: 'lab', lecture: false, panel: 'runs' }),
  },
  { id: 'story', kind: 'action', name: PALETTE.story, hint: '', run: (app) => app.apply({ view: 'story', lecture: false }) },
  {
    id: 'overview',
    kind: 'action',
    name: PALETTE.overview,
    hint: '',
    run: (app) => app.apply({ view: 'lab', lecture: false, panel: '' }),
  },
  { id: 'share', kind: 'action', name: PALETTE.share, hint: '', run: ({ store }) => openSheet(store, 'share') },
  { id: 'recent', kind: 'action', name: PALETTE.recent, hint: '', run: ({ store }) => openSheet(store, 'recent') },
  {
    id: 'save-figure',
    kind: 'action',
    name: PALETTE.saveFigure,
    hint: PALETTE.saveFigureHint,
    run: (app) => {
      const { settings, openDetails } = app.store.getState();
      if (settings.panel === '') return void notify(app.store, 'info', PALETTE.choosePanel);
      app.apply({ view: 'lab', lecture: false });
      openDetailsOf(app.store, [...new Set([...openDetails, ...settings.panel.split('.')])]);
    },
  },
  { id: 'new-seed', kind: 'action', name: PALETTE.newSeed, hint: '', run: (app) => app.newSeed() },
  {
    id: 'details-all',
    kind: 'action',
    name: PALETTE.openDetails,
    hint: PALETTE.figures,
    run: ({ store }) =>
      openDetailsOf(
        store,
        PANELS.map(({ id }) => id),
      ),
  },
  { id: 'details-none', kind: 'action', name: PALETTE.closeDetails, hint: '', run: ({ store }) => openDetailsOf(store, []) },
];

/** Settings that are chosen from a list: every value is an entry. */
const CHOSEN = [
  'profile',
  'plane',
  'cloud',
  'wall',
  'mixing',
  'slow',
  'recipe',
  'engine',
] as const satisfies readonly SettingKey[];
/** Settings with a number: it is typed after the name. */
const TYPED = [
  'sigma',
  'speed',
  'seed',
  'crowd',
  'sequences',
  'bandwidth',
  'cutTransition',
  'cutCluster',
  'groupSize',
  'mu',
] as const satisfies readonly SettingKey[];

const choices = (settings: Settings): Entry[] =>
  CHOSEN.flatMap((key) =>
    (SETTINGS[key].options as readonly string[]).map((value) => ({
      id: `setting-${key}-${value}`,
      kind: 'setting' as const,
      name: `${SETTINGS[key].meaning}: ${value}`,
      hint: settings[key] === value ? PALETTE.now : '',
      run: (app: AppController) => app.apply({ [key]: value }),
    })),
  );

const models = (): Entry[] =>
  PAPER_HMM_IDS.map((id) => ({
    id: `model-${id}`,
    kind: 'model',
    name: PAPER_HMMS[id].name,
    hint: PALETTE.model,
    run: (app) => app.choosePreset(id),
  }));

const terms = (): Entry[] =>
  (Object.keys(TERMS) as TermId[]).map((id) => ({
    id: `term-${id}`,
    kind: 'term',
    name: TERMS[id].title,
    hint: '',
    text: TERMS[id].text,
  }));

const keys = (settings: Settings): Entry[] =>
  boundKeys(settings).map(({ shown, where, run, release }) => ({
    id: `key-${shown}`,
    kind: 'key',
    name: wordsOf({ shown, where }),
    hint: shown,
    run: (app) => {
      run(app);
      if (release) setTimeout(() => release(app), HELD_MS);
    },
  }));

/** Everything that can be found as the page stands. */
const allEntries = (settings: Settings): Entry[] => [
  ...panels(),
  ...actions(),
  ...keys(settings),
  ...models(),
  ...choices(settings),
  ...terms(),
];

/** A number at the end of what was typed is a value for a setting. */
const WITH_NUMBER = /^(.*\D)\s+(-?[\d.]+)$/;

/** Settings with a number; what cannot be set says why. */
function typedEntries(query: string, settings: Settings): { entry: Entry; score: number }[] {
  const [, name = query, number] = WITH_NUMBER.exec(query.trim()) ?? [];
  return TYPED.flatMap((key) => {
    const { meaning, low, high } = SETTINGS[key];
    const score = matchScore(name, meaning);
    if (score === 0 || name.trim() === '') return [];
    const parsed = number === undefined ? undefined : parseSetting(key, number);
    const entry: Entry = {
      id: `setting-${key}`,
      kind: 'setting',
      name: parsed?.ok ? `${meaning}: ${number}` : meaning,
      hint: parsed && !parsed.ok ? parsed.reason : PALETTE.typed(settingText(settings[key]), low, high),
      ...(parsed?.ok ? { run: (app: AppController) => app.apply({ [key]: parsed.value }) } : {}),
    };
    return [{ entry, score: parsed?.ok ? 2 * score : score }];
  });
}

/** Of two names that fit as well, the likelier one to be meant stands first. */
const WEIGHTS: Readonly<Record<EntryKind, number>> = { panel: 1.4, action: 1.2, model: 1.2, key: 1, setting: 1, term: 1 };

/** Entries shown at a time. */
const MAX_SHOWN = 12;

/** The entries that fit what was typed, best first; with nothing typed, the panels. */
export function findEntries(query: string, settings: Settings): Entry[] {
  const all = allEntries(settings);
  if (query.trim() === '') return all.slice(0, MAX_SHOWN);
  const scored = all.flatMap((entry) => {
    const score = Math.max(
      matchScore(query, entry.name),
      0.8 * matchScore(query, `${entry.name} ${entry.hint}`),
      0.7 * matchScore(query, `${entry.name} ${ALSO[entry.id] ?? ''}`),
    );
    return score > 0 ? [{ entry, score: WEIGHTS[entry.kind] * score }] : [];
  });
  return [...scored, ...typedEntries(query, settings)]
    .sort((a, b) => b.score - a.score)
    .slice(0, MAX_SHOWN)
    .map(({ entry }) => entry);
}
