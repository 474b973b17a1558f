import { type Figure, toCsv } from '../../charts/figure';
import type { Palette } from '../../charts/palette';
import { downloadBytes } from '../files';

/** A figure with everything needed to write it to a file. */
export interface SavedFigure {
  figure: Figure;
  /** File name without ending. */
  name: string;
  width: number;
  height: number;
  palette: Palette;
  /** What it shows, with n and settings: goes into the files. */
  notes: readonly string[];
}

const paint = ({ figure, width, height, palette }: Omit<SavedFigure, 'name'>, context: CanvasRenderingContext2D) => {
  context.fillStyle = palette.panel;
  context.fillRect(0, 0, width, height);
  figure.draw(context, width, height, palette);
};

/** The typeface of the page, by the letters that need it. A file that is opened elsewhere does not have it, so it goes into the file. */
const FACES = [
  { file: 'atkinson-next.woff2', needed: /./ },
  { file: 'commissioner-greek.woff2', needed: /[\u0370-\u03ff]/ },
] as const;

/** A typeface as a style sheet; empty where it cannot be fetched: the file then names the system's. */
async function faceCss(file: string): Promise<string> {
  const response = await fetch(new URL(`fonts/${file}`, document.baseURI)).catch(() => undefined);
  if (!response?.ok) return '';
  const bytes = new Uint8Array(await response.arrayBuffer());
  const base64 = btoa(Array.from(bytes, (byte) => String.fromCharCode(byte)).join(''));
  const range = file.includes('greek') ? 'unicode-range:U+0370-03FF;' : '';
  return `@font-face{font-family:Atkinson;font-weight:400 700;${range}src:url(data:font/woff2;base64,${base64}) format("woff2")}`;
}

const fetched = new Map<string, string>();
/** One that could not be fetched is asked for again with the next figure. */
async function faceOnce(file: string): Promise<string> {
  const css = fetched.get(file) ?? (await faceCss(file));
  if (css) fetched.set(file, css);
  return css;
}

/** The very drawing commands of the figure as SVG, with the typeface of its words. */
export async function figureSvg(saved: Omit<SavedFigure, 'name'>): Promise<string> {
  const { Context } = await import('svgcanvas');
  const context = new Context(saved.width, saved.height) as unknown as CanvasRenderingContext2D & { getSerializedSvg(): string };
  paint(saved, context);
  const title = saved.notes.join(' ').replaceAll('&', '&amp;').replaceAll('<', '&lt;');
  const drawn = context.getSerializedSvg();
  const faces = await Promise.all(FACES.filter(({ needed }) => needed.test(drawn)).map(({ file }) => faceOnce(file)));
  return drawn.replace(/(<svg[^>]*>)/, `$1<title>${title}</title><style>${faces.join('')}</style>`);
}

/** The figure as PNG at twice its size on screen. */
async function figurePng(saved: SavedFigure): Promise<Blob> {
  const canvas = document.createElement('canvas');
  canvas.width = Math.round(2 * saved.width);
  canvas.height = Math.round(2 * saved.height);
  const context = canvas.getContext('2d')!;
  context.scale(2, 2);
  paint(saved, context);
  return new Promise((resolve, reject) =>
    canvas.toBlob((blob) => (blob ? resolve(blob) : reject(new Error('the browser could not write the picture'))), 'image/png'),
  );
}

export const figureCsv = ({ figure, notes }: Pick<SavedFigure, 'figure' | 'notes'>): string => toCsv(figure.table(), notes);

/** Writes a figure as a file. */
export const SAVERS = {
  SVG: async (saved: SavedFigure) =>
    downloadBytes(new TextEncoder().encode(await figureSvg(saved)), `${saved.name}.svg`, 'image/svg+xml'),
  PNG: async (saved: SavedFigure) =>
    downloadBytes(new Uint8Array(await (await figurePng(saved)).arrayBuffer()), `${saved.name}@2x.png`, 'image/png'),
  CSV: async (saved: SavedFigure) => downloadBytes(new TextEncoder().encode(figureCsv(saved)), `${saved.name}.csv`, 'text/csv'),
} as const;
