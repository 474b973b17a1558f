import { describe, expect, it } from 'vitest';
import { type SkeletonMoment, skeletonBirth, skeletonThroughTraining } from '../../../../src/analyses/emergence/compute';
import { birthText, skeletonTrainingFigure } from '../../../../src/analyses/emergence/SkeletonTrainingBody';
import { PALETTES } from '../../../../src/charts/palette';
import { recordingContext } from '../../charts/recordingContext';
import { finish } from '../../finish';
import { ring, rivals } from './planted';

const moment = (update: number, kind: SkeletonMoment['kind'], wells = 1): SkeletonMoment => ({
  update,
  ...(kind ? { kind } : {}),
  wells,
  saddles: wells - 1,
  cycle: kind === 'cycle',
  largest: kind ? 0.9 : Number.NaN,
});

describe('the skeleton through a planted training', () => {
  // Two rivals whose ties grow; the last grows without bound.
  const weights = [rivals(2, 0.3, -0.2), rivals(2, 0.6, -1), rivals(2), rivals(2, 0.92, -2.7), rivals(2, 1.5, 0)];
  const moments = finish(
    skeletonThroughTraining(
      weights.map((one, n) => ({ update: 10 * n, weights: one })),
      { seed: 1 },
    ),
  );

  it('goes from one stable point to two with a saddle between them', () => {
    expect(moments.map(({ kind }) => kind)).toEqual(['resting-point', expect.any(String), 'switch', 'switch', undefined]);
    expect([moments[0]!.wells, moments[2]!.wells, moments[2]!.saddles]).toEqual([1, 2, 1]);
    expect(moments[0]!.largest).toBeLessThan(1);
    expect(moments[4]!.largest).toBeNaN();
  });

  it('has a ring that becomes a cycle', () => {
    const turning = [ring(3, 0.5, -1), ring(3)].map((one, update) => ({ update, weights: one }));
    const [before, after] = finish(skeletonThroughTraining(turning, { seed: 1 }));
    expect([before!.kind, before!.cycle]).toEqual(['noisy-focus', false]);
    expect([after!.kind, after!.cycle]).toEqual(['cycle', true]);
    expect(after!.largest).toBeGreaterThan(1);
  });
});

describe('when it happens', () => {
  const single = [0, 10, 20].map((update) => moment(update, 'noisy-focus'));

  it('is the first of three checkpoints in a row, or of all to the end', () => {
    const blip = [
      ...single,
      moment(30, 'switch', 2),
      moment(40, 'noisy-focus'),
      moment(50, 'switch', 2),
      moment(60, 'switch', 2),
    ];
    expect(skeletonBirth(blip)).toEqual({ update: 50, after: 40 });
    expect(skeletonBirth(single)).toEqual({ update: undefined, after: undefined });
    expect(skeletonBirth([moment(0, 'cycle', 0)])).toEqual({ update: 0, after: undefined });
  });

  it('passes over checkpoints that grow without bound', () => {
    const explosive = [
      moment(0, 'noisy-focus'),
      moment(10, undefined),
      moment(20, 'switch', 2),
      moment(30, undefined),
      moment(40, 'cycle', 0),
    ];
    expect(skeletonBirth(explosive)).toEqual({ update: 20, after: 0 });
  });

  it('is told beside the marker, and as clearly apart beyond a tenth of the training', () => {
    const found = [...single, ...[30, 40, 50].map((update) => moment(update, 'switch', 2))];
    expect(birthText(found, 32, 100)).toContain('Between updates 20 and 30');
    expect(birthText(found, 32, 100)).toContain('2 % of the training away');
    expect(birthText(found, 55, 100)).toContain('clearly apart, by 25 % of the training');
    const flickers = [moment(0, 'cycle', 0), ...single, moment(30, 'cycle', 0), moment(40, 'noisy-focus')];
    expect(birthText(flickers, 32, 100)).toBe(
      'The skeleton is more than one stable point at 2 of 6 checkpoints, but never at three in a row.',
    );
    expect(birthText([moment(0, undefined)], 32, 100)).toContain('No checkpoint has a skeleton');
    expect(birthText(found, undefined, 100)).toContain('not known yet');
    expect(birthText(single, 32, 100)).toContain(
      'one single point through the whole training. At the end its largest |μ| is 0.90.',
    );
  });
});

describe('the picture', () => {
  it('has a stretch of the strip for every checkpoint with a skeleton, in the colour of its kind', () => {
    const moments = [moment(0, 'noisy-focus'), moment(10, undefined), moment(20, 'switch', 2), moment(30, 'cycle', 0)];
    const figure = skeletonTrainingFigure(moments, { marker: 18, cursor: 30, end: 40 });
    const { context, painted } = recordingContext();
    figure.draw(context, 500, 300, PALETTES.screen);
    const { outputs } = PALETTES.screen;
    const strip = painted.filter(({ kind, colour }) => kind === 'rect' && outputs.includes(colour)).map(({ colour }) => colour);
    expect(strip).toEqual([outputs[0], outputs[2], outputs[1]]);
    const words = painted.flatMap(({ text }) => (text ? [text] : []));
    expect(words).toEqual(expect.arrayContaining(['marker', 'skeleton', 'noisy focus', 'switch', 'cycle']));
    expect(figure.table().rows.map(([update, kind]) => [update, kind])).toEqual([
      [0, 'noisy focus'],
      [10, 'grows without bound'],
      [20, 'switch'],
      [30, 'cycle'],
    ]);
  });
});
