import { type ComponentType, Fragment } from 'react';
import { ErrorBoundary } from '../ui/ErrorBoundary';
import { EDITOR, REFIT, REUSE, SEQUENCES } from '../ui/importText';
import { WALKTHROUGH } from '../views/walkthrough/text';
import { WalkthroughAnalysis } from '../views/walkthrough/WalkthroughAnalysis';
import { ActivityPanel } from './activity/ActivityPanel';
import { CircuitPanel } from './circuit/CircuitPanel';
import { CollapsePanel } from './collapse/CollapsePanel';
import { EditorPanel } from './editor/EditorPanel';
import { EmergencePanel } from './emergence/EmergencePanel';
import { SecondOrderPanel } from './emergence/SecondOrderPanel';
import { SkeletonTrainingPanel } from './emergence/SkeletonTrainingPanel';
import { StackPanel } from './emergence/StackPanel';
import { EMERGENCE, RESONANCE, SECOND_ORDER, SEEDS, SKELETON_TRAINING, STACK } from './emergenceText';
import { DecodingPanel } from './emissions/DecodingPanel';
import { DistancePanel } from './emissions/DistancePanel';
import { EmissionsPanel } from './emissions/EmissionsPanel';
import { HandBuiltPanel } from './handBuilt/HandBuiltPanel';
import { HAND_BUILT } from './handBuilt/text';
import { HazardPanel } from './hazard/HazardPanel';
import { IntegrationPanel } from './integration/IntegrationPanel';
import { INTEGRATION } from './integration/text';
import { InterventionsPanel } from './intervene/InterventionsPanel';
import { KickPanel } from './kick/KickPanel';
import { ACTIVITY, CIRCUIT, INTERVENE, KICK, NEURONS } from './mechanismText';
import { NeuronsPanel } from './neurons/NeuronsPanel';
import { NoisePanel } from './noise/NoisePanel';
import { RankPanel } from './rank/RankPanel';
import { RANK } from './rank/text';
import { RatesPanel } from './rates/RatesPanel';
import { RATES } from './rates/text';
import { ReadoutPanel } from './readout/ReadoutPanel';
import { RefitPanel } from './refit/RefitPanel';
import { ResonancePanel } from './resonance/ResonancePanel';
import { ReusePanel } from './reuse/ReusePanel';
import { RotationPanel } from './rotation/RotationPanel';
import { SeedsPanel } from './seeds/SeedsPanel';
import { SensitivityPanel } from './sensitivity/SensitivityPanel';
import { SequencesPanel } from './sequences/SequencesPanel';
import { SkeletonPanel } from './skeleton/SkeletonPanel';
import { SKELETON } from './skeleton/text';
import { SpectrumPanel } from './spectrum/SpectrumPanel';
import { SubspacesPanel } from './subspaces/SubspacesPanel';
import {
  ANALYSES_TEXT,
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
import { ZonesPanel } from './zones/ZonesPanel';

interface PanelRow {
  id: string;
  title: string;
  Panel: ComponentType;
  /** Names the group that begins here, in the list of panels. */
  begins?: string;
}

/** The analysis panels in the order of the paper. A new one is a row here. */
const PANELS: readonly PanelRow[] = [
  { id: 'slow', title: WALKTHROUGH.title, Panel: WalkthroughAnalysis, begins: ANALYSES_TEXT.groups.dynamics },
  { id: 'collapse', title: COLLAPSE.title, Panel: CollapsePanel },
  { id: 'rotation', title: ROTATION.title, Panel: RotationPanel },
  { id: 'readout', title: READOUT.title, Panel: ReadoutPanel },
  { id: 'subspaces', title: SUBSPACES.title, Panel: SubspacesPanel },
  { id: 'skeleton', title: SKELETON.title, Panel: SkeletonPanel },
  { id: 'zones', title: ZONE_TEXT.title, Panel: ZonesPanel, begins: ANALYSES_TEXT.groups.local },
  { id: 'spectrum', title: SPECTRUM.title, Panel: SpectrumPanel },
  { id: 'sensitivity', title: SENSITIVITY.title, Panel: SensitivityPanel },
  { id: 'hazard', title: HAZARD.title, Panel: HazardPanel },
  { id: 'neurons', title: NEURONS.title, Panel: NeuronsPanel, begins: ANALYSES_TEXT.groups.mechanism },
  { id: 'kick', title: KICK.title, Panel: KickPanel },
  { id: 'circuit', title: CIRCUIT.title, Panel: CircuitPanel },
  { id: 'activity', title: ACTIVITY.title, Panel: ActivityPanel },
  { id: 'integration', title: INTEGRATION.title, Panel: IntegrationPanel },
  { id: 'interventions', title: INTERVENE.title, Panel: InterventionsPanel },
  { id: 'rank', title: RANK.title, Panel: RankPanel },
  { id: 'hand-built', title: HAND_BUILT.title, Panel: HandBuiltPanel },
  { id: 'emergence', title: EMERGENCE.title, Panel: EmergencePanel, begins: ANALYSES_TEXT.groups.emergence },
  { id: 'stack', title: STACK.title, Panel: StackPanel },
  { id: 'skeleton-training', title: SKELETON_TRAINING.title, Panel: SkeletonTrainingPanel },
  { id: 'second-order', title: SECOND_ORDER.title, Panel: SecondOrderPanel },
  { id: 'resonance', title: RESONANCE.title, Panel: ResonancePanel },
  { id: 'seeds', title: SEEDS.title, Panel: SeedsPanel },
  { id: 'editor', title: EDITOR.title, Panel: EditorPanel, begins: ANALYSES_TEXT.groups.own },
  { id: 'sequences', title: SEQUENCES.title, Panel: SequencesPanel },
  { id: 'refit', title: REFIT.title, Panel: RefitPanel },
  { id: 'reuse', title: REUSE.title, Panel: ReusePanel },
  { id: 'noise-level', title: NOISE.title, Panel: NoisePanel, begins: ANALYSES_TEXT.groups.outputs },
  { id: 'emissions', title: EMISSIONS.title, Panel: EmissionsPanel },
  { id: 'distance', title: DISTANCE.title, Panel: DistancePanel },
  { id: 'decoding', title: DECODING.title, Panel: DecodingPanel },
  { id: 'rates', title: RATES.title, Panel: RatesPanel },
];

/** All analyses below the live run, and the way to each of them. */
export function AnalysisPanels() {
  return (
    <>
      <nav className="panel-nav" aria-label={ANALYSES_TEXT.title}>
        <a href="#live">{ANALYSES_TEXT.live}</a>
        {PANELS.map(({ id, title, begins }) => (
          <Fragment key={id}>
            {begins && <span className="nav-group">{begins}</span>}
            <a href={`#${id}`}>{title}</a>
          </Fragment>
        ))}
      </nav>
      <div className="deck">
        {PANELS.map(({ id, title, Panel }) => (
          <ErrorBoundary key={id} name={title}>
            <Panel />
          </ErrorBoundary>
        ))}
      </div>
    </>
  );
}
