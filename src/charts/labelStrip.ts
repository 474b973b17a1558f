/** A strip of successive outputs: one column per step, one lane per output, so that position tells the output as well as colour. */
export interface StripData {
  /** Ring buffer of labels; slot of step t is t mod capacity. */
  labels: Uint8Array;
  capacity: number;
  /** Steps made so far; the newest is drawn at the right end. */
  step: number;
  /** Columns shown. */
  columns: number;
  nOutputs: number;
}

export function drawLabelStrip(
  context: CanvasRenderingContext2D,
  data: StripData,
  box: { x: number; y: number; width: number; height: number },
  colours: readonly string[],
  guide: string,
): void {
  const { labels, capacity, step, columns, nOutputs } = data;
  const lane = box.height / nOutputs;
  context.fillStyle = guide;
  for (let k = 0; k < nOutputs; k++) context.fillRect(box.x, Math.round(box.y + (k + 0.5) * lane), box.width, 1);
  const first = Math.max(0, step - columns);
  const cell = box.width / columns;
  for (let k = 0; k < nOutputs; k++) {
    context.fillStyle = colours[k]!;
    for (let t = first; t < step; t++) {
      if (labels[t % capacity] !== k) continue;
      // Runs of one output are drawn as one bar.
      let end = t + 1;
      while (end < step && labels[end % capacity] === k) end++;
      const x = box.x + (columns - (step - t)) * cell;
      context.fillRect(
        x,
        box.y + k * lane + lane * 0.12,
        Math.max(1, (end - t) * cell - Math.min(0.6, cell * 0.15)),
        lane * 0.76,
      );
      t = end;
    }
  }
}
