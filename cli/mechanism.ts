import '../src/kernels/bundled';
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { type KickDirection, type KickReport, kickNeurons } from '../src/dynamics/kick/kickNeurons';
import { writeMechanism } from '../src/dynamics/kick/mechanismFile';
import { finish } from '../src/math/progress';
import type { Estimate } from '../src/math/statistics';
import { readWeights } from '../src/rnn/safetensors';
import { weightsFingerprint } from '../src/rnn/weights';
import type { Preset } from '../src/training/presets';
import { COMMON, readOptions, wholeNumber } from './arguments';
import { readIndex, writeIndex } from './networkFiles';

const COMMAND = {
  name: 'mechanism',
  about: 'Looks for the kick groups of the networks in a folder.',
  options: {
    only: COMMON.only,
    seed: COMMON.seed,
    folder: COMMON.folder,
    write: { help: 'write ID.mechanism.json beside each network and name it in the index' },
  },
  examples: ['--only chain-3', '--write'],
} as const;

const { values } = readOptions(COMMAND);
const folder = values.folder;
const seed = wholeNumber('seed', values.seed, 0);

const number = (value: number): string => value.toFixed(3).replace(/^0/, '');

const interval = ({ value, low, high }: Estimate): string => `${number(value)} [${number(low)}, ${number(high)}]`;

function line({ from, to, verdict, states, candidates, score, curve, fewest, exhaustive }: KickDirection): string {
  const zones = `${states.cluster}/${states.kick}/${states.transition} states, ${candidates.length} candidates`;
  if (!score) return `  ${from}→${to} ${verdict}, ${zones}`;
  const { base, ratio, muted, null: random, asWell, p, group, inProfile, starts } = score;
  const kind = inProfile.length === group.length ? 'kick group' : `causal group, ${inProfile.length} in profile`;
  const sizes = curve.map((one) => `${one.group.length}: ${number(one.clamped.value)} ${number(one.muted.value)}`).join(', ');
  const tried = exhaustive ? `; all ${exhaustive.tried} groups of ${exhaustive.size} tried, ${exhaustive.met} met the bar` : '';
  return (
    `  ${from}→${to} ${verdict}, k* = ${fewest ?? '–'} {${group}} (${kind}): p_exit ${number(base.value)}, ` +
    `left clamped ${interval(ratio)}, muted ${interval(muted)}; p = ${number(p)}, ${asWell} of ${random.length} random groups do as ` +
    `well, they leave p_exit ${number(random[0] ?? Number.NaN)}…${number(random.at(-1) ?? Number.NaN)} (n = ${starts} starts, ${zones}${tried})\n` +
    `      clamped, muted by size: ${sizes}`
  );
}

/** Finds the kick groups of one network and prints them. */
function detect(preset: Preset): { report: KickReport; fingerprint: string } {
  const { weights } = readWeights(readFileSync(join(folder, preset.file)));
  const begun = performance.now();
  const report = finish(kickNeurons(weights, { seed }));
  console.log(`${preset.id} (H = ${weights.hiddenSize}): ${((performance.now() - begun) / 1000).toFixed(1)} s`);
  for (const direction of report.directions) console.log(line(direction));
  return { report, fingerprint: weightsFingerprint(weights) };
}

const updated = readIndex(folder).map((preset): Preset => {
  if (values.only && preset.id !== values.only) return preset;
  const { report, fingerprint } = detect(preset);
  if (!values.write) return preset;
  const mechanism = `${preset.id}.mechanism.json`;
  writeFileSync(join(folder, mechanism), writeMechanism({ version: 2, fingerprint, report }));
  return { ...preset, mechanism };
});
if (values.write) writeIndex(folder, updated);
