import { useMemo, useState } from 'react';
import { DEFAULT_CUTS, type ZoneCuts } from '../../dynamics/defaults';
import type { ResidencyReport } from '../../dynamics/zones/residency';
import { scaledCuts, ZONES, zonesOf } from '../../dynamics/zones/zones';
import { SETTINGS } from '../../state/settings/settings';
import { AnalysisBody, useOrbitPlane } from '../../ui/AnalysisPanel';
import { ClaimVerdict } from '../../ui/ClaimVerdict';
import { useApp, useAppController } from '../../ui/context';
import { FigureView } from '../../ui/figure/FigureView';
import type { FigurePixel } from '../../ui/figure/useKeyPoint';
import { Term } from '../../ui/glossary';
import { estimateText } from '../../ui/numbers';
import { Segmented } from '../../ui/Segmented';
import { Slider } from '../../ui/Slider';
import { ZONE_TEXT } from '../text';
import { nearestState, type Picked, useZoneCuts, ZoneTable } from '../zones';
import type { ZoneReport } from './compute';
import { histogramFigure, MAP_COLOURS, type MapColour, mapFigure, residencyBins, STRIP_STATES, timeFigure } from './figures';

/** Where the state lingers, where it decides, where it flies. */
export function ZonesBody() {
  return (
    <>
      <AnalysisBody name="residency">{(report, of) => <Zones report={report} of={of} />}</AnalysisBody>
      <Cuts />
      <AnalysisBody name="zones">{(report, of) => <Numbers report={report} of={of} />}</AnalysisBody>
    </>
  );
}

function Zones({ report, of }: { report: ResidencyReport; of: string }) {
  const cuts = useZoneCuts();
  const zones = useMemo(() => zonesOf(report, cuts), [report, cuts]);
  const [picked, setPicked] = useState<Picked>();
  const note = `${report.states.toLocaleString('en')} states of one run at σ = 1, ${report.rollouts} futures with fresh noise from each, at most ${report.cap} steps; ${of}.`;
  const shown = { report, zones, picked, onPick: setPicked, note };
  return (
    <>
      <div className="figures zones">
        <ZoneMap {...shown} />
        <div>
          <ResidencyHistogram {...shown} cuts={cuts} />
          <ResidencyInTime {...shown} />
        </div>
      </div>
      <PickedLine report={report} zones={zones} picked={picked} />
      <p className="figure-note">
        {note} {report.divergent && 'The run grew without bound and was cut.'} {ZONE_TEXT.link}
      </p>
    </>
  );
}

interface Shown {
  report: ResidencyReport;
  /** Zone of each state. */
  zones: Uint8Array;
  picked: Picked;
  onPick: (picked: Picked) => void;
  note: string;
}

/** The states on the plane, coloured as chosen. */
function ZoneMap({ report, zones, picked, onPick, note }: Shown) {
  // The story speaks of residency times before it cuts them into zones.
  const timesFirst = useApp(({ settings: { view, chapter, step } }) => view === 'story' && chapter === 'zones' && step === 0);
  const [chosen, setBy] = useState<MapColour>();
  const by = chosen ?? (timesFirst ? 'residency' : 'zone');
  const axes = useOrbitPlane();
  const map = useMemo(() => mapFigure(report, zones, axes, by, picked), [report, zones, axes, by, picked]);
  return (
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
        onPoint={(pixel) => onPick(pixel && nearestState(report, axes, pixel))}
      />
    </div>
  );
}

/** Where between the left and the right edge of a plot a pixel lies, 0 … 1: names and ticks at its edges are not data. */
const shareOf = ({ x, width }: FigurePixel) => Math.min(1, Math.max(0, (x - 46) / (width - 60)));

function ResidencyHistogram({ report, zones, picked, onPick, note, cuts }: Shown & { cuts: ZoneCuts }) {
  const figure = useMemo(() => histogramFigure(report, zones, cuts, picked), [report, zones, cuts, picked]);
  const bins = useMemo(() => residencyBins(report.cap), [report]);
  const binAt = (pixel: FigurePixel) => bins[Math.min(bins.length - 1, Math.floor(shareOf(pixel) * bins.length))]!;
  return (
    <FigureView
      figure={figure}
      name="residency"
      label="Histogram of residency times"
      notes={[note]}
      onPoint={(pixel) => onPick(pixel && { kind: 'residency', ...binAt(pixel) })}
    />
  );
}

/** Residency times along a stretch of the run, and where it begins. */
function ResidencyInTime({ report, zones, picked, onPick, note }: Shown) {
  const [from, setFrom] = useState(0);
  const figure = useMemo(() => timeFigure(report, zones, from, picked), [report, zones, from, picked]);
  const stateAt = (pixel: FigurePixel) => Math.min(report.states - 1, from + Math.floor(shareOf(pixel) * STRIP_STATES));
  return (
    <>
      <FigureView
        figure={figure}
        name="zones-time"
        label="Residency time along the run"
        notes={[note]}
        onPoint={(pixel) => onPick(pixel && { kind: 'state', index: stateAt(pixel) })}
      />
      <Slider
        label="from step"
        value={from}
        low={0}
        high={Math.max(1, report.states - STRIP_STATES)}
        format={(v) => String(Math.round(v))}
        onChange={(v) => setFrom(Math.round(v))}
      />
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

const HEADS = [
  'share of states',
  <Term key="residency" id="residency">
    mean RT
  </Term>,
  <Term key="signChanges" id="signChanges">
    sign changes
  </Term>,
  'per step',
  'median steps to the flip',
  'visits',
];

const cellsOf = (zone: ZoneReport['summaries'][number]): string[] => [
  estimateText(zone.fraction, 3),
  estimateText(zone.residencyTime, 1),
  estimateText(zone.signChanges, 2),
  estimateText(zone.signChangeRate, 3),
  estimateText(zone.timeToFlip, 0),
  zone.visits.toLocaleString('en'),
];

function Numbers({ report, of }: { report: ZoneReport; of: string }) {
  return (
    <>
      <ZoneTable heads={HEADS} rows={report.summaries.map(cellsOf)} />
      <ClaimVerdict name="Three zones exist (claim C6)" verdict={report.verdicts.zones} />
      <ClaimVerdict name="Sign changes are ordered (claim C7)" verdict={report.verdicts.signChanges} />
      <p className="figure-note">Intervals: bootstrap over visits and noise paths; {of}.</p>
    </>
  );
}
