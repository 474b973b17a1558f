import { useMemo, useRef, useState } from 'react';
import { type OrbitView, rotateBy, rotateByKey } from '../../charts/orbitView';
import { moveTimeline } from '../../state/training/slice';
import type { TimelineData } from '../../state/training/timelineData';
import { AnalysisPanel } from '../../ui/AnalysisPanel';
import { useApp, useAppController } from '../../ui/context';
import { LiveFigure } from '../../ui/figure/LiveFigure';
import { Slider } from '../../ui/Slider';
import { EMERGENCE, STACK } from '../emergenceText';
import { useTimeline } from '../trainingTimeline';
import { lastUpdate } from './figures';
import { stackFigure, stackOf } from './stack';

/** All orbits of a training run in depth. */
export function StackPanel() {
  return (
    <AnalysisPanel id="stack" title={STACK.title} term="emergence" lead={STACK.lead}>
      <Body />
    </AnalysisPanel>
  );
}

function Body() {
  const data = useTimeline();
  if (!data || data.drawn.length === 0) return <p className="analysis-note">{data ? EMERGENCE.loading : EMERGENCE.none}</p>;
  return <Stack data={data} />;
}

const START: OrbitView = { yaw: -0.35, pitch: -1.15, centre: { x: 0, y: 0, z: 0 }, perspective: 0 };

function Stack({ data }: { data: TimelineData }) {
  const app = useAppController();
  const [camera, setCamera] = useState(START);
  const stack = useMemo(() => stackOf(data), [data]);
  const cursor = useApp((state) => state.timelineCursor) ?? lastUpdate(data);
  const before = useRef<{ x: number; y: number }>(undefined);
  const current = data.drawn.reduce(
    (best, { update }, n) => (Math.abs(update - cursor) < Math.abs(data.drawn[best]!.update - cursor) ? n : best),
    0,
  );
  return (
    <>
      <LiveFigure
        now={() => stackFigure(data, stack, camera, current)}
        name="stack"
        label="Orbits of all checkpoints in depth; drag or press the arrow keys to turn"
        notes={[`${data.drawn.length} checkpoints, 240 steps each under the same noise; ${data.source.name}.`]}
        pixels={360}
        rate={30}
        onPoint={(pixel, pressed, held) => {
          if (pressed || !held || !pixel) before.current = pixel;
          else if (before.current) {
            setCamera(rotateBy(camera, pixel.x - before.current.x, pixel.y - before.current.y));
            before.current = pixel;
          }
        }}
        onKey={(key) => {
          const turned = rotateByKey(camera, key);
          if (turned) setCamera(turned);
          return turned !== undefined;
        }}
      />
      <Slider
        label="update"
        value={data.drawn[current]!.update}
        low={0}
        high={lastUpdate(data)}
        format={(value) => String(Math.round(value))}
        onChange={(value) => moveTimeline(app.store, value)}
      />
    </>
  );
}
