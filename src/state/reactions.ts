import type { DeferredFeatures } from './deferredFeatures';
import type { LiveControls } from './live/liveControls';
import { moveByItself } from './live/slice';
import type { NetworkView } from './networks/networkView';
import type { SettingKey } from './settings/settings';
import type { NetworkOfChange } from './settings/writer';
import type { AppState, AppStore } from './store';

/** The parts that reactions use before the features are loaded. */
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
  /** 'features': the reaction happens only once they are loaded; they start with the current state. */
  after: After;
  /**
   * The row shows another network. Of the rows with `shows` that are due, only the first runs, and none when the change comes
   * with its own network.
   */
  shows?: true;
  /** @param before the state before the change; the store holds the new one */
  do(parts: Parts, before: AppState): void;
}
type Reaction = Row<'first picture', FirstParts> | Row<'features', DeferredFeatures>;

/** Settings that define an intervention, and those that choose its kick groups. */
const INTERVENTION = ['actOn', 'scope', 'mu', 'draw', 'picked', 'groupSize', 'pair', 'share'] as const;

/** Everything that follows from a change of the state. The rows that are due run from top to bottom, each once. */
const REACTIONS: readonly Reaction[] = [
  {
    // First, because runs restarted further down must be under the current intervention. A network that comes into view asks for
    // it itself.
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
    // After loading, because a loaded network comes with the moment at which it is shown.
    when: ['settings.moment'],
    after: 'first picture',
    shows: true,
    do: ({ view }) => void view.followMoment(),
  },
  {
    // Slow mode pauses the run; leaving it resumes the run.
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

/** Fields other than settings that cause reactions. */
const FIELDS = [...new Set(REACTIONS.flatMap(({ when }) => when))].filter(
  (trigger): trigger is Exclude<Trigger, `settings.${SettingKey}`> => !trigger.startsWith('settings.'),
);

/** Called with the settings that have changed; the store holds them already. */
type React = (changed: readonly SettingKey[], before: AppState, network: NetworkOfChange) => void;

/**
 * Runs the table: at once for other fields, and for settings when their writer calls.
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
