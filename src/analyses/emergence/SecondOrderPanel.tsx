import { useMemo, useState } from 'react';
import { judgeSecondOrder, kickOverlap } from '../../dynamics/emergence/verdicts';
import { highlightedUnit } from '../../state/page/slice';
import type { TimelineData } from '../../state/training/timelineData';
import { AnalysisBody, AnalysisPanel } from '../../ui/AnalysisPanel';
import { ClaimVerdict, SettledContext } from '../../ui/ClaimVerdict';
import { useApp } from '../../ui/context';
import { FigureView } from '../../ui/figure/FigureView';
import type { FigurePixel } from '../../ui/figure/useKeyPoint';
import { short } from '../../ui/numbers';
import { Segmented } from '../../ui/Segmented';
import { EMERGENCE, SECOND_ORDER } from '../emergenceText';
import { useIsComplete, useTimeline } from '../trainingTimeline';
import { useKickGroups, useUnits } from '../units';
import { giniFigure, type MapKind, mapFigure, mapUnitAt } from './secondOrderFigures';

/** What drift unbiased noise leaves behind, unit by unit, through training. */
export function SecondOrderPanel() {
  return (
    <AnalysisPanel id="second-order" title={SECOND_ORDER.title} term="secondOrder" lead={SECOND_ORDER.lead}>
      <AnalysisBody name="kick">{() => null}</AnalysisBody>
      <Body />
    </AnalysisPanel>
  );
}

function Body() {
  const data = useTimeline();
  if (!data || data.drawn.length === 0) return <p className="analysis-note">{data ? EMERGENCE.loading : EMERGENCE.none}</p>;
  return <UnitMap data={data} />;
}

const KINDS: readonly { value: MapKind; name: string }[] = [
  { value: 'proxy', name: '√|E δ²|, recursion' },
  { value: 'drift', name: '|drift|, Monte Carlo' },
];

type SecondOrderAtEnd = NonNullable<TimelineData['drawn'][number]['found']['secondOrder']>;

function UnitMap({ data }: { data: TimelineData }) {
  const [kind, setKind] = useState<MapKind>('proxy');
  const unit = useApp(highlightedUnit);
  const groups = useKickGroups();
  const { point, pin } = useUnits();
  const map = useMemo(() => mapFigure(data, kind, groups, unit), [data, kind, groups, unit]);
  const complete = useIsComplete(data);
  const gini = useMemo(() => giniFigure(data), [data]);
  const kicks = useMemo(() => [...new Set(groups.flatMap(({ units }) => units))], [groups]);
  const last = data.drawn.at(-1)!.found.secondOrder!;
  const verdict = useMemo(
    () =>
      judgeSecondOrder(
        data.drawn.map(({ update, found }) => ({ update, ...found.secondOrder! })),
        data.marker.update,
        kicks,
      ),
    [data, kicks],
  );
  const note = `20 starts, 10 steps; drift: 100 noise paths from each start; ${data.drawn.length} checkpoints of ${data.source.name}.`;
  const unitAt = (pixel: FigurePixel | undefined) => pixel && mapUnitAt(data, kind, pixel.x, pixel.y, pixel.width, pixel.height);
  return (
    <>
      <Segmented label="What the map shows" options={KINDS} value={kind} onChange={setKind} />
      <FigureView
        figure={map}
        name={`second-order-${kind}`}
        label={`Units by checkpoints: ${KINDS.find(({ value }) => value === kind)!.name}`}
        notes={[note]}
        pixels={330}
        onPoint={(pixel, pressed) => {
          point(unitAt(pixel));
          if (pressed) pin(unitAt(pixel));
        }}
      />
      <FigureView
        figure={gini}
        name="second-order-gini"
        label="How unevenly it is spread over the units"
        notes={[note]}
        pixels={150}
      />
      <p className="picked">
        At the end: Gini {last.gini.toFixed(2)} (drift {last.driftGini.toFixed(2)}){overlapText(last, kicks)}.
      </p>
      <SettledContext.Provider value={complete}>
        <ClaimVerdict name="Second-order units are sparse and appear after the bifurcation (C18)" verdict={verdict} />
      </SettledContext.Provider>
      <p className="figure-note">
        {note} {SECOND_ORDER.caution}
      </p>
    </>
  );
}

/** How many of the units that stand out are kick units; nothing where there are no kick units. */
function overlapText({ proxy, drift }: SecondOrderAtEnd, kicks: readonly number[]): string {
  if (kicks.length === 0) return '';
  const [byProxy, byDrift] = [kickOverlap(proxy, kicks), kickOverlap(drift.map(Math.abs), kicks)];
  return `; of its top 10 units ${byProxy.common} are kick units (${byProxy.expected.toFixed(1)} by chance, p = ${short(byProxy.p)}), of the top 10 by drift ${byDrift.common} (p = ${short(byDrift.p, 3)})`;
}
