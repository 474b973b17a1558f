import { useEffect, useMemo, useState } from 'react';
import { isRing } from '../../dynamics/orbit/ring';
import { type GalleryItem, openGallery } from '../../state/networks/smallOrbits';
import { notify } from '../../state/page/slice';
import { useAppController } from '../../ui/context';
import { LivePicture, type Sheet, write } from './LivePicture';
import { drawOrbit, inPart } from './plane';
import { PICTURES } from './text';

/** States of each cloud that are drawn. */
const CLOUD = 140;

function drawOne(sheet: Sheet, { preset, orbit }: GalleryItem): void {
  const { width, height, palette, size } = sheet;
  const words = PICTURES.models[preset.hmm] ?? preset.hmm;
  write(sheet, words, width / 2, height - 1, { align: 'center', vertical: 'bottom' }, { colour: palette.muted, scale: 0.75 });
  if (orbit) drawOrbit({ ...sheet, height: height - 1.3 * size }, orbit, { states: CLOUD, cloud: 0.45, margin: 1.12, arm: 3 });
}

/** Those that draw a ring first, by the bars of the index of networks; then the others; each group under its number. */
function drawWall(sheet: Sheet, items: readonly GalleryItem[]): void {
  if (items.length === 0) return;
  const { size, palette } = sheet;
  const rings = items.filter(({ preset }) => isRing(preset.scores.ring));
  const others = items.filter(({ preset }) => !isRing(preset.scores.ring));
  const heading = 2.2 * size;
  const columns = Math.max(1, Math.round(Math.sqrt((1.15 * items.length * sheet.width) / sheet.height)));
  const rows = [rings, others].map((group) => Math.ceil(group.length / columns));
  const width = sheet.width / columns;
  const height = (sheet.height - 2 * heading) / Math.max(1, rows[0]! + rows[1]!);
  let top = 0;
  [rings, others].forEach((group, which) => {
    const words = which === 0 ? PICTURES.rings(rings.length, items.length) : PICTURES.noRings(others.length);
    write(sheet, words, 4, top + 2, { align: 'left', vertical: 'top' }, { bold: true });
    group.forEach((item, n) => {
      const y = top + heading + Math.floor(n / columns) * height;
      inPart(sheet, { x: (n % columns) * width, y, width: width - 8, height: height - 4 }, (part) => drawOne(part, item));
    });
    top += heading + rows[which]! * height;
  });
  const drawn = items.filter(({ orbit }) => orbit).length;
  if (drawn === items.length) return;
  const progress = PICTURES.drawn(drawn, items.length);
  write(sheet, progress, sheet.width - 6, 2, { align: 'right', vertical: 'top' }, { colour: palette.muted });
}

/** Draws what does not move on a sheet of its own, and lays that under every frame until size or colours change. */
function drawnOnce(draw: (sheet: Sheet) => void): (sheet: Sheet) => void {
  let kept: { key: string; layer: HTMLCanvasElement } | undefined;
  return (sheet) => {
    const { context, width, height, palette } = sheet;
    const ratio = context.getTransform().a;
    const key = [width, height, ratio, palette.background, palette.weight].join();
    if (kept?.key !== key) {
      const layer = document.createElement('canvas');
      layer.width = Math.round(width * ratio);
      layer.height = Math.round(height * ratio);
      const own = layer.getContext('2d')!;
      own.setTransform(ratio, 0, 0, ratio, 0, 0);
      draw({ ...sheet, context: own });
      kept = { key, layer };
    }
    context.drawImage(kept.layer, 0, 0, width, height);
  };
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
  const draw = useMemo(() => drawnOnce((sheet) => drawWall(sheet, items)), [items]);
  const complete = items.length > 0 && items.every(({ orbit }) => orbit);
  return <LivePicture title={PICTURES.titles.wall} draw={draw} complete={complete} />;
}
