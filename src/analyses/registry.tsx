import type { ComponentType } from 'react';
import { lazyPanel } from '../ui/AnalysisPanel';
import { EDITOR, REFIT, REUSE, SEQUENCES } from '../ui/importText';
import { TrainingPanel } from '../views/training/TrainingPanel';
import { TRAINING } from '../views/training/text';
import { TransitionPanel } from '../views/transitions/TransitionPanel';
import { TRANSITIONS } from '../views/transitions/text';
import { WALKTHROUGH } from '../views/walkthrough/text';
import { WalkthroughAnalysis } from '../views/walkthrough/WalkthroughPanel';
import { ActivityPanel } from './activity/ActivityPanel';
import { BELIEF, BELIEF_TRAINING } from './belief/text';
import { CircuitPanel } from './circuit/CircuitPanel';
import { CollapsePanel } from './collapse/CollapsePanel';
import { EditorPanel } from './editor/EditorPanel';
import { EmergencePanel } from './emergence/EmergencePanel';
import { SecondOrderPanel } from './emergence/SecondOrderPanel';
import { StackPanel } from './emergence/StackPanel';
import { EMERGENCE, RESONANCE, SECOND_ORDER, SEEDS, SKELETON_TRAINING, STACK } from './emergenceText';
import { DecodingPanel } from './emissions/DecodingPanel';
import { DistancePanel } from './emissions/DistancePanel';
import { EmissionsPanel } from './emissions/EmissionsPanel';
import { HAND_BUILT } from './handBuilt/text';
import { INTEGRATION } from './integration/text';
import { InterventionsPanel } from './intervene/InterventionsPanel';
import { KickPanel } from './kick/KickPanel';
import { ACTIVITY, CIRCUIT, INTERVENE, KICK, NEURONS } from './mechanismText';
import { RUNS } from './networkTable/text';
import { NeuronsPanel } from './neurons/NeuronsPanel';
import { NoisePanel } from './noise/NoisePanel';
import { PHASE } from './phase/text';
import { RANK } from './rank/text';
import { RATES } from './rates/text';
import { RefitPanel } from './refit/RefitPanel';
import { ReusePanel } from './reuse/ReusePanel';
import { RICH } from './richness/text';
import type { PanelPlace } from './sections';
import { SensitivityPanel } from './sensitivity/SensitivityPanel';
import { SequencesPanel } from './sequences/SequencesPanel';
import { SKELETON } from './skeleton/text';
import { STUDY } from './study/text';
import {
  COLLAPSE,
  DECODING,
  DISTANCE,
  EMISSIONS,
  HAZARD,
  NOISE,
  READOUT,
  ROTATION,
  SENSITIVITY,
  SPECTRUM,
  SUBSPACES,
  ZONE_TEXT,
} from './text';

interface PanelRow extends PanelPlace {
  title: string;
  Panel: ComponentType;
}

/** The panels of the lab, section by section, within a section in the order of the paper. A new one is a row here. */
export const PANELS: readonly PanelRow[] = [
  { id: 'collapse', section: 'dynamics', title: COLLAPSE.title, Panel: CollapsePanel },
  {
    id: 'rotation',
    section: 'dynamics',
    title: ROTATION.title,
    Panel: lazyPanel('rotation', { ...ROTATION, term: 'turns' }, () =>
      import('./rotation/RotationBody').then((module) => module.RotationBody),
    ),
  },
  {
    id: 'readout',
    section: 'dynamics',
    title: READOUT.title,
    Panel: lazyPanel('readout', { ...READOUT, term: 'readout' }, () =>
      import('./readout/ReadoutBody').then((module) => module.ReadoutBody),
    ),
  },
  {
    id: 'subspaces',
    section: 'dynamics',
    title: SUBSPACES.title,
    Panel: lazyPanel('subspaces', { ...SUBSPACES, term: 'subspace' }, () =>
      import('./subspaces/SubspacesBody').then((module) => module.SubspacesBody),
    ),
  },
  {
    id: 'skeleton',
    section: 'dynamics',
    title: SKELETON.title,
    Panel: lazyPanel('skeleton', SKELETON, () => import('./skeleton/SkeletonBody').then((module) => module.SkeletonBody)),
  },
  {
    id: 'phase',
    section: 'dynamics',
    title: PHASE.title,
    Panel: lazyPanel('phase', PHASE, () => import('./phase/PhaseBody').then((module) => module.PhaseBody)),
  },
  { id: 'slow', section: 'dynamics', title: WALKTHROUGH.title, Panel: WalkthroughAnalysis },
  {
    id: 'zones',
    section: 'along',
    title: ZONE_TEXT.title,
    Panel: lazyPanel('zones', { ...ZONE_TEXT, term: 'residency' }, () =>
      import('./zones/ZonesBody').then((module) => module.ZonesBody),
    ),
  },
  {
    id: 'spectrum',
    section: 'along',
    title: SPECTRUM.title,
    Panel: lazyPanel('spectrum', { ...SPECTRUM, term: 'spectrum' }, () =>
      import('./spectrum/SpectrumBody').then((module) => module.SpectrumBody),
    ),
  },
  { id: 'sensitivity', section: 'along', title: SENSITIVITY.title, Panel: SensitivityPanel },
  {
    id: 'hazard',
    section: 'along',
    title: HAZARD.title,
    Panel: lazyPanel('hazard', { ...HAZARD, term: 'hazard' }, () =>
      import('./hazard/HazardBody').then((module) => module.HazardBody),
    ),
  },
  { id: 'kick', section: 'mechanism', title: KICK.title, Panel: KickPanel },
  { id: 'interventions', section: 'mechanism', title: INTERVENE.title, Panel: InterventionsPanel },
  { id: 'neurons', section: 'mechanism', title: NEURONS.title, Panel: NeuronsPanel },
  { id: 'circuit', section: 'mechanism', title: CIRCUIT.title, Panel: CircuitPanel },
  { id: 'activity', section: 'mechanism', title: ACTIVITY.title, Panel: ActivityPanel },
  {
    id: 'integration',
    section: 'mechanism',
    title: INTEGRATION.title,
    Panel: lazyPanel('integration', INTEGRATION, () =>
      import('./integration/IntegrationBody').then((module) => module.IntegrationBody),
    ),
  },
  {
    id: 'rank',
    section: 'mechanism',
    title: RANK.title,
    Panel: lazyPanel('rank', RANK, () => import('./rank/RankBody').then((module) => module.RankBody)),
  },
  {
    id: 'hand-built',
    section: 'mechanism',
    title: HAND_BUILT.title,
    Panel: lazyPanel('hand-built', HAND_BUILT, () => import('./handBuilt/HandBuiltBody').then((module) => module.HandBuiltBody)),
  },
  { id: 'training', section: 'training', title: TRAINING.title, Panel: TrainingPanel },
  { id: 'emergence', section: 'training', title: EMERGENCE.title, Panel: EmergencePanel },
  { id: 'stack', section: 'training', title: STACK.title, Panel: StackPanel },
  {
    id: 'skeleton-training',
    section: 'training',
    title: SKELETON_TRAINING.title,
    Panel: lazyPanel('skeleton-training', { ...SKELETON_TRAINING, term: 'emergence' }, () =>
      import('./emergence/SkeletonTrainingBody').then((module) => module.SkeletonTrainingBody),
    ),
  },
  {
    id: 'belief-training',
    section: 'training',
    title: BELIEF_TRAINING.title,
    Panel: lazyPanel('belief-training', BELIEF_TRAINING, () =>
      import('./belief/BeliefTrainingBody').then((module) => module.BeliefTrainingBody),
    ),
  },
  {
    id: 'richness',
    section: 'training',
    title: RICH.title,
    Panel: lazyPanel('richness', RICH, () => import('./richness/RichnessBody').then((module) => module.RichnessBody)),
  },
  {
    id: 'study',
    section: 'training',
    title: STUDY.title,
    Panel: lazyPanel('study', STUDY, () => import('./study/StudyBody').then((module) => module.StudyBody)),
  },
  { id: 'second-order', section: 'training', title: SECOND_ORDER.title, Panel: SecondOrderPanel },
  {
    id: 'runs',
    section: 'training',
    title: RUNS.title,
    Panel: lazyPanel('runs', RUNS, () => import('./networkTable/RunsBody').then((module) => module.RunsBody)),
  },
  {
    id: 'seeds',
    section: 'training',
    title: SEEDS.title,
    Panel: lazyPanel('seeds', { ...SEEDS, term: 'kickGroup' }, () =>
      import('./seeds/SeedsBody').then((module) => module.SeedsBody),
    ),
  },
  {
    id: 'resonance',
    section: 'noise',
    title: RESONANCE.title,
    Panel: lazyPanel('resonance', { ...RESONANCE, term: 'resonance' }, () =>
      import('./resonance/ResonanceBody').then((module) => module.ResonanceBody),
    ),
  },
  { id: 'noise-level', section: 'noise', title: NOISE.title, Panel: NoisePanel },
  { id: 'transitions', section: 'outputs', title: TRANSITIONS.title, Panel: TransitionPanel },
  { id: 'emissions', section: 'outputs', title: EMISSIONS.title, Panel: EmissionsPanel },
  { id: 'distance', section: 'outputs', title: DISTANCE.title, Panel: DistancePanel },
  { id: 'decoding', section: 'outputs', title: DECODING.title, Panel: DecodingPanel },
  {
    id: 'belief',
    section: 'outputs',
    title: BELIEF.title,
    Panel: lazyPanel('belief', BELIEF, () => import('./belief/BeliefBody').then((module) => module.BeliefBody)),
  },
  {
    id: 'rates',
    section: 'outputs',
    title: RATES.title,
    Panel: lazyPanel('rates', RATES, () => import('./rates/RatesBody').then((module) => module.RatesBody)),
  },
  { id: 'editor', section: 'own', title: EDITOR.title, Panel: EditorPanel },
  { id: 'sequences', section: 'own', title: SEQUENCES.title, Panel: SequencesPanel },
  { id: 'refit', section: 'own', title: REFIT.title, Panel: RefitPanel },
  { id: 'reuse', section: 'own', title: REUSE.title, Panel: ReusePanel },
];
