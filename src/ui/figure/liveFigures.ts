import type { Figure } from '../../charts/figure';

/** A live picture that others may save or record. */
export interface LiveFigureEntry {
  figure: Figure;
  canvas: HTMLCanvasElement;
}

const entries = new Map<string, LiveFigureEntry[]>();

/** Makes a live picture known under a name for as long as it is on the page. @returns a function that takes it back */
export function registerLiveFigure(name: string, entry: LiveFigureEntry): () => void {
  entries.set(name, [...(entries.get(name) ?? []), entry]);
  return () =>
    void entries.set(
      name,
      (entries.get(name) ?? []).filter((other) => other !== entry),
    );
}

/** The picture of this name that came last and has a size, or undefined while there is none. */
export const liveFigure = (name: string): LiveFigureEntry | undefined =>
  entries.get(name)?.findLast(({ canvas }) => canvas.clientWidth > 0 && canvas.clientHeight > 0);
