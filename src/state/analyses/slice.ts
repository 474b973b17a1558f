import type { StoreApi } from 'zustand/vanilla';
import type { PanelJob, RequestResult } from '../../analyses/requests';
import type { ExperimentId } from '../../dynamics/interventions/interventionExperiment';
import type { Settings } from '../settings/settings';

/** Where a network in view comes from. */
export type NetworkOrigin = 'preset' | 'training' | 'history' | 'untrained' | 'file' | 'constructed';

/** Which network a value was computed from. */
export interface NetworkTag {
  origin: NetworkOrigin;
  update: number;
  seed?: number | undefined;
}

/** What a panel knows about its analysis. A value stays on screen, with the name of its network, until a newer one is ready. */
export interface AnalysisView<N extends PanelJob = PanelJob> {
  status: 'waiting' | 'working' | 'ready' | 'failed' | 'stopped';
  /** 0 … 1 while working. */
  progress: number;
  value?: RequestResult<N>;
  /** What the value was computed from. */
  key?: string;
  of?: NetworkTag;
  /** Why it failed, a phrase. */
  message?: string;
}

export type AnalysisViews = { [N in PanelJob]?: AnalysisView<N> };

/** An experiment on a target (a value of the setting `actOn`). */
export interface ExperimentChoice {
  id: ExperimentId;
  target: Settings['actOn'];
}

/** The results of the background analyses, and the experiment that was asked for. */
export interface AnalysesSlice {
  /** Results of the background analyses, by name. */
  analyses: AnalysisViews;
  /** The one-click experiment last asked for. */
  experiment: ExperimentChoice | undefined;
}

export const analysesSlice = (): AnalysesSlice => ({ analyses: {}, experiment: undefined });

export const askForExperiment = (store: StoreApi<AnalysesSlice>, experiment: ExperimentChoice): void =>
  store.setState({ experiment });
