import { drawLabelStrip } from '../../charts/labelStrip';
import type { PaperHmmId } from '../../hmm/models';
import { HISTORY, type LiveRun } from '../../state/live/liveRun';
import { useAppController } from '../../ui/context';
import { keepStep, type Shipped, useShipped } from './companions';
import { LivePicture, type Sheet, write } from './LivePicture';
import { PICTURES } from './text';

const MODELS: readonly PaperHmmId[] = ['chain-2', 'chain-3', 'chain-5', 'fully', 'cyclic'];
/** Steps shown. */
const COLUMNS = 300;

/** The outputs of a model, and those of its network below them. */
function drawPair(sheet: Sheet, { id, network, run }: Shipped, y: number, height: number): void {
  const { context, width, palette, size } = sheet;
  const left = 14 * size;
  const each = 0.4 * height;
  write(sheet, PICTURES.models[id] ?? id, 4, y + 0.45 * height, { align: 'left', vertical: 'middle' }, { bold: true });
  [run.hmmOutputs, run.sampledOutputs].forEach((labels, row) => {
    const top = y + row * (each + 0.06 * height);
    const name = row === 0 ? PICTURES.model : PICTURES.network;
    write(sheet, name, left - 8, top + each / 2, { align: 'right', vertical: 'middle' }, { colour: palette.muted, scale: 0.9 });
    drawLabelStrip(
      context,
      { labels, capacity: HISTORY, step: run.step, columns: COLUMNS, nOutputs: network.hmm.nOutputs },
      { x: left, y: top, width: width - left, height: each },
      palette.outputs,
      palette.line,
    );
  });
}

/** Five models, each with a network of its own: the rhythm of the outputs is the same in each pair of rows. */
export function Models() {
  const app = useAppController();
  const shipped = useShipped(MODELS, false);
  const draw = (sheet: Sheet, _: LiveRun, step: number) => {
    const { settings } = app.store.getState();
    const each = sheet.height / MODELS.length;
    shipped.forEach((one, n) => {
      keepStep(one.run, step, settings);
      drawPair(sheet, one, n * each, each);
    });
  };
  return <LivePicture title={PICTURES.titles.models} draw={draw} />;
}
