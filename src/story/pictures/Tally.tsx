import type { LiveRun } from '../../state/live/liveRun';
import { numberOf } from '../facts';
import { LivePicture, type Sheet, write } from './LivePicture';
import { PICTURES } from './text';

const FINDINGS = ['falls', 'zones', 'turns', 'few', 'compete', 'traps'] as const;
/** Steps of the live run from row to row, and marks that appear in one step. */
const PACE = { row: 24, marks: 2 };

/** Pictures narrower than this, CSS pixels, have no room for both headings side by side. */
const NARROW = 560;

/** On how many networks a finding holds, of how many: those of the live recipe, then those of the paper's. */
const countsOf = (finding: (typeof FINDINGS)[number]) => [
  {
    holds: numberOf(`open.${finding}.live`),
    of: numberOf(finding === 'turns' ? 'open.chains.live' : 'open.live'),
  },
  {
    holds: numberOf(`open.${finding}.paper`),
    of: numberOf(finding === 'turns' ? 'open.chains.paper' : 'open.paper'),
  },
];

/** One mark for each network: filled where the finding holds. */
function drawMarks(
  { context, palette }: Sheet,
  x: number,
  y: number,
  cell: number,
  { holds, of }: { holds: number; of: number },
  shown: number,
): void {
  for (let k = 0; k < Math.min(of, shown); k++) {
    context.beginPath();
    context.arc(x + (k + 0.5) * cell, y, 0.36 * cell, 0, 2 * Math.PI);
    if (k < holds) {
      context.fillStyle = palette.accent;
      context.fill();
    } else {
      context.strokeStyle = palette.edge;
      context.lineWidth = 1.5;
      context.stroke();
    }
  }
}

function drawTally(sheet: Sheet, _: LiveRun, step: number): void {
  const { width, height, palette, size } = sheet;
  const [live, paper] = [numberOf('open.live'), numberOf('open.paper')];
  const cell = Math.min(2 * size, (width - 2 * size) / (live + paper + 3));
  const second = (live + 2) * cell;
  const head = 3 * size;
  const row = (height - head) / FINDINGS.length;
  write(sheet, PICTURES.recipes.live, 4, 4, { align: 'left', vertical: 'top' }, { colour: palette.muted });
  // On a narrow picture the second heading stands below the first.
  const [at, y] = width < NARROW ? ([width - 4, 4 + 1.3 * size] as const) : ([second, 4] as const);
  const align = width < NARROW ? 'right' : 'left';
  write(sheet, PICTURES.recipes.paper, at, y, { align, vertical: 'top' }, { colour: palette.muted });
  FINDINGS.forEach((finding, n) => {
    const shown = PACE.marks * (step - n * PACE.row);
    if (shown <= 0) return;
    const y = head + n * row;
    const [first, other] = countsOf(finding);
    const words = `${PICTURES.findings[finding]}: ${first!.holds} of ${first!.of}, ${other!.holds} of ${other!.of}`;
    write(sheet, words, 4, y + 0.28 * row, { align: 'left', vertical: 'middle' }, { bold: true });
    drawMarks(sheet, 4, y + 0.66 * row, cell, first!, shown);
    drawMarks(sheet, second, y + 0.66 * row, cell, other!, shown - first!.of);
  });
}

/** Which findings hold on how many of the networks that ship. */
export const Tally = () => <LivePicture title={PICTURES.titles.tally} draw={drawTally} />;
