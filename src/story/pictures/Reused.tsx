import { useMemo } from 'react';
import { parseUnits, targetOf, unitsText } from '../../analyses/mechanism';
import type { LiveRun } from '../../state/live/liveRun';
import { useApp } from '../../ui/context';
import { useWanted } from './companions';
import { LivePicture, type Sheet, write } from './LivePicture';
import { drawOrbit, drawState, inPart } from './plane';
import { PICTURES } from './text';

/** All units as a block of squares, those of the switch filled; or, where they are not known yet, a question mark on each of them. */
function drawUnits(sheet: Sheet, count: number, marked: readonly number[], asked: boolean): void {
  const { context, width, height, palette } = sheet;
  const columns = Math.ceil(Math.sqrt((count * width) / Math.max(1, height)));
  const cell = Math.min(width / columns, height / Math.ceil(count / columns));
  const left = (width - columns * cell) / 2;
  for (let unit = 0; unit < count; unit++) {
    const [x, y] = [left + (unit % columns) * cell, Math.floor(unit / columns) * cell];
    const is = marked.includes(unit);
    context.fillStyle = is && !asked ? palette.accent : palette.line;
    context.fillRect(x + 1, y + 1, cell - 2, cell - 2);
    if (!is || !asked) continue;
    context.strokeStyle = palette.accent;
    context.lineWidth = 2 * palette.weight;
    context.strokeRect(x + 1, y + 1, cell - 2, cell - 2);
    write(
      sheet,
      '?',
      x + cell / 2,
      y + cell / 2,
      { align: 'center', vertical: 'middle' },
      { bold: true, colour: palette.accent },
    );
  }
}

/** A broad arrow with words above it. */
function drawArrow(sheet: Sheet, words: readonly string[]): void {
  const { context, width, height, palette, size } = sheet;
  const y = height / 2;
  context.fillStyle = palette.ink;
  context.fillRect(0, y - 3, width - 16, 6);
  context.beginPath();
  context.moveTo(width, y);
  context.lineTo(width - 20, y - 13);
  context.lineTo(width - 20, y + 13);
  context.fill();
  words.forEach((line, n) => {
    const at = y - 12 - (words.length - 1 - n) * 1.4 * size;
    write(sheet, line, width / 2, at, { align: 'center', vertical: 'bottom' }, { bold: true });
  });
}

/** The network of two states with the units that flip its switch, and what is asked of it once it has learned three states. */
export function Reused() {
  useWanted('kick');
  const orbit = useApp((state) => state.orbit);
  const count = useApp((state) => state.network?.weights.hiddenSize ?? 0);
  const trained = useApp((state) => state.warmStart && state.network?.origin === 'training' && state.network.update);
  const units = useApp((state) => unitsText(['group-A', 'group-B'].flatMap((id) => [...(targetOf(state, id)?.units ?? [])])));
  const draw = useMemo(() => {
    const marked = parseUnits(units);
    return (sheet: Sheet, liveRun: LiveRun, step: number) => {
      const { width, height, size } = sheet;
      const [top, gap] = [2.8 * size, 0.16 * width];
      const side = (width - gap) / 2;
      const [plane, block] = [0.56 * (height - top), 0.34 * (height - top)];
      const right = side + gap;
      const title = (text: string, x: number, y: number) =>
        write(sheet, text, x + side / 2, y, { align: 'center', vertical: 'top' }, { bold: true });
      title(PICTURES.reused.before, 0, 4);
      title(PICTURES.reused.after(trained || undefined), right, 4);
      // A network that is being trained on is the one in view: it stands on the right then.
      const x = trained === undefined || trained === false ? 0 : right;
      if (orbit)
        inPart(sheet, { x, y: top, width: side, height: plane }, (part) =>
          drawState(part, drawOrbit(part, orbit), liveRun, step),
        );
      if (x === 0)
        write(sheet, '?', right + side / 2, top + plane / 2, { align: 'center', vertical: 'middle' }, { bold: true, scale: 5 });
      inPart(sheet, { x: side + 8, y: top, width: gap - 16, height: plane }, (part) => drawArrow(part, PICTURES.reused.on));
      const y = top + plane + 2.4 * size;
      title(PICTURES.reused.switch, 0, top + plane + 6);
      title(PICTURES.reused.same, right, top + plane + 6);
      inPart(sheet, { x: 0, y, width: side, height: block }, (part) => drawUnits(part, count, marked, false));
      inPart(sheet, { x: right, y, width: side, height: block }, (part) => drawUnits(part, count, marked, true));
    };
  }, [orbit, count, units, trained]);
  return <LivePicture title={PICTURES.titles.reused} draw={draw} complete={units !== ''} />;
}
