import type { Pool } from '../workers/pool/pool';
import { type Analyses, createAnalyses, requireKickGroups } from './analyses/scheduler';
import type { LiveControls } from './live/liveControls';
import { type FollowedIntervention, followIntervention } from './live/liveIntervention';
import { createPlaceState, type PlaceState } from './live/placeState';
import type { Bringing } from './networks/adoptModel';
import type { SequenceActions } from './networks/importSequences';
import { createImportWeights, type ImportWeights } from './networks/importWeights';
import { createModelDraft, type DraftActions } from './networks/modelDraft';
import type { NetworkView } from './networks/networkView';
import { createSequencesLater } from './networks/sequencesLater';
import { createPersistence, type Persistence } from './persistence';
import type { StoryIndex } from './settings/link';
import type { ApplySettings } from './settings/writer';
import type { AppStore } from './store';
import { createTimeline, type Timeline } from './training/checkpointQueue';
import { createTrainingCommands, type TrainingCommands } from './training/trainingCommands';

/** Every feature that the first moving picture does not need. They are loaded right after it. */
export interface DeferredFeatures extends ImportWeights, TrainingCommands {
  analyses: Analyses;
  timeline: Timeline;
  draft: DraftActions;
  sequences: SequenceActions;
  intervention: FollowedIntervention;
  /** What is kept in this browser: runs, networks, the place. */
  persistence: Persistence;
  /** Opens a file of any kind: a network, sequences or a model. */
  openFile(file: File): Promise<void>;
  /** Puts the live state where a pointer drops it. */
  setLiveState: PlaceState;
  /** Kick groups are asked for as long as an intervention may need them; call it when that may have changed. */
  refreshKickRequest(): void;
}

/** The live parts that the deferred features act on. */
export interface LiveParts {
  view: NetworkView;
  live: LiveControls;
  story: StoryIndex;
  apply: ApplySettings;
}

export function createDeferredFeatures(
  store: AppStore,
  pool: Pool,
  { view, live, story, apply }: LiveParts,
  now: () => number,
): DeferredFeatures {
  const bringing: Bringing = { store, view, apply };
  const commands = createTrainingCommands(bringing, view);
  const intervention: FollowedIntervention = followIntervention(store, (changed) => {
    live.commands.liveRun?.intervene(changed);
    const weights = intervention?.weights();
    if (weights) live.commands.ensemble?.setWeights(weights);
    live.restartCounter();
  });
  const analyses = createAnalyses(store, pool);
  const refreshKickRequest = requireKickGroups(store, analyses);
  refreshKickRequest();
  intervention.refresh();
  const sequences = createSequencesLater(store);
  const imports = createImportWeights(bringing, pool);
  const persistence = createPersistence({ ...bringing, story, training: commands.training, sequences });
  return {
    ...commands,
    analyses,
    intervention,
    persistence,
    setLiveState: createPlaceState(store, () => live.commands.liveRun),
    refreshKickRequest,
    ...imports,
    openFile: async (file) => {
      const { openFile } = await import('./networks/openFile');
      await openFile(bringing, { ...imports, sequences }, file);
    },
    draft: createModelDraft(store),
    sequences,
    timeline: createTimeline(store, pool, now, () => void view.fetchHistory()),
  };
}
