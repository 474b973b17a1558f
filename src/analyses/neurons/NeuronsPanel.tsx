import { useMemo, useRef, useState } from 'react';
import { tileAt, tileBox } from '../../charts/smallMultiples';
import { orderUnits, type UnitActivityMap } from '../../dynamics/circuit/unitActivityMap';
import { kickScores } from '../../dynamics/kick/kickNeurons';
import { highlightedUnit } from '../../state/page/slice';
import { SETTINGS, type Settings } from '../../state/settings/settings';
import { AnalysisBody, AnalysisPanel, useOrbitPlane } from '../../ui/AnalysisPanel';
import { useApp, useAppController, usePalette } from '../../ui/context';
import { FigureView } from '../../ui/figure/FigureView';
import type { FigurePixel } from '../../ui/figure/useKeyPoint';
import { useSize } from '../../ui/onScreen';
import { Segmented } from '../../ui/Segmented';
import { kickReportOf, parseUnits } from '../mechanism';
import { NEURONS } from '../mechanismText';
import { type Pen, PICKED, unitNameIn, useKickGroups, useUnits } from '../units';
import { activityMapFigure, activityMapIndices, activityMapLayout, keyRoom } from './figure';

/** Small portraits of all units. */
export function NeuronsPanel() {
  return (
    <AnalysisPanel id="neurons" title={NEURONS.title} term="preActivation" lead={NEURONS.lead} controls={<FindUnit />}>
      <AnalysisBody name="kick">{() => null}</AnalysisBody>
      <AnalysisBody name="wall">{(activityMap, of) => <Wall activityMap={activityMap} of={of} />}</AnalysisBody>
    </AnalysisPanel>
  );
}

/** Looks a unit up by its index. */
function FindUnit() {
  const { pin } = useUnits();
  const units = useApp((state) => state.network?.weights.hiddenSize ?? 0);
  const pinned = useApp((state) => state.pinnedUnit);
  return (
    <label className="check hint">
      {NEURONS.find}{' '}
      <input
        className="unit-search"
        inputMode="numeric"
        aria-label={`${NEURONS.find}, 0 to ${units - 1}`}
        value={pinned ?? ''}
        placeholder={`0–${Math.max(0, units - 1)}`}
        onChange={(event) => {
          const digits = event.target.value.replace(/\D/g, '');
          if (digits === '') pin(undefined);
          else if (Number(digits) < units) pin(Number(digits));
        }}
      />
    </label>
  );
}

function Wall({ activityMap, of }: { activityMap: UnitActivityMap; of: string }) {
  const palette = usePalette();
  const order = useApp((state) => state.settings.wall);
  const picked = useApp((state) => state.settings.picked);
  const report = useApp(kickReportOf);
  const groups = useKickGroups();
  const axes = useOrbitPlane();
  const names = useApp((state) => state.network?.unitNames);
  const { point, toggle } = useUnits();
  const [pen, setPen] = useState<Pen>(PICKED);
  const frame = useRef<HTMLDivElement>(null);
  const { width } = useSize(frame);
  const indices = useMemo(() => activityMapIndices(activityMap), [activityMap]);
  const scores = useMemo(() => (report ? kickScores(report) : new Float64Array(activityMap.units)), [report, activityMap]);
  const units = useMemo(() => orderedUnits(activityMap, order, scores), [activityMap, order, scores]);
  const chosen = useMemo(() => parseUnits(picked), [picked]);
  const figure = useMemo(
    () => activityMapFigure({ activityMap, indices, order: units, axes, groups, picked: chosen, scores, names }),
    [activityMap, indices, units, axes, groups, chosen, scores, names],
  );
  const layout = activityMapLayout(activityMap.units, Math.max(1, width));
  const top = keyRoom(palette);
  const unitAt = (pixel: FigurePixel) => {
    const tile = tileAt(layout, pixel.x, pixel.y - top);
    return tile === undefined ? undefined : units[tile];
  };
  const note = `${activityMap.states.toLocaleString('en')} states of one run at σ = 1, one colour scale for all ${activityMap.units} units; ${of}.`;
  return (
    <div ref={frame}>
      <WallTools pen={pen} onPen={setPen} />
      <div className="wall">
        <FigureView
          figure={figure}
          name="neurons"
          label={`Pre-activation of ${activityMap.units} units on the portrait, by ${order}`}
          notes={[note]}
          pixels={layout.height + top}
          onPoint={(pixel, pressed) => {
            const unit = pixel && unitAt(pixel);
            point(unit);
            if (pressed && unit !== undefined) toggle(unit, pen);
          }}
        />
        <TileMark units={units} layout={layout} top={top} />
      </div>
      <PickedOut activityMap={activityMap} scores={scores} />
      <p className="figure-note">{note}</p>
    </div>
  );
}

/** The order of the units, and what a click on one changes. */
function WallTools({ pen, onPen }: { pen: Pen; onPen: (pen: Pen) => void }) {
  const app = useAppController();
  const order = useApp((state) => state.settings.wall);
  const edited = useApp((state) => Object.keys(state.groupEdits).length > 0);
  const groups = useKickGroups();
  const { resetEdits } = useUnits();
  return (
    <div className="row">
      <Segmented
        label="Order of the units"
        options={SETTINGS.wall.options.map((value) => ({ value, name: value }))}
        value={order}
        onChange={(value) => app.set('wall', value)}
      />
      <Segmented
        label="What a click changes"
        options={[
          { value: PICKED, name: 'click: pick', title: 'A click picks a unit for interventions' },
          ...groups.map(({ name }) => ({
            value: name,
            name: `change ${name}`,
            title: `A click adds a unit to group ${name} or takes it out`,
          })),
        ]}
        value={groups.some(({ name }) => name === pen) ? pen : PICKED}
        onChange={onPen}
      />
      {edited && (
        <button type="button" onClick={resetEdits}>
          Groups as found
        </button>
      )}
    </div>
  );
}

function orderedUnits(activityMap: UnitActivityMap, order: Settings['wall'], scores: Float64Array): ArrayLike<number> {
  if (order !== 'kick score') return orderUnits(activityMap, order);
  const byActivity = Array.from(orderUnits(activityMap, 'activity'));
  return byActivity.sort((a, b) => scores[b]! - scores[a]!);
}

/** A frame around the unit that is picked out. It lies over the picture, which need not be drawn again. */
function TileMark({
  units,
  layout,
  top,
}: {
  units: ArrayLike<number>;
  layout: ReturnType<typeof activityMapLayout>;
  top: number;
}) {
  const unit = useApp(highlightedUnit);
  const place = unit === undefined ? -1 : Array.from(units).indexOf(unit);
  if (place < 0) return null;
  const { x, y, width } = tileBox(layout, place);
  return <span className="tile-mark" style={{ left: x, top: y + top, width, height: width }} />;
}

function PickedOut({ activityMap, scores }: { activityMap: UnitActivityMap; scores: Float64Array }) {
  const unit = useApp(highlightedUnit);
  const groups = useKickGroups();
  const name = useApp(unitNameIn(unit ?? 0));
  if (unit === undefined || unit >= activityMap.units)
    return (
      <p className="picked" role="status">
        {NEURONS.hint}
      </p>
    );
  const of = groups.filter(({ units }) => units.includes(unit)).map(({ name }) => `group ${name}`);
  return (
    <p className="picked" role="status">
      Unit <b>{name}</b>: mean activity {activityMap.meanActivity[unit]!.toFixed(2)}, fires in{' '}
      {(100 * activityMap.activeShare[unit]!).toFixed(0)} % of the steps,{' '}
      {scores[unit]! > 0
        ? `silenced it prevents ${(100 * scores[unit]!).toFixed(0)} % of the exits of a direction`
        : 'no effect on exits known'}
      {of.length > 0 ? `; in ${of.join(', ')}` : ''}.
    </p>
  );
}
