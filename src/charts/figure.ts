import type { Palette } from './palette';

/** Rows of a figure's data, as they go into a CSV file. */
export interface Table {
  columns: string[];
  rows: (number | string)[][];
}

/** A picture that can be drawn at any size on any 2-D context, and the numbers it shows. */
export interface Figure {
  draw(context: CanvasRenderingContext2D, width: number, height: number, palette: Palette): void;
  table(): Table;
}

/** One cell as RFC 4180 wants it; numbers keep every digit that tells them apart. */
function cell(value: number | string): string {
  const text = typeof value === 'number' ? (Number.isFinite(value) ? String(value) : '') : value;
  return /[",\r\n]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text;
}

/** The table as CSV with a header line; `notes` go before it as lines that start with #. */
export function toCsv({ columns, rows }: Table, notes: readonly string[] = []): string {
  const lines = [...notes.map((note) => `# ${note.replace(/\s+/g, ' ')}`), columns.map(cell).join(',')];
  for (const row of rows) lines.push(row.map(cell).join(','));
  return `${lines.join('\r\n')}\r\n`;
}
