import { drawLabelStrip } from '../../charts/labelStrip';
import { drawCloud } from '../../charts/planeMarks';
import { planeScale, viewOfCloud } from '../../charts/planeView';
import { drawCross, drawHead, drawTrail } from '../../charts/trail';
import { ORBIT_STRIDE } from '../../dynamics/orbit/orbitPlanes';
import type { PaperHmmId } from '../../hmm/models';
import { HISTORY, type LiveRun, POINT_STRIDE } from '../../state/live/liveRun';
import { useAppController } from '../../ui/context';
import { drawCourse } from '../../views/portrait/courseLayer';
import { keepStep, type Shipped, useShipped } from './companions';
import { LivePicture, type Sheet, write } from './LivePicture';
import { PICTURES } from './text';

const CHAINS: readonly PaperHmmId[] = ['chain-2', 'chain-3', 'chain-4', 'chain-5'];
/** Steps of past behind each state, and steps of outputs shown. */
const TRAIL = 40;
const COLUMNS = 200;
const AXES = [0, 1] as const;

/** One chain: its network on its own axes, with its mean loop where that is measured; its favoured outputs below. */
function drawTile(sheet: Sheet, { id, network, orbit, run }: Shipped): void {
  const { context, width, height, palette, size } = sheet;
  if (!orbit) return;
  const rows = 3.4 * size;
  const cloud = { points: orbit.points, stride: ORBIT_STRIDE, axes: AXES };
  const about = { x: orbit.origin[0]!, y: orbit.origin[1]! };
  const scale = planeScale(
    viewOfCloud(cloud, orbit.labels.length, about, { outside: 0.01, margin: 1.2 }),
    width,
    height - rows - size,
  );
  drawCloud(context, scale, cloud, orbit.labels, palette.outputs, 900, 1.8 * palette.weight, 0.16);
  drawCourse(context, scale, orbit.course, about, { noiseOn: true, palette });
  const colour = (slot: number) => palette.outputs[run.outputLabels[slot]!]!;
  const trail = { points: run.points, stride: POINT_STRIDE, axes: AXES, capacity: HISTORY, colour };
  const tip = drawTrail(context, scale, { ...trail, from: Math.max(0, run.step - TRAIL), to: run.step }, 2.2 * palette.weight);
  if (tip) drawHead(context, ...tip, colour((run.step - 1) % HISTORY), 5.5 * Math.sqrt(palette.weight), palette.panel);
  drawCross(context, scale.x(about.x), scale.y(about.y), 6, palette.ink, palette.panel);
  write(sheet, PICTURES.models[id] ?? id, 4, 2, { align: 'left', vertical: 'top' }, { bold: true });
  drawLabelStrip(
    context,
    { labels: run.outputLabels, capacity: HISTORY, step: run.step, columns: COLUMNS, nOutputs: network.hmm.nOutputs },
    { x: 4, y: height - rows, width: width - 16, height: rows - 6 },
    palette.outputs,
    palette.line,
  );
}

/** The networks of four chains side by side: how alike are their orbits? */
export function Chains() {
  const app = useAppController();
  const shipped = useShipped(CHAINS, true);
  const draw = (sheet: Sheet, _: LiveRun, step: number) => {
    const { context } = sheet;
    const { settings } = app.store.getState();
    const [width, height] = [sheet.width / 2, sheet.height / 2];
    shipped.forEach((one, n) => {
      keepStep(one.run, step, settings);
      context.save();
      context.translate((n % 2) * width, Math.floor(n / 2) * height);
      drawTile({ ...sheet, width, height }, one);
      context.restore();
    });
  };
  return <LivePicture title={PICTURES.titles.chains} draw={draw} />;
}
