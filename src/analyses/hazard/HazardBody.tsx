import { useMemo, useState } from 'react';
import type { Figure } from '../../charts/figure';
import { clipped, drawEstimates, drawKey, drawLine, wholePlot } from '../../charts/plot';
import type { ExitHazard } from '../../dynamics/emissions/exitHazard';
import type { DwellHazard } from '../../dynamics/emissions/exitHazardDwells';
import { AnalysisBody, Explosive } from '../../ui/AnalysisPanel';
import { ClaimVerdict } from '../../ui/ClaimVerdict';
import { FigureView } from '../../ui/figure/FigureView';
import { EstimateCell, NumberCell } from '../../ui/numbers';
import { Segmented } from '../../ui/Segmented';
import { HAZARD } from '../text';

/** All labels together. */
const POOLED = -1;

/** Does a label forget how long it has lasted? */
export function HazardBody() {
  return (
    <AnalysisBody name="hazard">
      {(report, of) => (report.bounded ? <Hazard report={report} of={of} /> : <Explosive report={report} />)}
    </AnalysisBody>
  );
}

function Hazard({ report, of }: { report: ExitHazard; of: string }) {
  // Labels that are left often enough to have a curve.
  const shown = report.labels.flatMap(({ bins }, k) => (bins.length > 1 ? [k] : []));
  const [label, setLabel] = useState(POOLED);
  const known = shown.includes(label) ? label : POOLED;
  const network = known === POOLED ? report.pooled : report.labels[known]!;
  const reference = known === POOLED ? report.reference.pooled : report.reference.labels[known]!;
  const figure = useMemo(() => hazardFigure(network, reference), [network, reference]);
  const note = `${report.runs} runs × ${report.steps.toLocaleString('en')} steps at σ = 1, argmax labels, ${network.dwells.toLocaleString('en')} whole dwells; ${of}.`;
  return (
    <>
      <Segmented
        label="Label"
        options={[{ value: POOLED, name: 'all labels' }, ...shown.map((k) => ({ value: k, name: `label ${k}` }))]}
        value={known}
        onChange={setLabel}
      />
      <FigureView figure={figure} name="hazard" label={HAZARD.title} notes={[note]} />
      <dl className="numbers">
        <EstimateCell name="CV of the dwell" term="dwellCv" value={network.cv} />
        <NumberCell name="memoryless with the same mean" term="hazard">
          {network.memorylessCv.value.toFixed(2)}
        </NumberCell>
        <EstimateCell name="mean dwell, steps" value={network.mean} digits={1} />
      </dl>
      <ClaimVerdict name="More regular than the model (claim C24)" verdict={report.verdict} />
      <p className="figure-note">
        {note} {report.compared !== 'geometric' && HAZARD.reference}
      </p>
    </>
  );
}

const middles = ({ bins }: DwellHazard): number[] => bins.map(({ from, to }) => (from + to) / 2);

/** How likely a label is left in the next step, by how long it has lasted; flat would be memoryless. */
function hazardFigure(network: DwellHazard, reference: DwellHazard): Figure {
  return {
    draw(context, width, height, palette) {
      const xs = middles(network);
      const last = Math.max(2, ...xs);
      const values = network.bins.map(({ hazard }) => hazard);
      const top =
        1.1 *
        Math.max(...values.map(({ high }) => high), network.memoryless.high, ...reference.bins.map(({ hazard }) => hazard.value));
      const plot = wholePlot(
        context,
        width,
        height,
        {
          key: true,
          x: { from: 1, to: last, name: 'steps in the label so far' },
          y: { from: 0, to: top, name: 'exit probability per step' },
        },
        palette,
      );
      clipped(plot, () => {
        drawEstimates(
          plot,
          values.map((estimate, n) => ({ x: xs[n]!, ...estimate })),
          { colour: palette.accent, width: 2.2 },
        );
        drawLine(
          plot,
          middles(reference),
          reference.bins.map(({ hazard }) => hazard.value),
          { colour: palette.ink, width: 1.5, dash: [6, 4] },
        );
        drawLine(plot, [1, last], [network.memoryless.value, network.memoryless.value], {
          colour: palette.muted,
          width: 1.4,
          dash: [2, 3],
        });
      });
      drawKey(plot, [
        { name: 'network', colour: palette.accent },
        { name: 'model’s best guess', colour: palette.ink, dash: [6, 4] },
        { name: 'memoryless', colour: palette.muted, dash: [2, 3] },
      ]);
    },
    table: () => ({
      columns: ['age from', 'age to', 'exits', 'exposure', 'hazard', 'low', 'high', 'memoryless'],
      rows: network.bins.map(({ from, to, exits, exposure, hazard }) => [
        from,
        to,
        exits,
        exposure,
        hazard.value,
        hazard.low,
        hazard.high,
        network.memoryless.value,
      ]),
    }),
  };
}
