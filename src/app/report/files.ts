import { strToU8, zipSync } from 'fflate';
import { PALETTES } from '../../charts/palette';
import type { ClaimResult } from '../../claims/claim';
import { type ClaimReport, reportToJson, reportToMarkdown } from '../../claims/report';
import { figureCsv, figureSvg } from '../../ui/figure/saveFigure';
import { figureOfClaim, pictureHeight } from './claimFigure';

/** Width of the figures in the ZIP file, CSS pixels. */
const WIDTH = 480;

/** The instant that every file in the ZIP bears: equal reports give equal bytes, and the format knows no date before 1980. */
const MTIME = new Date(1980, 0, 1);

const csvOf = ({ effects }: ClaimResult): string =>
  figureCsv({
    figure: {
      draw: () => {},
      table: () => ({
        columns: ['name', 'value', 'low', 'high', 'n', 'unit'],
        rows: effects.map(({ name, estimate: { value, low, high, n }, unit }) => [name, value, low, high, n, unit ?? '']),
      }),
    },
    notes: [],
  });

/** The report as Markdown and JSON, each claim's numbers as CSV, its figure as SVG with its data as CSV. */
export async function reportZip(report: ClaimReport): Promise<Uint8Array<ArrayBuffer>> {
  const files: Record<string, string> = { 'report.md': reportToMarkdown(report), 'report.json': reportToJson(report) };
  for (const result of report.results) {
    const { id, title, figure, effects } = result;
    if (effects.length > 0) files[`numbers/${id}.csv`] = csvOf(result);
    if (!figure) continue;
    const notes = [`${id} ${title}`];
    const drawn = figureOfClaim(figure);
    const height = pictureHeight(figure);
    files[`figures/${id}.svg`] = await figureSvg({ figure: drawn, width: WIDTH, height, palette: PALETTES.screen, notes });
    files[`figures/${id}.csv`] = figureCsv({ figure: drawn, notes });
  }
  const bytes = Object.fromEntries(Object.entries(files).map(([name, text]) => [name, strToU8(text)]));
  return new Uint8Array(zipSync(bytes, { mtime: MTIME }));
}
