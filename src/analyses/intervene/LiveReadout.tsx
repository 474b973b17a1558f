import { useRef, useState } from 'react';
import { HISTORY, type LiveRun } from '../../state/live/liveRun';
import { useApp, useAppController, useFrame, usePalette } from '../../ui/context';
import { useIsVisible } from '../../ui/onScreen';
import { INTERVENE } from '../mechanismText';

/** Seconds between two readings. */
const EVERY = 0.25;

/** Counts of one of two runs since what drives the live one last changed. */
interface Reading {
  occupancy: number[];
  flips: number;
}

interface Readings {
  steps: number;
  /** Whether all steps since the change are counted; the run remembers only so many. */
  all: boolean;
  changed: Reading;
  twin: Reading | undefined;
}

function read(labels: Uint8Array, from: number, to: number, nOutputs: number): Reading {
  const counts = new Array<number>(nOutputs).fill(0);
  let flips = 0;
  for (let step = from; step < to; step++) {
    const label = labels[step % HISTORY]!;
    counts[label]!++;
    if (step > from && labels[(step - 1) % HISTORY] !== label) flips++;
  }
  const steps = Math.max(1, to - from);
  return { occupancy: counts.map((count) => count / steps), flips: (1000 * flips) / steps };
}

/** What both runs did since the intervention began, changed or ended, as far as it is remembered: no other one is counted with it. */
function readBoth({ step, outputLabels, twin, since }: LiveRun, nOutputs: number): Readings {
  // The twin can be younger: new axes begin it anew.
  const changed = Math.max(since, twin?.from ?? 0);
  const from = Math.max(step - HISTORY + 1, changed);
  return {
    steps: step - from,
    all: from === changed,
    changed: read(outputLabels, from, step, nOutputs),
    twin: twin && read(twin.outputLabels, from, step, nOutputs),
  };
}

/** Occupancy and flips of the live run and of its twin. */
export function LiveReadout() {
  const app = useAppController();
  const palette = usePalette();
  const visible = useIsVisible();
  const nOutputs = useApp((state) => state.network?.hmm.nOutputs ?? 3);
  const [now, setNow] = useState<Readings>();
  const elapsed = useRef(0);
  useFrame((dt) => {
    elapsed.current += dt;
    if (!visible || elapsed.current < EVERY || !app.liveRun) return;
    elapsed.current = 0;
    setNow(readBoth(app.liveRun, nOutputs));
  });
  if (!now) return null;
  const { changed, twin, steps, all } = now;
  const percent = (share: number) => `${(100 * share).toFixed(1)} %`;
  return (
    <div>
      <table className="values" data-testid="live-readout">
        <thead>
          <tr>
            <th scope="col" data-steps={steps}>
              {all ? INTERVENE.counted(steps) : INTERVENE.lastSteps(steps)}
            </th>
            <th scope="col">{twin ? 'intervened' : 'untouched'}</th>
            {twin ? <th scope="col">its twin</th> : <td />}
          </tr>
        </thead>
        <tbody>
          {changed.occupancy.map((share, label) => (
            <tr key={palette.outputs[label]}>
              <th scope="row">
                <i className="swatch" style={{ background: palette.outputs[label] }} /> at label {label}
              </th>
              <td data-occupancy={label}>{percent(share)}</td>
              <td>{twin && percent(twin.occupancy[label]!)}</td>
            </tr>
          ))}
          <tr>
            <th scope="row">flips per 1,000 steps</th>
            <td>{changed.flips.toFixed(1)}</td>
            <td>{twin?.flips.toFixed(1)}</td>
          </tr>
        </tbody>
      </table>
      <p className="figure-note">One run each, counted as it goes: the measured numbers with their intervals are below.</p>
    </div>
  );
}
