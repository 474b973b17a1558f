import type { StoreApi } from 'zustand/vanilla';
import type { ExperimentId } from '../../dynamics/interventions/interventionExperiment';
import type { Settings } from '../settings/settings';
import type { AnalysisViews } from './views';

/** An experiment on a target (a value of the setting `actOn`). */
export interface ExperimentChoice {
  id: ExperimentId;
  target: Settings['actOn'];
}

/** What the background analyses have found, and what they were asked for. */
export interface AnalysesSlice {
  /** Results of the background analyses, by name. */
  analyses: AnalysisViews;
  /** The one-click experiment last asked for. */
  experiment: ExperimentChoice | undefined;
}

export const analysesSlice = (): AnalysesSlice => ({ analyses: {}, experiment: undefined });

export const askForExperiment = (store: StoreApi<AnalysesSlice>, experiment: ExperimentChoice): void =>
  store.setState({ experiment });
