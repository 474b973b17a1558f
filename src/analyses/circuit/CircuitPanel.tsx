import { useMemo, useRef } from 'react';
import { cellAt } from '../../charts/heatMap';
import { highlightedUnit } from '../../state/page/slice';
import { SETTINGS } from '../../state/settings/settings';
import { AnalysisBody, AnalysisPanel } from '../../ui/AnalysisPanel';
import { ClaimVerdict } from '../../ui/ClaimVerdict';
import { useApp, useAppController, usePalette } from '../../ui/context';
import { FigureView } from '../../ui/figure/FigureView';
import { LiveFigure } from '../../ui/figure/LiveFigure';
import { estimateText, short, WideTable } from '../../ui/numbers';
import { Slider } from '../../ui/Slider';
import { type CircuitPart, meanActivityAt, useCircuitParts } from '../circuitParts';
import { populationsOf } from '../mechanism';
import { CIRCUIT } from '../mechanismText';
import { useKickGroups, useUnits } from '../units';
import type { JudgedBlocks } from './compute';
import { blockOrder, circuitFigure, matrixCells, matrixFigure } from './figures';

/** Kick groups, the populations between them, and the weights that tie them together. */
export function CircuitPanel() {
  const parts = useCircuitParts();
  const known = useApp((state) => state.analyses.kick?.status === 'ready');
  return (
    <AnalysisPanel id="circuit" title={CIRCUIT.title} term="populations" lead={CIRCUIT.lead} controls={<PairSelect />}>
      <AnalysisBody name="kick">{() => null}</AnalysisBody>
      {known && !parts && <p className="analysis-note">{CIRCUIT.missing}</p>}
      {parts && (
        <>
          <Share />
          <AnalysisBody name="blocks">{(blocks, of) => <Blocks blocks={blocks} parts={parts} of={of} />}</AnalysisBody>
        </>
      )}
    </AnalysisPanel>
  );
}

/** Which two kick groups, where there are more. */
function PairSelect() {
  const app = useAppController();
  const groups = useKickGroups();
  const pair = useApp((state) => state.settings.pair);
  if (groups.length < 3) return null;
  const there = SETTINGS.pair.options.filter((option) =>
    [...option].every((name) => groups.some((group) => group.name === name)),
  );
  return (
    <label className="check hint">
      between groups{' '}
      <select className="quiet" value={pair} onChange={(event) => app.set('pair', event.target.value as typeof pair)}>
        {there.map((option) => (
          <option key={option} value={option}>
            {option[0]} and {option[1]}
          </option>
        ))}
      </select>
    </label>
  );
}

/** k, the units in both populations. */
function Share() {
  const app = useAppController();
  const share = useApp((state) => state.settings.share);
  const units = useApp((state) => state.network?.weights.hiddenSize ?? 0);
  const populations = useApp(populationsOf);
  const taken = populations ? populations.populations[0].length + populations.populations[1].length : 0;
  return (
    <div className="row">
      <Slider
        label="units in both populations"
        value={share}
        low={SETTINGS.share.low}
        high={SETTINGS.share.high}
        format={(value) => String(Math.round(value * units))}
        onChange={(value) => app.set('share', Math.round(100 * value) / 100)}
      />
      <span className="figure-note">
        of {units}; {populations?.available} push the two groups apart, {taken} are taken.
      </span>
    </div>
  );
}

/** Live activity is drawn relative to the largest of late, which fades slowly. */
const FADE = 0.995;

function Blocks({ blocks, parts, of }: { blocks: JudgedBlocks; parts: readonly CircuitPart[]; of: string }) {
  const app = useAppController();
  const palette = usePalette();
  const weights = useApp((state) => state.network?.weights);
  const unit = useApp(highlightedUnit);
  const { point, pin } = useUnits();
  const most = useRef(1e-6);
  const matrix = useMemo(() => weights && matrixFigure(weights, parts, unit), [weights, parts, unit]);
  if (!weights || !matrix) return null;
  const H = weights.hiddenSize;
  const live = () => {
    const { liveRun } = app;
    const { historyOffset } = app.store.getState();
    if (!liveRun || liveRun.step === 0) return undefined;
    const now = parts.map(({ units }) => meanActivityAt(liveRun, units, H, Math.max(0, liveRun.step - 1 - historyOffset)));
    most.current = Math.max(most.current * FADE, ...now.filter(Number.isFinite));
    return circuitFigure(
      blocks,
      parts,
      now.map((value) => Math.min(1, (value || 0) / most.current)),
    );
  };
  const note = `All ${H * H} recurrent weights: mean ${blocks.overallMean.toFixed(3)}, standard deviation ${blocks.overallSd.toFixed(3)}; null: 1,000 random draws of parts of the same sizes; ${of}.`;
  return (
    <>
      <div className="figures circuit">
        <FigureView
          figure={matrix}
          name="weights"
          label="Recurrent weights ordered by kick groups and populations"
          notes={[note]}
          height={29}
          onPoint={(pixel, pressed) => {
            const cells = pixel && matrixCells(parts, H, pixel.width, pixel.height, palette);
            const cell = cells && cellAt(cells, H, H, pixel.x, pixel.y);
            const at = cell && blockOrder(parts, H)[cell.row];
            point(at);
            if (pressed) pin(at);
          }}
        />
        <LiveFigure
          now={live}
          name="circuit"
          label="Mean weights between the parts, with their live activity"
          notes={[note]}
          pixels={440}
        />
      </div>
      <BlockTable blocks={blocks} parts={parts} />
      <ClaimVerdict name="The leading units excite their own and inhibit the others (C11)" verdict={blocks.verdicts.triplets} />
      <ClaimVerdict name="Two populations, each for itself (C12)" verdict={blocks.verdicts.populations} />
      <p className="figure-note">
        {note} C11 is judged on the three strongest units of each direction, {leadersText(blocks)}; against other candidates of
        the direction: p = {blocks.leaders.candidateP.map((p) => (Number.isFinite(p) ? p.toFixed(2) : '–')).join(' and ')},
        reported, not judged. Within populations minus between them: {estimateText(blocks.selfOverCross)} sd. {CIRCUIT.selection}
      </p>
    </>
  );
}

/** The units that stand for the two groups in claim C11, with their mean weights within. */
const leadersText = ({ leaders: { parts, blocks } }: JudgedBlocks): string =>
  [0, 1].map((k) => `{${parts[k]!.join(', ')}} (mean weight within ${short(blocks[k]![k]!.mean, 3)})`).join(' and ');

function BlockTable({ blocks, parts }: { blocks: JudgedBlocks; parts: readonly CircuitPart[] }) {
  const palette = usePalette();
  return (
    <WideTable>
      <table className="values">
        <thead>
          <tr>
            <th scope="col">mean weight, to ← from</th>
            {parts.map(({ name, colour }) => (
              <th key={name} scope="col">
                <i className="swatch" style={{ background: colour(palette) }} /> {name}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {blocks.blocks.map((row, to) => (
            <tr key={parts[to]!.name}>
              <th scope="row">
                <i className="swatch" style={{ background: parts[to]!.colour(palette) }} /> {parts[to]!.name}
              </th>
              {row.map((block, from) => (
                <td
                  key={parts[from]!.name}
                  title={`${block.entries} weights, ${Math.round(100 * block.positive)} % positive; null ${short(block.nullRange.low, 3)} to ${short(block.nullRange.high, 3)}`}
                >
                  <b style={{ color: block.mean < 0 ? palette.negative : palette.positive }}>{short(block.mean, 3)}</b>{' '}
                  <small>{Number.isFinite(block.p) ? `p ${block.p < 0.001 ? '< .001' : short(block.p, 3)}` : ''}</small>
                </td>
              ))}
            </tr>
          ))}
        </tbody>
      </table>
    </WideTable>
  );
}
