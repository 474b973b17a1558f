import { useMemo } from 'react';
import { parseUnits, targetOf, unitsText } from '../../analyses/mechanism';
import { drawLabelStrip } from '../../charts/labelStrip';
import { underGain } from '../../rnn/intervention';
import type { RnnWeights } from '../../rnn/weights';
import { createLiveRun, HISTORY, type LiveRun } from '../../state/live/liveRun';
import type { NetworkInView } from '../../state/networks/slice';
import type { Settings } from '../../state/settings/settings';
import { useApp, useAppController } from '../../ui/context';
import { keepStep, useWanted } from './companions';
import { LivePicture, type Sheet, write } from './LivePicture';
import { PICTURES } from './text';

/** Step of the run from which the units are silent. */
const CUT = 120;
/** Steps shown. */
const COLUMNS = 420;

/** What is silenced, row by row, below the run that is left alone. */
const TARGETS = ['random', 'group-A', 'group-B'] as const;

/** One run with some units silenced. */
interface Row {
  name: string;
  units: readonly number[];
  run: LiveRun;
  /** The weights once the units are silent; undefined where none are. */
  changed: RnnWeights | undefined;
}

/** A run under the same noise whose units receive no drive from step CUT on. */
function rowOf(name: string, units: readonly number[], { weights, hmm }: NetworkInView, seed: number): Row {
  const changed = units.length > 0 ? underGain(weights, { units, part: 'recurrent' }, 0) : undefined;
  return { name, units, run: createLiveRun(weights, hmm, seed), changed };
}

/** Brings a row to a step; at CUT its units fall silent. */
function followTo({ run, changed }: Row, step: number, settings: Settings): void {
  if (run.step > step) {
    run.intervene(undefined);
    run.reset();
  }
  if (run.step < CUT && keepStep(run, Math.min(step, CUT), settings) < CUT) return;
  if (run.step === CUT) run.intervene(changed);
  keepStep(run, step, settings);
}

/** All units as one line of squares; those that are silent are struck out. */
function drawUnits(
  { context, palette }: Sheet,
  count: number,
  silent: readonly number[],
  x: number,
  y: number,
  width: number,
): void {
  const cell = width / count;
  const high = Math.max(10, 2.2 * cell);
  for (let unit = 0; unit < count; unit++) {
    const off = silent.includes(unit);
    context.fillStyle = off ? palette.ink : palette.line;
    context.fillRect(
      x + unit * cell,
      y - (off ? 0.9 * high : high / 2),
      Math.max(off ? 4 : 1, cell - 1),
      off ? 1.8 * high : high,
    );
  }
}

function drawRows(sheet: Sheet, rows: readonly Row[], network: NetworkInView, step: number): void {
  const { context, width, height, palette, size } = sheet;
  const left = Math.min(0.36 * width, 22 * size);
  const each = height / rows.length;
  rows.forEach(({ name, units, run }, n) => {
    const y = n * each;
    write(sheet, name, 4, y + 0.3 * each, { align: 'left', vertical: 'middle' }, { bold: true });
    drawUnits(sheet, network.weights.hiddenSize, units, 4, y + 0.62 * each, left - 24);
    drawLabelStrip(
      context,
      { labels: run.outputLabels, capacity: HISTORY, step: run.step, columns: COLUMNS, nOutputs: network.hmm.nOutputs },
      { x: left, y: y + 0.14 * each, width: width - left, height: 0.72 * each },
      palette.outputs,
      palette.line,
    );
  });
  const x = left + ((COLUMNS - (step - CUT)) / COLUMNS) * (width - left);
  if (step <= CUT || x < left) return;
  context.fillStyle = palette.ink;
  context.fillRect(x - 1, 0, 2, height);
  write(sheet, PICTURES.silent, x + 6, 2, { align: 'left', vertical: 'top' }, { colour: palette.muted, scale: 0.9 });
}

/** Runs under the same noise, each with other units silenced: which of them stop switching? */
export function Silenced() {
  const app = useAppController();
  useWanted('kick');
  const network = useApp((state) => state.network);
  const seed = useApp((state) => state.settings.seed);
  // As words, so that the same units are the same rows.
  const targets = useApp((state) => TARGETS.map((id) => unitsText(targetOf(state, id)?.units ?? [])).join('|'));
  const rows = useMemo(() => {
    if (!network) return [];
    const silent = targets.split('|').map(parseUnits);
    return [
      rowOf(PICTURES.none, [], network, seed),
      ...TARGETS.flatMap((id, n) => (silent[n]!.length > 0 ? [rowOf(PICTURES.silenced[id], silent[n]!, network, seed)] : [])),
    ];
  }, [network, seed, targets]);
  const draw = (sheet: Sheet, _: LiveRun, step: number) => {
    const { settings } = app.store.getState();
    if (!network) return;
    for (const row of rows) followTo(row, step, settings);
    drawRows(sheet, rows, network, step);
  };
  return <LivePicture title={PICTURES.titles.silenced} draw={draw} complete={rows.length > 2} />;
}
