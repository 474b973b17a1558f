import { useMemo, useRef, useState } from 'react';
import { type Spectrum, spectrumAt } from '../../dynamics/spectrum/spectrum';
import type { SpectrumReport } from '../../dynamics/spectrum/spectrumReport';
import type { SpectrumByZone } from '../../dynamics/spectrum/spectrumZones';
import { HISTORY } from '../../state/live/liveRun';
import { AnalysisBody, useOrbitPlane } from '../../ui/AnalysisPanel';
import { ClaimVerdict } from '../../ui/ClaimVerdict';
import { useApp, useAppController, useFrame } from '../../ui/context';
import { FigureView } from '../../ui/figure/FigureView';
import { estimateText, NumberCell } from '../../ui/numbers';
import { useIsVisible } from '../../ui/onScreen';
import { Segmented } from '../../ui/Segmented';
import { SPECTRUM } from '../text';
import { ZoneTable } from '../zones';
import { COUNTS, type CountName, countMap, mobiusFigure, planeFigure } from './figures';

/** Seconds between two looks at the live state: fast enough to be live, slow enough to be read. */
const EVERY = 0.12;

/** Eigenvalues of the active block, live and along the orbit. */
export function SpectrumBody() {
  return (
    <>
      <Live />
      <AnalysisBody name="residency">{() => null}</AnalysisBody>
      <AnalysisBody name="spectrum">{(report, of) => <Along report={report} of={of} />}</AnalysisBody>
      <AnalysisBody name="spectrumZones">{(report) => <ByZone report={report} />}</AnalysisBody>
    </>
  );
}

/** The state now, or the one looked back at. */
function Live() {
  const app = useAppController();
  const weights = useApp((state) => state.network?.weights);
  const [now, setNow] = useState<{ step: number; spectrum: Spectrum }>();
  const elapsed = useRef(0);
  const seen = useRef<{ step: number; weights: unknown }>(undefined);
  const visible = useIsVisible();
  useFrame((dt) => {
    elapsed.current += dt;
    const { liveRun } = app;
    if (!visible || elapsed.current < EVERY || !liveRun || !weights || liveRun.step === 0) return;
    const { historyOffset, pointedStep } = app.store.getState();
    const step = pointedStep ?? liveRun.step - 1 - historyOffset;
    if (step < 0 || (seen.current?.step === step && seen.current.weights === weights)) return;
    elapsed.current = 0;
    seen.current = { step, weights };
    const at = (step % HISTORY) * weights.hiddenSize;
    const state = liveRun.states.subarray(at, at + weights.hiddenSize);
    if (state.length === weights.hiddenSize) setNow({ step, spectrum: spectrumAt(weights, state) });
  });
  const plane = useMemo(() => now && planeFigure(now.spectrum), [now]);
  const mobius = useMemo(() => now && mobiusFigure(now.spectrum), [now]);
  if (!now || !plane || !mobius) return <p className="analysis-note">Waiting for the live run…</p>;
  const { activeCount, unstable, criticalPairs, radius } = now.spectrum;
  const note = `Step ${now.step + 1} of the live run, ${activeCount} active units of ${weights?.hiddenSize}.`;
  return (
    <div>
      <div className="figures">
        <FigureView figure={plane} name="spectrum" label="Eigenvalues of the active block on the complex plane" notes={[note]} />
        <FigureView figure={mobius} name="spectrum-moebius" label="Eigenvalues after the Möbius map" notes={[note]} />
      </div>
      <dl className="numbers">
        <NumberCell name="live: active units">{activeCount}</NumberCell>
        <NumberCell name="unstable" term="spectrum">
          {unstable}
        </NumberCell>
        <NumberCell name="critical pairs" term="spectrum">
          {criticalPairs}
        </NumberCell>
        <NumberCell name="spectral radius">{radius.toFixed(3)}</NumberCell>
      </dl>
      <p className="figure-note">
        {note} {SPECTRUM.live}
      </p>
    </div>
  );
}

function Along({ report, of }: { report: SpectrumReport; of: string }) {
  const residency = useApp((state) => state.analyses.residency?.value);
  const [which, setWhich] = useState<CountName>('criticalPairs');
  const axes = useOrbitPlane();
  const figure = useMemo(
    () => (residency?.states === report.states ? countMap(residency, report, axes, which) : undefined),
    [residency, report, axes, which],
  );
  const note = `${report.states.toLocaleString('en')} states of one run at σ = 1, ${report.distinctSets.toLocaleString('en')} different active sets; ${of}.`;
  return (
    <>
      <Segmented
        label="Colour of the states"
        options={(Object.keys(COUNTS) as CountName[]).map((value) => ({ value, name: COUNTS[value] }))}
        value={which}
        onChange={setWhich}
      />
      {figure && (
        <FigureView
          figure={figure}
          name={`spectrum-${which}`}
          label={`States on the plane by ${COUNTS[which]}`}
          notes={[note]}
          height={17}
        />
      )}
      <p className="figure-note">{note}</p>
    </>
  );
}

function ByZone({ report }: { report: SpectrumByZone }) {
  return (
    <>
      <ZoneTable
        heads={['unstable eigenvalues', 'critical pairs', 'spectral radius', 'visits']}
        rows={report.zones.map(({ unstable, criticalPairs, radius, visits }) => [
          estimateText(unstable),
          estimateText(criticalPairs),
          estimateText(radius, 3),
          visits.toLocaleString('en'),
        ])}
      />
      <ClaimVerdict name="Kick-zones are locally unstable, clusters contracting (C8)" verdict={report.unstableVerdict} />
      <ClaimVerdict name="Critical pairs gather where it moves (C8b)" verdict={report.criticalVerdict} />
      <p className="figure-note">Intervals: bootstrap over visits.</p>
    </>
  );
}
