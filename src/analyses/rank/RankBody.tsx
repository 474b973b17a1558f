import { useId, useMemo, useState } from 'react';
import { AnalysisBody, useOrbitPlane } from '../../ui/AnalysisPanel';
import { useApp } from '../../ui/context';
import { FigureView } from '../../ui/figure/FigureView';
import { EstimateCell, NumberCell, short } from '../../ui/numbers';
import { RICHNESS_TERM } from '../emergenceText';
import { useShippedHistory } from '../trainingTimeline';
import type { RankView } from './compute';
import { changesFigure, errorFigure, runFigure } from './figures';
import { RANK } from './text';

/** It begins with W_hh itself; once the training of a shipped network is there, with what training changed. */
export function RankBody() {
  // It begins with the start weights.
  useShippedHistory();
  return (
    <AnalysisBody name="rank" stoppable>
      {(view, of) => <Ranks key={`${view.cut} ${view.hiddenSize}`} view={view} of={of} />}
    </AnalysisBody>
  );
}

function Ranks({ view, of }: { view: RankView; of: string }) {
  const { curve, fewest, whole, cut } = view;
  const smallest = curve.findIndex(({ rank }) => rank === fewest);
  const [picked, setPicked] = useState<number>();
  const chosen = Math.min(picked ?? Math.max(0, smallest), curve.length - 1);
  const axes = useOrbitPlane();
  const origin = useApp((state) => state.orbit?.origin);
  const changes = useMemo(() => changesFigure(view, chosen), [view, chosen]);
  const error = useMemo(() => errorFigure(view, chosen), [view, chosen]);
  const run = useMemo(() => origin && runFigure(view, chosen, axes, origin), [view, chosen, axes, origin]);
  const point = curve[chosen]!;
  const note = `${(whole.changes.n + 1).toLocaleString('en')} steps at σ = 1 for each rank, all with the same noise; Wilson intervals; ${of}.`;
  return (
    <>
      <RankSlider view={view} chosen={chosen} onChange={setPicked} />
      <div className="figures">
        {run && (
          <FigureView figure={run} name="rank-run" label={`A run with ${point.rank} parts kept; ${WORDS.pale}`} notes={[note]} />
        )}
        <FigureView figure={changes} name="rank-changes" label="Label changes and exits per step against rank" notes={[note]} />
        <FigureView figure={error} name="rank-error" label="Error of the emissions against rank" notes={[note]} />
      </div>
      <p className="analysis-verdict" data-fewest={fewest}>
        {fewestText(view)}
      </p>
      <dl className="numbers">
        <EstimateCell name={`label changes per step, ${point.rank} parts`} term={RANK.term} value={point.changes} digits={4} />
        <EstimateCell name="whole network" value={whole.changes} digits={4} />
        <NumberCell name={`largest cell error, ${point.rank} parts`} term="cellError">
          {short(point.emissionError, 3)} <small>(whole {short(whole.emissionError, 3)})</small>
        </NumberCell>
        <Richness view={view} />
      </dl>
      <p className="figure-note">
        {WORDS.pale} {!point.bounded && WORDS.unbounded} {cut === 'weights' && WORDS.unknownStart} {note} {WORDS.source}
      </p>
    </>
  );
}

/** One step of the slider is one point of the curve. */
function RankSlider({
  view: { curve, cut },
  chosen,
  onChange,
}: {
  view: RankView;
  chosen: number;
  onChange: (place: number) => void;
}) {
  const id = useId();
  const { rank } = curve[chosen]!;
  const text = chosen === curve.length - 1 ? `${rank} (all)` : String(rank);
  return (
    <div className="slider">
      <label htmlFor={id}>{WORDS.slider(cut)}</label>
      <input
        id={id}
        type="range"
        min={0}
        max={curve.length - 1}
        value={chosen}
        aria-valuetext={text}
        onChange={(event) => onChange(Number(event.target.value))}
      />
      <output htmlFor={id}>{text}</output>
    </div>
  );
}

function Richness({ view: { richness, hiddenSize } }: { view: RankView }) {
  const { weights, change, moved, cosine } = richness;
  return (
    <>
      {moved !== undefined && (
        <NumberCell name="‖ΔW‖ / ‖W₀‖" term={RICHNESS_TERM}>
          {short(moved)}
        </NumberCell>
      )}
      {cosine !== undefined && (
        <NumberCell name="cosine of W_hh with its start" term={RICHNESS_TERM}>
          {short(cosine)}
        </NumberCell>
      )}
      {change !== undefined && (
        <NumberCell name="participation ratio of the change" term={RICHNESS_TERM}>
          {short(change, 1)} <small>of {hiddenSize}</small>
        </NumberCell>
      )}
      <NumberCell name="participation ratio of W_hh" term={RICHNESS_TERM}>
        {short(weights, 1)} <small>of {hiddenSize}</small>
      </NumberCell>
    </>
  );
}

/** The smallest rank that keeps the switch, in a sentence. */
export function fewestText({ fewest, cut, hiddenSize }: Pick<RankView, 'fewest' | 'cut' | 'hiddenSize'>): string {
  if (fewest === undefined) return 'The whole network changes its output too rarely to tell what its switch needs.';
  if (fewest === hiddenSize) return 'Only the whole network keeps the switch: no smaller rank that was looked at does.';
  const parts = `${fewest} of ${hiddenSize} parts`;
  return cut === 'change'
    ? fewest === 0
      ? 'The start weights alone keep the switch.'
      : `The start weights and ${parts} of the change keep the switch.`
    : `${parts} of the weights keep the switch.`;
}

const WORDS = {
  slider: (cut: RankView['cut']) => (cut === 'change' ? 'parts of the change kept' : 'parts of W_hh kept'),
  unbounded: 'At this rank the state grows without bound.',
  pale: 'Pale: the whole network under the same noise.',
  unknownStart: 'The weights before training are not known here, so W_hh itself is cut.',
  source: 'Definition: docs/science.md, section 7.5.',
};
