import { drawLabelStrip } from '../../charts/labelStrip';
import type { PaperHmmId } from '../../hmm/models';
import { HISTORY, type LiveRun } from '../../state/live/liveRun';
import { useAppController } from '../../ui/context';
import { keepStep, type Shipped, useShipped } from './companions';
import { LivePicture, type Sheet, write } from './LivePicture';
import { drawOrbit, drawState, inPart } from './plane';
import { PICTURES } from './text';

const CHAINS: readonly PaperHmmId[] = ['chain-2', 'chain-3', 'chain-4', 'chain-5'];
/** Steps of outputs shown. */
const COLUMNS = 200;

/** One chain: its network on its own axes, with its mean loop where that is measured; its favoured outputs below. */
function drawTile(sheet: Sheet, { id, network, orbit, run }: Shipped): void {
  const { context, width, height, palette, size } = sheet;
  if (!orbit) return;
  const rows = 3.4 * size;
  const scale = drawOrbit({ ...sheet, height: height - rows - size }, orbit);
  drawState(sheet, scale, run);
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
    const { settings } = app.store.getState();
    const [width, height] = [sheet.width / 2, sheet.height / 2];
    shipped.forEach((one, n) => {
      keepStep(one.run, step, settings);
      inPart(sheet, { x: (n % 2) * width, y: Math.floor(n / 2) * height, width, height }, (part) => drawTile(part, one));
    });
  };
  return <LivePicture title={PICTURES.titles.chains} draw={draw} />;
}
