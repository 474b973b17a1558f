import { collapseReport, measureCollapse } from '../../src/dynamics/collapse';
import { emissionSweep } from '../../src/dynamics/emissions/noiseSweepEmissions';
import { flowField } from '../../src/dynamics/orbit/flowField';
import { summariseOrbit } from '../../src/dynamics/orbit/orbit';
import { ORBIT_STRIDE } from '../../src/dynamics/orbit/orbitPlanes';
import { isRing } from '../../src/dynamics/orbit/ring';
import { CLUSTER, KICK_ZONE, TRANSITION } from '../../src/dynamics/zones/zones';

import { PAPER_HMMS } from '../../src/hmm/models';
import { exactStatistics } from '../../src/hmm/statistics';
import { finish } from '../../src/math/progress';
import { meanEstimate, wilson } from '../../src/math/statistics';
import { held } from '../replicationVerdicts';
import type { Gallery } from './gallery';
import { fact, firstFact, type Measure, mean, percent, round, share, withInterval, witness } from './measure';
import { lengthAfter, staysOf, turnsOf, zonesOfRun } from './runs';

/** Numbers of the opening and the first chapters: the picture, the network under noise, the match, the silence, the zones. */

/** The network of the opening, chosen for its picture, and that of most chapters. */
const OPENING = 'chain-2';
export const MAIN = 'chain-2';

const opening: Measure[] = [
  witness(OPENING, 'start.turns', (g) => round(Math.abs(g.preset(OPENING).scores.turnsPerRoundTrip), 2)),
  witness(OPENING, 'start.changes', (g) => withInterval(g.preset(OPENING).scores.changeRateRatio, 2)),
  witness(OPENING, 'start.enclosure', (g) => round(g.preset(OPENING).scores.ring.enclosure, 3)),
  witness(OPENING, 'start.hole', (g) => round(g.preset(OPENING).scores.ring.holeShare, 3)),
  firstFact('gallery', 'gallery.size', (g) => g.presets.length),
  firstFact('gallery', 'gallery.rings', (g) => g.presets.filter(({ scores }) => isRing(scores.ring)).length),
];

const network: Measure[] = [
  fact(MAIN, 'noise.units', (g) => g.weights(MAIN).hiddenSize),
  fact(MAIN, 'noise.inputs', (g) => g.weights(MAIN).inputDim),
  witness(MAIN, 'noise.turns', (g) => round(turnsOf(g.weights(MAIN), 1), 2)),
  witness(MAIN, 'noise.favoured', (g) => {
    const { outputLabels } = g.run(MAIN);
    return [0, 1, 2].filter((output) => share(outputLabels, (label) => label === output) > 0.05).length;
  }),
  fact(MAIN, 'noise.stay', (g) => withInterval(meanEstimate(staysOf(g.run(MAIN).outputLabels)))),
];

/** Emission error and change rate of the two-state network with little noise, as trained, and with much. */
const sweep = (g: Gallery) =>
  g.once('sweep', () => {
    const options = { seed: 1, noiseStds: [0.25, 1, 4], batches: 4, runs: 32, steps: 400 };
    return finish(emissionSweep(g.weights(MAIN), exactStatistics(PAPER_HMMS[MAIN]), options)).levels;
  });

const match: Measure[] = [
  fact(MAIN, 'match.quiet', (g) => round(sweep(g)[0]!.changeRateRatio.value, 1)),
  fact(MAIN, 'match.loud', (g) => percent(sweep(g)[2]!.changeRateRatio.value)),
  ...(['quietError', 'error', 'loudError'] as const).map((name, level) =>
    witness(MAIN, `match.${name}`, (g) => round(sweep(g)[level]!.maxCell.value, 3)),
  ),
  fact(MAIN, 'match.floor', (g) => withInterval(g.preset(MAIN).scores.ratio, 2)),
  witness('gallery', 'match.least', (g) => round(Math.min(...g.presets.map(({ scores }) => scores.maxCell)), 3)),
];

const silence: Measure[] = [
  fact(MAIN, 'silence.back', (g) => {
    const weights = g.weights(MAIN);
    const { drivenNorm } = measureCollapse(weights, 1, 20, 10);
    let steps = 5;
    while (steps < 200 && lengthAfter(weights, steps, 100) < 0.9 * drivenNorm) steps += 5;
    return steps;
  }),
  fact(MAIN, 'silence.lost', (g) => {
    const { value, low, high, n } = letGo(g).decayPerStep!;
    return withInterval({ value: 1 - value, low: 1 - high, high: 1 - low, n }, 1, 100);
  }),
  fact(MAIN, 'silence.below', (g) => letGo(g).collapsedAfter ?? Number.POSITIVE_INFINITY),
  witness(MAIN, 'silence.straight', (g) => round(leastStraight(letGo(g)), 3)),
  witness(MAIN, 'silence.arrows', (g) => percent(arrowsThatTurn(g))),
];

const letGo = (g: Gallery) => g.once('collapse', () => finish(collapseReport(g.weights(MAIN), { seed: 1 })));

/** How straight the least straight of the curves is on a logarithmic axis: R² from step 20 on, until it leaves what can be seen. */
function leastStraight({ norms, released, steps, drivenNorm }: ReturnType<typeof letGo>): number {
  let least = 1;
  for (let n = 0; n < released; n++) {
    const path = Array.from(norms.subarray(n * (steps + 1) + 20, (n + 1) * (steps + 1)));
    const end = path.findIndex((norm) => norm < 1e-12 * drivenNorm);
    const logs = path.slice(0, end < 0 ? path.length : end).map(Math.log);
    const [at, value] = [(logs.length - 1) / 2, mean(logs)];
    const sum = (of: (log: number, t: number) => number) => logs.reduce((total, log, t) => total + of(log, t), 0);
    const both = sum((log, t) => (t - at) * (log - value));
    least = Math.min(least, both ** 2 / (sum((_, t) => (t - at) ** 2) * sum((log) => (log - value) ** 2)));
  }
  return least;
}

/** Share of the noise-free arrows that turn about the cross in the sense of the driven state. */
function arrowsThatTurn(g: Gallery): number {
  const weights = g.weights(MAIN);
  const { basis, points, origin, rotations } = summariseOrbit(weights, { steps: 10_000, seed: 1 });
  const along = (axis: number) =>
    Float64Array.from({ length: points.length / ORBIT_STRIDE }, (_, t) => points[t * ORBIT_STRIDE + axis]!);
  const [x, y] = [along(0).sort(), along(1).sort()];
  const bounds = { left: x[0]!, right: x.at(-1)!, bottom: y[0]!, top: y.at(-1)! };
  const field = flowField(weights, basis, { axes: [0, 1], bounds, columns: 24, rows: 18 });
  const sense = Math.sign(rotations[0]!.netTurns);
  return share(field.dx, (dx, n) => sense * ((field.x[n]! - origin[0]!) * field.dy[n]! - (field.y[n]! - origin[1]!) * dx) > 0);
}

const ZONE_STATES = 4000;

/** Mean residency time in the middle of PC1 over that at its ends, the shorter of the two. */
function middleOverEnds(g: Gallery): number {
  const { report } = zonesOfRun(g, MAIN, ZONE_STATES);
  const place = Float64Array.from({ length: report.states }, (_, t) => report.points[ORBIT_STRIDE * t]!);
  const along = Float64Array.from(place).sort();
  const time = (low: number, high: number) => {
    const [from, to] = [low, high].map((q) => along[Math.floor(q * (along.length - 1))]!) as [number, number];
    return mean([...report.residencyTimes].filter((_, t) => place[t]! >= from && place[t]! <= to));
  };
  return time(0.4, 0.6) / Math.min(time(0, 0.2), time(0.8, 1));
}

/** Mean length of the visits to a zone, in steps. */
const visitTo = (g: Gallery, zone: number): number => mean(zonesOfRun(g, MAIN, ZONE_STATES).visits[zone]!);

const zones: Measure[] = [
  witness(MAIN, 'zones.middle', (g) => round(middleOverEnds(g), 2)),
  fact(MAIN, 'zones.cluster', (g) => round(visitTo(g, CLUSTER))),
  witness(MAIN, 'zones.kick', (g) => round(visitTo(g, KICK_ZONE), 1)),
  witness(MAIN, 'zones.transition', (g) => round(visitTo(g, TRANSITION), 1)),
  fact(MAIN, 'zones.soon', (g) => {
    const stays = staysOf(g.run(MAIN).outputLabels);
    return withInterval(wilson(stays.filter((stay) => stay <= 10).length, stays.length), 0, 100);
  }),
  witness(MAIN, 'zones.variation', (g) => {
    const stays = staysOf(g.run(MAIN).outputLabels);
    const average = mean(stays);
    return round(Math.sqrt(mean(stays.map((stay) => (stay - average) ** 2))) / average, 2);
  }),
  fact(MAIN, 'zones.drawn', (g) => {
    const { outputLabels, sampledOutputs } = g.run(MAIN);
    return percent(share(sampledOutputs, (output, t) => output !== outputLabels[t]));
  }),
  fact('gallery', 'zones.spread', (g) => held(g.verdicts().networks, { claim: 'C9' }).held),
  fact('gallery', 'zones.least', (g) => held(g.verdicts().networks, { companionOf: 'C9' }).held),
];

export const EARLY: readonly Measure[] = [...opening, ...network, ...match, ...silence, ...zones];
