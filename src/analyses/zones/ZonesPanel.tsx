import { useMemo, useState } from 'react';
import { DEFAULT_CUTS } from '../../dynamics/defaults';
import type { ResidencyReport } from '../../dynamics/zones/residency';
import { scaledCuts, ZONES, zonesOf } from '../../dynamics/zones/zones';
import { SETTINGS } from '../../state/settings/settings';
import { AnalysisBody, AnalysisPanel } from '../../ui/AnalysisPanel';
import { ClaimVerdict } from '../../ui/ClaimVerdict';
import { useApp, useAppController, useOrbitPlane, usePalette } from '../../ui/context';
import { FigureView } from '../../ui/figure/FigureView';
import type { FigurePixel } from '../../ui/figure/useKeyPoint';
import { Term } from '../../ui/glossary';
import { estimateText, WideTable } from '../../ui/numbers';
import { Segmented } from '../../ui/Segmented';
import { Slider } from '../../ui/Slider';
import { ZONE_TEXT } from '../text';
import { nearestState, type Picked, useZoneCuts } from '../zones';
import type { ZoneReport } from './compute';
import { histogramFigure, MAP_COLOURS, type MapColour, mapFigure, residencyBins, STRIP_STATES, timeFigure } from './figures';

/** Where the state lingers, where it decides, where it flies. */
export function ZonesPanel() {
  return (
    <AnalysisPanel id="zones" title={ZONE_TEXT.title} term="residency" lead={ZONE_TEXT.lead}>
      <AnalysisBody name="residency">{(report, of) => <Zones report={report} of={of} />}</AnalysisBody>
      <Cuts />
      <AnalysisBody name="zones">{(report, of) => <Numbers report={report} of={of} />}</AnalysisBody>
    </AnalysisPanel>
  );
}

function Zones({ report, of }: { report: ResidencyReport; of: string }) {
  const cuts = useZoneCuts();
  const zones = useMemo(() => zonesOf(report, cuts), [report, cuts]);
  // The story speaks of residency times before it cuts them into zones.
  const timesFirst = useApp(({ settings: { view, chapter, step } }) => view === 'story' && chapter === 'zones' && step === 0);
  const [chosen, setBy] = useState<MapColour>();
  const by = chosen ?? (timesFirst ? 'residency' : 'zone');
  const [picked, setPicked] = useState<Picked>();
  const [from, setFrom] = useState(0);
  const axes = useOrbitPlane();
  const map = useMemo(() => mapFigure(report, zones, axes, by, picked), [report, zones, axes, by, picked]);
  const histogram = useMemo(() => histogramFigure(report, zones, cuts, picked), [report, zones, cuts, picked]);
  const time = useMemo(() => timeFigure(report, zones, from, picked), [report, zones, from, picked]);
  const bins = useMemo(() => residencyBins(report.cap), [report]);
  const note = `${report.states.toLocaleString('en')} states of one run at σ = 1, ${report.rollouts} futures with fresh noise from each, at most ${report.cap} steps; ${of}.`;
  // Frames of the plots: names and ticks at the left and right edges are not data.
  const share = ({ x, width }: FigurePixel) => Math.min(1, Math.max(0, (x - 46) / (width - 60)));
  return (
    <>
      <div className="figures zones">
        <div>
          <Segmented
            label="Colour of the states"
            options={MAP_COLOURS.map((name) => ({ value: name, name }))}
            value={by}
            onChange={setBy}
          />
          <FigureView
            figure={map}
            name="zones-map"
            label={`States on the plane by ${by}`}
            notes={[note]}
            height={22}
            onPoint={(pixel) => setPicked(pixel && nearestState(report, axes, pixel))}
          />
        </div>
        <div>
          <FigureView
            figure={histogram}
            name="residency"
            label="Histogram of residency times"
            notes={[note]}
            onPoint={(pixel) =>
              setPicked(
                pixel && { kind: 'residency', ...bins[Math.min(bins.length - 1, Math.floor(share(pixel) * bins.length))]! },
              )
            }
          />
          <FigureView
            figure={time}
            name="zones-time"
            label="Residency time along the run"
            notes={[note]}
            onPoint={(pixel) =>
              setPicked(
                pixel && { kind: 'state', index: Math.min(report.states - 1, from + Math.floor(share(pixel) * STRIP_STATES)) },
              )
            }
          />
          <Slider
            label="from step"
            value={from}
            low={0}
            high={Math.max(1, report.states - STRIP_STATES)}
            format={(v) => String(Math.round(v))}
            onChange={(v) => setFrom(Math.round(v))}
          />
        </div>
      </div>
      <PickedLine report={report} zones={zones} picked={picked} />
      <p className="figure-note">
        {note} {report.divergent && 'The run grew without bound and was cut.'} {ZONE_TEXT.link}
      </p>
    </>
  );
}

/** What is pointed at, in words: a screenshot must tell which state it is and why it is called what it is. */
function PickedLine({ report, zones, picked }: { report: ResidencyReport; zones: Uint8Array; picked: Picked }) {
  if (picked?.kind !== 'state')
    return (
      <p className="picked" role="status">
        {ZONE_TEXT.hint}
      </p>
    );
  const n = picked.index;
  const flip = report.stepsToFlip[n]!;
  return (
    <p className="picked" role="status">
      Step {n}, label {report.labels[n]}: RT {report.residencyTimes[n]!.toFixed(1)} steps, largest output probability{' '}
      {report.maxSoftmax[n]!.toFixed(2)} → <b>{ZONES[zones[n]!]}</b>; in the recorded run{' '}
      {flip > 0
        ? `it flipped to ${report.nextLabels[n]} after ${flip} ${flip === 1 ? 'step' : 'steps'} (one future; RT is the mean of ${report.rollouts})`
        : 'no flip followed'}
      .
    </p>
  );
}

function Cuts() {
  const app = useAppController();
  const { cutTransition, cutCluster, cutSoftmax } = useApp((state) => state.settings);
  const report = useApp((state) => state.analyses.residency?.value);
  const apply = (cuts: typeof DEFAULT_CUTS) => {
    app.set('cutTransition', cuts.transition);
    app.set('cutCluster', Math.round(10 * cuts.cluster) / 10);
    app.set('cutSoftmax', cuts.softmax);
  };
  return (
    <div className="cuts">
      <p className="figure-note">
        Transition: RT &lt; {cutTransition}. Kick-zone: {cutTransition} ≤ RT ≤ {cutCluster}. Cluster: RT &gt; {cutCluster} and
        largest output probability &gt; {cutSoftmax}. Unassigned: the rest.
      </p>
      <Slider
        label="transition below RT"
        value={cutTransition}
        low={SETTINGS.cutTransition.low}
        high={SETTINGS.cutTransition.high}
        format={(v) => v.toFixed(1)}
        onChange={(v) => app.set('cutTransition', Math.round(10 * v) / 10)}
      />
      <Slider
        label="cluster above RT"
        value={cutCluster}
        low={SETTINGS.cutCluster.low}
        high={SETTINGS.cutCluster.high}
        format={(v) => v.toFixed(1)}
        onChange={(v) => app.set('cutCluster', Math.round(10 * v) / 10)}
      />
      <Slider
        label="and probability above"
        value={cutSoftmax}
        low={SETTINGS.cutSoftmax.low}
        high={SETTINGS.cutSoftmax.high}
        format={(v) => v.toFixed(2)}
        onChange={(v) => app.set('cutSoftmax', Math.round(100 * v) / 100)}
      />
      <button type="button" onClick={() => apply(DEFAULT_CUTS)}>
        The paper’s cuts
      </button>
      <button type="button" disabled={!report} onClick={() => report && apply(scaledCuts(report))}>
        A third of the median RT
      </button>
    </div>
  );
}

function Numbers({ report, of }: { report: ZoneReport; of: string }) {
  const palette = usePalette();
  return (
    <>
      <WideTable>
        <table className="values">
          <thead>
            <tr>
              <th scope="col">zone</th>
              <th scope="col">share of states</th>
              <th scope="col">
                <Term id="residency">mean RT</Term>
              </th>
              <th scope="col">
                <Term id="signChanges">sign changes</Term>
              </th>
              <th scope="col">per step</th>
              <th scope="col">median steps to the flip</th>
              <th scope="col">visits</th>
            </tr>
          </thead>
          <tbody>
            {report.summaries.map((zone, n) => (
              <tr key={zone.zone}>
                <th scope="row">
                  <i className="swatch" style={{ background: palette.zones[n] }} /> {zone.zone}
                </th>
                <td>{estimateText(zone.fraction, 3)}</td>
                <td>{estimateText(zone.residencyTime, 1)}</td>
                <td>{estimateText(zone.signChanges, 2)}</td>
                <td>{estimateText(zone.signChangeRate, 3)}</td>
                <td>{estimateText(zone.timeToFlip, 0)}</td>
                <td>{zone.visits.toLocaleString('en')}</td>
              </tr>
            ))}
          </tbody>
        </table>
      </WideTable>
      <ClaimVerdict name="Three zones exist (claim C6)" verdict={report.verdicts.zones} />
      <ClaimVerdict name="Sign changes are ordered (claim C7)" verdict={report.verdicts.signChanges} />
      <p className="figure-note">Intervals: bootstrap over visits and noise paths; {of}.</p>
    </>
  );
}
