import { useEffect, useState } from 'react';
import { drawCloud } from '../../charts/planeMarks';
import { planeScale, viewOfCloud } from '../../charts/planeView';
import { drawCross } from '../../charts/trail';
import { ORBIT_STRIDE } from '../../dynamics/orbit/orbitPlanes';
import type { LiveRun } from '../../state/live/liveRun';
import { type GalleryItem, openGallery } from '../../state/networks/smallOrbits';
import { notify } from '../../state/page/slice';
import { useAppController } from '../../ui/context';
import { drawCourse } from '../../views/portrait/courseLayer';
import { LivePicture, type Sheet, write } from './LivePicture';
import { PICTURES } from './text';

/** States of each cloud that are drawn: many clouds are drawn at every frame. */
const CLOUD = 140;

function drawOne(sheet: Sheet, { preset, orbit }: GalleryItem): void {
  const { context, width, height, palette, size } = sheet;
  const words = PICTURES.models[preset.hmm] ?? preset.hmm;
  write(sheet, words, width / 2, height - 1, { align: 'center', vertical: 'bottom' }, { colour: palette.muted, scale: 0.75 });
  if (!orbit) return;
  const cloud = { points: orbit.points, stride: ORBIT_STRIDE, axes: [0, 1] as const };
  const about = { x: orbit.origin[0]!, y: orbit.origin[1]! };
  const scale = planeScale(viewOfCloud(cloud, orbit.labels.length, about), width, height - 1.3 * size);
  drawCloud(context, scale, cloud, orbit.labels, palette.outputs, CLOUD, 2 * palette.weight, 0.45);
  drawCourse(context, scale, orbit.course, about, { noiseOn: true, palette });
  drawCross(context, scale.x(about.x), scale.y(about.y), 3, palette.ink, palette.panel);
}

/** Every network that ships, on its own axes. */
export function Wall() {
  const app = useAppController();
  const [items, setItems] = useState<readonly GalleryItem[]>([]);
  useEffect(() => {
    let wanted = true;
    openGallery(app.pool, (now) => wanted && setItems(now)).catch((error: Error) =>
      notify(app.store, 'warning', `The networks could not be loaded: ${error.message}.`),
    );
    return () => {
      wanted = false;
    };
  }, [app]);
  const draw = (sheet: Sheet, _: LiveRun) => {
    const { context } = sheet;
    const columns = Math.max(1, Math.round(Math.sqrt((items.length * sheet.width) / sheet.height)));
    const [width, height] = [sheet.width / columns, sheet.height / Math.max(1, Math.ceil(items.length / columns))];
    items.forEach((item, n) => {
      context.save();
      context.translate((n % columns) * width, Math.floor(n / columns) * height);
      drawOne({ ...sheet, width: width - 8, height: height - 4 }, item);
      context.restore();
    });
  };
  return <LivePicture title={PICTURES.titles.wall} draw={draw} />;
}
