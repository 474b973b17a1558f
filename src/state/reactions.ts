import type { DeferredFeatures } from './deferredFeatures';
import type { LiveControls } from './live/liveControls';
import { moveByItself } from './live/slice';
import type { NetworkView } from './networks/networkView';
import type { SettingKey } from './settings/settings';
import type { NetworkOfChange } from './settings/writer';
import type { AppState, AppStore } from './store';

/** What reactions before the features act on. */
export interface FirstParts {
  store: AppStore;
  live: Pick<LiveControls, 'reseed' | 'restartCounter' | 'restartEnsemble'>;
  view: Pick<NetworkView, 'load' | 'followMoment'>;
}

/** A field of the state, or one setting. */
type Trigger = Exclude<keyof AppState, 'settings'> | `settings.${SettingKey}`;

/** What follows when one of several fields has changed. */
interface Row<After, Parts> {
  when: readonly Trigger[];
  /** 'features': before they are loaded nothing follows; they begin with the state as it then is. */
  after: After;
  /**
   * It puts another network in view: of the rows that do, the first one due is the only one to run, and none runs where the network is
   * brought along with the change.
   */
  shows?: true;
  /** @param before the state before the change; the store holds the new one */
  do(parts: Parts, before: AppState): void;
}
type Reaction = Row<'first picture', FirstParts> | Row<'features', DeferredFeatures>;

/** Settings that an intervention is made of, and those that choose the kick groups it may act on. */
const INTERVENTION = ['actOn', 'scope', 'mu', 'draw', 'picked', 'groupSize', 'pair', 'share'] as const;

/** Everything that follows from a change of the state by itself. The rows that are due run from top to bottom, each once. */
const REACTIONS: readonly Reaction[] = [
  {
    // First: what is restarted further down runs under the intervention in force. A network that comes into view asks for it itself.
    when: ['silencing', 'groupEdits', 'analyses', ...INTERVENTION.map((key) => `settings.${key}` as const)],
    after: 'features',
    do: ({ intervention }) => intervention.look(),
  },
  {
    when: ['settings.preset', 'settings.net', 'settings.units', 'settings.loss', 'settings.network', 'settings.model'],
    after: 'first picture',
    shows: true,
    do: ({ view }) => void view.load(),
  },
  {
    // Below loading: a network that is loaded comes with the moment it is shown at.
    when: ['settings.moment'],
    after: 'first picture',
    shows: true,
    do: ({ view }) => void view.followMoment(),
  },
  {
    // Slow mode holds the run still; out of it the run goes on.
    when: ['settings.slow'],
    after: 'first picture',
    do: ({ store }) => store.getState().settings.slow === 'off' && moveByItself(store),
  },
  { when: ['settings.seed'], after: 'first picture', do: ({ live }) => live.reseed() },
  {
    when: ['settings.seed', 'settings.noise', 'settings.sigma'],
    after: 'first picture',
    do: ({ live }) => live.restartCounter(),
  },
  { when: ['settings.crowd'], after: 'first picture', do: ({ live }) => live.restartEnsemble() },
  {
    when: ['silencing', 'settings.actOn'],
    after: 'features',
    do: ({ refreshKickRequest }) => refreshKickRequest(),
  },
  {
    when: ['settings.rate', 'settings.clip', 'settings.target'],
    after: 'features',
    do: ({ steerTraining }, before) => steerTraining(before.settings),
  },
  // A network, a history or a run that changes moves the timeline: results without a run go first, then the cursor, then the next analysis.
  { when: ['recorded'], after: 'features', do: ({ timeline }) => timeline.tidy() },
  {
    when: ['network', 'timelineChoice'],
    after: 'features',
    do: ({ timeline }, before) => timeline.rewind(before),
  },
  {
    when: ['history', 'recorded', 'openedHistory', 'timelineChoice', 'network'],
    after: 'features',
    do: ({ timeline }) => timeline.sourceChanged(),
  },
];

/** Fields but the settings that something follows from. */
const FIELDS = [...new Set(REACTIONS.flatMap(({ when }) => when))].filter(
  (trigger): trigger is Exclude<Trigger, `settings.${SettingKey}`> => !trigger.startsWith('settings.'),
);

/** Tells of settings that have changed; the store holds them by now. */
type React = (changed: readonly SettingKey[], before: AppState, network: NetworkOfChange) => void;

/**
 * Runs the table: at once for every other field, and for settings when their writer says so.
 * @param features undefined before they are loaded
 */
export function createReactions(store: AppStore, parts: FirstParts, features: () => DeferredFeatures | undefined): React {
  const run = (changed: ReadonlySet<Trigger>, before: AppState, network: NetworkOfChange) => {
    let shown = network === 'brought';
    for (const row of REACTIONS) {
      if (!row.when.some((trigger) => changed.has(trigger))) continue;
      if (row.shows && shown) continue;
      if (row.shows) shown = true;
      if (row.after === 'first picture') row.do(parts, before);
      else {
        const loaded = features();
        if (loaded) row.do(loaded, before);
      }
    }
  };
  store.subscribe((state, before) => {
    const changed = FIELDS.filter((field) => state[field] !== before[field]);
    if (changed.length > 0) run(new Set(changed), before, 'follows');
  });
  return (changed, before, network) => run(new Set(changed.map((key) => `settings.${key}` as const)), before, network);
}
