import { useMemo, useState } from 'react';
import type { ResidencyReport } from '../../dynamics/zones/residency';
import type { NoiseSensitivity } from '../../dynamics/zones/sensitivity';
import type { SensitivityByZone } from '../../dynamics/zones/sensitivityZones';
import { ZONES, zonesOf } from '../../dynamics/zones/zones';
import { SETTINGS } from '../../state/settings/settings';
import { AnalysisBody, AnalysisPanel, useOrbitPlane } from '../../ui/AnalysisPanel';
import { ClaimVerdict } from '../../ui/ClaimVerdict';
import { useApp, useAppController } from '../../ui/context';
import { FigureView } from '../../ui/figure/FigureView';
import { EstimateCell } from '../../ui/numbers';
import { Segmented } from '../../ui/Segmented';
import { anchorOf } from '../graph';
import { SENSITIVITY } from '../text';
import { nearestState, useZoneCuts } from '../zones';
import { fanFigure, QUANTITIES, type Quantity, spreadFigure, zoneSpreadFigure } from './figures';

const QUANTITY_OPTIONS = (Object.keys(QUANTITIES) as Quantity[]).map((value) => ({ value, name: QUANTITIES[value] }));

/** Fans of futures: where the noise still decides, and where the decision has fallen. */
export function SensitivityPanel() {
  const app = useAppController();
  const mixing = useApp((state) => state.settings.mixing);
  const [quantity, setQuantity] = useState<Quantity>('labelAgreement');
  return (
    <AnalysisPanel
      id="sensitivity"
      title={SENSITIVITY.title}
      term="sensitivity"
      lead={SENSITIVITY.lead}
      controls={
        <label className="check hint">
          mixing{' '}
          <select className="quiet" value={mixing} onChange={(event) => app.set('mixing', event.target.value as typeof mixing)}>
            {SETTINGS.mixing.options.map((name) => (
              <option key={name} value={name}>
                {name === 'reference' ? 'reference code (less variance at γ = ½)' : 'variance-preserving'}
              </option>
            ))}
          </select>
        </label>
      }
    >
      <AnalysisBody name="residency">{() => null}</AnalysisBody>
      <AnalysisBody name="fan">
        {(fan, of) => <Fan fan={fan} of={of} quantity={quantity} setQuantity={setQuantity} />}
      </AnalysisBody>
      <AnalysisBody name="sensitivity">{(report, of) => <ByZone report={report} of={of} quantity={quantity} />}</AnalysisBody>
    </AnalysisPanel>
  );
}

interface FanProps {
  fan: NoiseSensitivity;
  of: string;
  quantity: Quantity;
  setQuantity: (quantity: Quantity) => void;
}

function Fan({ fan, of, quantity, setQuantity }: FanProps) {
  const report = useApp((state) => state.analyses.residency?.value);
  return report ? <FanOf report={report} fan={fan} of={of} quantity={quantity} setQuantity={setQuantity} /> : null;
}

function FanOf({ report, fan, of, quantity, setQuantity }: FanProps & { report: ResidencyReport }) {
  const app = useAppController();
  const anchor = useApp(anchorOf);
  const [gamma, setGamma] = useState(1);
  const cuts = useZoneCuts();
  const zones = useMemo(() => zonesOf(report, cuts), [report, cuts]);
  const axes = useOrbitPlane();
  const figure = useMemo(() => fanFigure(report, zones, fan, anchor, gamma, axes), [report, zones, fan, anchor, gamma, axes]);
  const spread = useMemo(() => spreadFigure(fan, quantity), [fan, quantity]);
  const note = `Step ${anchor} of the run, in the ${ZONES[zones[anchor]!]}: RT ${report.residencyTimes[anchor]!.toFixed(1)}. ${fan.trajectories} futures, ${fan.drawn} drawn, ${fan.steps} steps, σ = 1, ${fan.mixing} mixing; ${of}.`;
  return (
    <>
      <div className="figures zones">
        <div>
          <Segmented
            label="Share of fresh noise"
            options={fan.curves.map((curve) => ({ value: curve.gamma, name: `γ = ${curve.gamma}` }))}
            value={gamma}
            onChange={setGamma}
          />
          <FigureView
            figure={figure}
            name="fan"
            label={`Futures of one state at γ = ${gamma}`}
            notes={[note]}
            height={14}
            onPoint={(pixel, pressed) => {
              if (!pixel || !pressed) return;
              const state = nearestState(report, axes, pixel);
              if (state?.kind === 'state') app.set('anchor', state.index);
            }}
          />
        </div>
        <div>
          <Segmented label="What is shown over time" options={QUANTITY_OPTIONS} value={quantity} onChange={setQuantity} />
          <FigureView
            figure={spread}
            name={`fan-${quantity}`}
            label={`${QUANTITIES[quantity]} of the futures of one state`}
            notes={[note]}
            height={14}
          />
        </div>
      </div>
      <p className="figure-note">
        {note} {SENSITIVITY.click}
      </p>
    </>
  );
}

function ByZone({ report, of, quantity }: { report: SensitivityByZone; of: string; quantity: Quantity }) {
  const figure = useMemo(() => zoneSpreadFigure(report, quantity), [report, quantity]);
  const anchors = report.zones.map((zone) => zone.anchors.length).join(', ');
  const note = `${anchors} anchors in transitions, kick-zones and clusters, one per visit, ${report.trajectories} futures each, γ = 1, ${report.mixing} mixing; intervals over anchors; ${of}.`;
  return (
    <>
      <FigureView figure={figure} name={`zones-${quantity}`} label={`${QUANTITIES[quantity]} by zone`} notes={[note]} />
      <dl className="numbers">
        <EstimateCell name="trace, transition / cluster" term="sensitivity" value={report.traceRatio} />
        <EstimateCell name="agreement lower in kick-zones by" term="sensitivity" value={report.agreementGap} />
      </dl>
      <ClaimVerdict name="Clusters noise-sensitive, transitions not (C9)" verdict={report.traceVerdict} />
      <ClaimVerdict name="The decision falls in the kick-zones (C9b)" verdict={report.agreementVerdict} />
      <p className="figure-note">{note}</p>
    </>
  );
}
