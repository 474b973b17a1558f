import { describe, expect, it } from 'vitest';
import { normalised } from '../../../src/views/training/progress';

describe('the loss between floor and plateau', () => {
  const landmarks = [
    { firstUpdate: 10, floor: 2, plateau: 6 },
    { firstUpdate: 20, floor: 10, plateau: 30 },
  ];
  it('is 0 at the floor and 1 at the plateau of every phase', () => {
    const losses = [
      { update: 10, loss: 6 },
      { update: 12, loss: 2 },
      { update: 19, loss: 4 },
      { update: 20, loss: 20 },
      { update: 30, loss: 8 },
    ];
    expect(normalised({ losses, landmarks }).map(({ loss }) => loss)).toEqual([1, 0, 0.5, 0.5, -0.1]);
  });

  it('does not jump where a phase brings other lines and the loss keeps its place between them', () => {
    const losses = [
      { update: 19, loss: 5 },
      { update: 20, loss: 25 },
    ];
    const [before, after] = normalised({ losses, landmarks });
    expect(after!.loss).toBeCloseTo(before!.loss, 12);
  });

  it('leaves out what has no lines, and lines that do not differ', () => {
    expect(normalised({ losses: [{ update: 3, loss: 4 }], landmarks })).toEqual([]);
    expect(normalised({ losses: [{ update: 3, loss: 4 }], landmarks: [{ firstUpdate: 0, floor: 2, plateau: 2 }] })).toEqual([]);
  });
});
