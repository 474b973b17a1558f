import { describe, expect, it } from 'vitest';
import { PAPER_HMM_IDS, PAPER_HMMS } from '../../../src/hmm/models';
import { layoutModel } from '../../../src/views/model/layout';

/** Half of the width and height of a label such as “.025”, in pixels. */
const HALF = { x: 13, y: 5.5 };

const SIZES = [
  { width: 570, height: 112 },
  { width: 570, height: 300 },
  { width: 400, height: 150 },
];

describe.each(PAPER_HMM_IDS)('the picture of the model %s', (id) => {
  it.each(SIZES)('has every label free of other labels and of states: $width × $height', ({ width, height }) => {
    const { nodes, arrows, radius } = layoutModel(PAPER_HMMS[id], width, height);
    for (const [i, a] of arrows.entries()) {
      for (const b of arrows.slice(i + 1))
        expect(Math.abs(a.labelX - b.labelX) >= 2 * HALF.x || Math.abs(a.labelY - b.labelY) >= 2 * HALF.y).toBe(true);
      for (const { x, y } of nodes) {
        const dx = Math.max(0, Math.abs(a.labelX - x) - HALF.x);
        const dy = Math.max(0, Math.abs(a.labelY - y) - HALF.y);
        expect(Math.hypot(dx, dy)).toBeGreaterThan(radius);
      }
    }
  });
  it.each(SIZES)('keeps states and labels within its box: $width × $height', ({ width, height }) => {
    const { nodes, arrows, radius } = layoutModel(PAPER_HMMS[id], width, height);
    for (const { x, y } of nodes) {
      expect(Math.min(x, width - x)).toBeGreaterThanOrEqual(radius);
      expect(Math.min(y, height - y)).toBeGreaterThanOrEqual(radius);
    }
    for (const { labelX, labelY } of arrows) {
      expect(Math.min(labelX, width - labelX)).toBeGreaterThanOrEqual(HALF.x);
      expect(Math.min(labelY, height - labelY)).toBeGreaterThanOrEqual(HALF.y);
    }
  });
});
