import '../src/kernels/bundled';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { checkpointDynamics } from '../src/dynamics/emergence/checkpointDynamics';
import { beforeAfter, bifurcation, type CheckpointValue } from '../src/dynamics/emergence/emergence';
import { finish } from '../src/math/progress';
import type { Estimate } from '../src/math/statistics';
import { dropInterval, readHistory } from '../src/training/history';
import type { Preset } from '../src/training/presets';
import { COMMON, readOptions, wholeNumber } from './arguments';
import { readIndex } from './networkFiles';

const COMMAND = {
  name: 'emergence',
  about: 'Says when the mechanism appeared in the training of each network, as rows of a table.',
  options: {
    only: COMMON.only,
    seed: COMMON.seed,
    folder: COMMON.folder,
  },
  examples: ['', '--only chain-3'],
} as const;
const { values } = readOptions(COMMAND);
const folder = values.folder;
const seed = wholeNumber('seed', values.seed, 0);

const number = (value: number | undefined, digits = 3): string =>
  value === undefined || Number.isNaN(value) ? '–' : value.toFixed(digits);

/** When and how the mechanism appeared in the training of one shipped network, as a row of a table. */
function row(preset: Preset): string {
  const history = readHistory(readFileSync(join(folder, preset.history!)));
  const found = history.checkpoints.map(({ update, weights }) => ({ update, ...finish(checkpointDynamics(weights, { seed })) }));
  const curves = {
    losses: history.losses,
    landmarks: history.landmarks,
    checkpoints: found.map(({ update, unstable, critical }) => ({ update, unstable: unstable.value, critical: critical.value })),
  };
  const marker = bifurcation(curves, { startGain: preset.gain });
  const drop = dropInterval(history.losses, history.landmarks);
  const split = (of: (entry: (typeof found)[number]) => Estimate): string => {
    const entries = found.map(
      (entry): CheckpointValue => ({ update: entry.update, divergent: entry.divergent, estimate: of(entry) }),
    );
    const { before, after } = beforeAfter(entries, marker);
    return `${number(before?.value)} → ${number(after?.value)}`;
  };
  const inside = drop && marker.update !== undefined && marker.update >= drop[0] && marker.update <= drop[1];
  return [
    preset.id,
    number(preset.gain, 2),
    `${number(marker.step0.unstable)}, ${number(marker.step0.critical)}`,
    drop ? `${drop[0]}–${drop[1]}` : '–',
    `${marker.lossTime ?? '–'}, ${marker.spectrumTime ?? '–'}`,
    `${marker.update ?? '–'}${inside ? '' : ' (outside)'}`,
    split((entry) => entry.transitionRate),
    split((entry) => entry.unstable),
    split((entry) => entry.critical),
    `${found.filter(({ divergent }) => divergent).length} of ${found.length}`,
  ].join(' | ');
}

console.log(
  'id | start gain | start: unstable, critical | loss drops | loss, spectra | marker | TR | unstable | critical | explosive',
);
for (const preset of readIndex(folder))
  if (preset.history && (!values.only || preset.id === values.only)) console.log(row(preset));
