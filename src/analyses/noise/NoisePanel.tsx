import { useMemo, useState } from 'react';
import type { NoiseSweep } from '../../dynamics/emissions/noiseSweep';
import { SETTINGS } from '../../state/settings/settings';
import { AnalysisBody, AnalysisPanel } from '../../ui/AnalysisPanel';
import { useApp, useAppController } from '../../ui/context';
import { FigureView } from '../../ui/figure/FigureView';
import { NumberCell, short } from '../../ui/numbers';
import { Segmented } from '../../ui/Segmented';
import { Slider } from '../../ui/Slider';
import { errorFigure } from '../emissionErrorFigure';
import { NOISE } from '../text';
import { contourFigure, sizeFigure } from './figures';

/** What the noise level does: it scales the picture, exactly; and it sharpens or blurs the emissions. */
export function NoisePanel() {
  const app = useAppController();
  const bandwidth = useApp((state) => state.settings.bandwidth);
  return (
    <AnalysisPanel id="noise-level" title={NOISE.title} term="homogeneity" lead={NOISE.lead}>
      <AnalysisBody name="noise">{(sweep, of) => <Sweep sweep={sweep} of={of} />}</AnalysisBody>
      <Slider
        label="kernel width × Scott"
        value={bandwidth}
        low={SETTINGS.bandwidth.low}
        high={SETTINGS.bandwidth.high}
        logarithmic
        format={(v) => v.toFixed(1)}
        onChange={(v) => app.set('bandwidth', Math.round(10 * v) / 10)}
      />
    </AnalysisPanel>
  );
}

function Sweep({ sweep, of }: { sweep: NoiseSweep; of: string }) {
  const [which, setWhich] = useState<'rescaled' | 'afresh'>('rescaled');
  const contour = useMemo(() => contourFigure(sweep), [sweep]);
  const size = useMemo(() => sizeFigure(sweep, which), [sweep, which]);
  const error = useMemo(() => errorFigure(sweep), [sweep]);
  const { batches, runs, steps, minimum } = sweep.emissions;
  const cloudNote = `${sweep.steps.toLocaleString('en')} steps from h = 0 at σ = 1, kernel ${sweep.bandwidth} × Scott, 95 % of the mass; ${of}.`;
  const errorNote = `${batches} batches of ${runs} sequences × ${steps} steps per σ, rows ${sweep.emissions.judgedRows.join(', ')}, 95 % intervals over batches; ${of}.`;
  return (
    <>
      <div className="figures">
        <div>
          <FigureView
            figure={contour}
            name="noise-contours"
            label="Where 95 % of the states lie, by noise level"
            notes={[cloudNote]}
          />
        </div>
        <div>
          <Segmented
            label="How r95 is found"
            options={[
              { value: 'rescaled', name: 'rescaled' },
              { value: 'afresh', name: 'simulated afresh' },
            ]}
            value={which}
            onChange={setWhich}
          />
          <FigureView figure={size} name="noise-size" label="Size of the cloud against noise level" notes={[cloudNote]} />
        </div>
        <div>
          <FigureView
            figure={error}
            name="noise-emissions"
            label="Error of the emissions against noise level"
            notes={[errorNote]}
          />
        </div>
      </div>
      <p className="analysis-verdict">
        {NOISE.identity}{' '}
        {minimum &&
          (minimum.maxCell.interior
            ? `The emissions are best at σ = ${Number(minimum.maxCell.noiseStd.toPrecision(2))}, and clearly worse at both ends.`
            : 'The emissions have no clear best noise level inside this range.')}
      </p>
      <Numbers sweep={sweep} />
      <p className="figure-note">
        {cloudNote} {errorNote} {sweep.divergent && NOISE.divergent}
      </p>
    </>
  );
}

function Numbers({ sweep: { sizes, sizeExponent, emissions } }: { sweep: NoiseSweep }) {
  const largest = Math.max(...sizes.map((entry) => entry.stateDifference.rootMeanSquare));
  const excess = emissions.minimum?.maxCell.excessAtOne;
  return (
    <dl className="numbers">
      <NumberCell name="size grows as σ to the power" term="homogeneity">
        {short(sizeExponent, 4)}
      </NumberCell>
      <NumberCell name="states differ from rescaled by">{largest.toExponential(1)}</NumberCell>
      {excess && (
        <NumberCell name="error at σ = 1 above the least">
          {short(excess.value, 3)}{' '}
          <small>
            [{short(excess.low, 3)}, {short(excess.high, 3)}]
          </small>
        </NumberCell>
      )}
    </dl>
  );
}
