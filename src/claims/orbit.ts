import { collapse } from '../analyses/collapse/compute';
import { collapse as collapseRequest } from '../analyses/collapse/request';
import { noise } from '../analyses/noise/compute';
import { noise as noiseRequest } from '../analyses/noise/request';
import { rotation } from '../analyses/rotation/compute';
import { rotation as rotationRequest } from '../analyses/rotation/request';
import { type Judgement, judgeAll, judgeBetween, judgeIfEnough } from '../dynamics/judge';
import { otherPlane, PLANES } from '../dynamics/orbit/orbitPlanes';
import { judgeRing } from '../dynamics/orbit/ring';
import type { RotationEstimate, RotationReport } from '../dynamics/orbit/rotationReport';
import { within } from '../math/progress';
import { exactly } from '../math/statistics';
import { DIVERGENCE_CAP } from '../rnn/simulate';
import { LONG_RUN } from '../training/checkpoint';
import type { ClaimEffect, ClaimPart, ClaimRow } from './claim';
import { longRun } from './context';
import { effect, magnitude, part } from './finding';
import { orbit, sourcesOf } from './shared';

/** Single fixed point without input. */
export const C3: ClaimRow = {
  id: 'C3',
  title: 'Without noise everything stops',
  statement:
    'With the noise switched off, the state falls back to one and the same resting point, the origin, from wherever it was. That the origin is the only point of rest is true of every such network; that the state gets there is the test.',
  test: '100 states of a noisy run are followed for 500 steps without noise: every one ends below a thousandth of the mean noisy length.',
  paper: 'All trained networks collapse to one fixed point.',
  needs: ['bounded'],
  *run(context) {
    const found = yield* collapse(collapseRequest.input(sourcesOf(context)));
    const { verdict, finalNorm, drivenNorm, released, steps, collapsedAfter, decayPerStep } = found;
    const share = finalNorm / drivenNorm;
    const outcome = {
      'single-fixed-point': `, below a thousandth from step ${collapsedAfter} on`,
      'not-collapsed-yet': ': not below a thousandth',
      grows: ': some state grows',
    }[verdict];
    return {
      verdict: verdict === 'single-fixed-point' ? 'reproduced' : 'not-reproduced',
      reason: `after ${steps} steps the largest of ${released} states is ${share.toExponential(1)} of the mean driven length${outcome}`,
      effects: [
        effect('largest final length over the driven mean', exactly(share, released)),
        ...(decayPerStep ? [effect('factor per step while it falls', decayPerStep)] : []),
        effect('driven mean length', exactly(drivenNorm, released)),
      ],
      figure: {
        kind: 'curve',
        x: Array.from(found.median, (_, step) => step),
        y: Array.from(found.median),
        low: Array.from(found.lowest),
        high: Array.from(found.highest),
        xName: 'steps without noise',
        yName: 'length of the state',
      },
    };
  },
};

/** Largest relative difference, root mean square, that counts as rounding. */
const ROUNDING = 1e-4;
/** The sweep also measures emissions. The claim does not need them, so they get the smallest size. */
const NO_EMISSIONS = { batches: 1, runs: 1, steps: 2 };

/** Orbit size linear in noise. */
export const C4: ClaimRow = {
  id: 'C4',
  title: 'The orbit grows in proportion to the noise',
  statement:
    'Twice the noise gives the same path at twice the size. This is true of every network of this kind, trained or not: scaling the noise scales everything. So the size grows with the standard deviation σ of the noise, and with the square root of its variance.',
  test: 'Runs at σ = .1, 1, 2, 3, 4 under the same draws are compared, state by state, with the rescaled run at σ = 1 (root mean square difference below 1e-4), and the slope of the radius holding 95 % of the states is measured on logarithmic axes.',
  paper: 'Size linear in the variance of the noise; the levels it calls variance were passed on as standard deviations.',
  ours: 'V1: radius .87, 8.62, 17.1, 25.5, 34.5 at σ = .1, 1, 2, 3, 4.',
  needs: ['bounded'],
  *run(context) {
    const found = yield* within(orbit(context), 0, 0.2);
    const input = { ...noiseRequest.input(sourcesOf(context, { orbit: found })), emission: NO_EMISSIONS };
    const sweep = yield* within(noise(input), 0.2, 1);
    const { sizes, sizeExponent, steps } = sweep;
    const difference = Math.max(...sizes.map(({ stateDifference }) => stateDifference.rootMeanSquare));
    const holds = difference < ROUNDING;
    return {
      verdict: holds ? 'identity' : 'not-reproduced',
      reason:
        `over ${steps} steps at ${sizes.length} noise levels the states differ from the rescaled ones by at most ${difference.toExponential(1)} ` +
        `(root mean square, relative; ${holds ? 'below' : 'not below'} 1e-4); log–log slope of the radius ${sizeExponent.toFixed(3)} on σ, ` +
        `${(sizeExponent / 2).toFixed(3)} on its square: “linear in the variance” would be 1 there`,
      effects: [
        effect('largest relative difference of the states', exactly(difference, steps)),
        effect('slope of log radius on log σ', exactly(sizeExponent, sizes.length)),
        effect('slope of log radius on log variance', exactly(sizeExponent / 2, sizes.length)),
      ],
      figure: {
        kind: 'curve',
        x: sizes.map(({ noiseStd }) => noiseStd),
        y: sizes.map(({ afresh }) => afresh.value),
        low: sizes.map(({ afresh }) => afresh.low),
        high: sizes.map(({ afresh }) => afresh.high),
        xName: 'noise standard deviation σ',
        yName: 'radius holding 95 % of the states',
      },
    };
  },
};

const TURNS = [0.8, 1.2] as const;
const MIN_FLIPS = 200;
const MIN_RUNS = 5;

const planeName = (plane: number): string => `PC${PLANES[plane]![0] + 1}–PC${PLANES[plane]![1] + 1}`;

/** Judges one turn per round trip in a plane, always in the same direction. */
function judgeTurns(plane: number, found: RotationEstimate, { flips, runs }: RotationReport): Judgement {
  return judgeIfEnough([{ what: 'changes of label', n: flips }], MIN_FLIPS, () =>
    judgeIfEnough([{ what: 'runs', n: runs }], MIN_RUNS, () =>
      judgeAll([
        judgeBetween(`the number of turns per round trip in ${planeName(plane)}`, magnitude(found.turnsPerRoundTrip), ...TURNS),
        {
          verdict: found.sameSense === 1 ? 'reproduced' : 'not-reproduced',
          reason: `${Math.round(found.sameSense * runs)} of ${runs} runs turn in the same sense`,
        },
      ]),
    ),
  );
}

const turnEffects = (plane: number, found: RotationEstimate, runs: number): ClaimEffect[] => [
  effect(`turns per round trip in ${planeName(plane)}`, magnitude(found.turnsPerRoundTrip)),
  effect(`runs turning in the same sense in ${planeName(plane)}`, exactly(found.sameSense, runs)),
];

/** Unidirectional closed orbit. */
export const C5: ClaimRow = {
  id: 'C5',
  title: 'A closed orbit, always the same way round',
  statement:
    'Seen in a plane of its largest movements, the noisy state goes round and round in one sense: every trip from one output to the other and back is one turn.',
  test: 'Signed turns per two changes of the most probable output, in PC1–PC2, the plane of the two largest movements, in 20 runs of 3000 steps: between .8 and 1.2 in size, of the same sign in every run. Beside it: where that fails, the better of the other planes; and whether the states enclose the resting point and leave a hole around it.',
  paper: 'Driven paths circulate one way on a closed orbit.',
  ours: '.95, 1.01 and .93 turns per round trip in V1–V3; about 0 before training.',
  needs: ['bounded', 'chain'],
  *run(context) {
    const summary = yield* within(orbit(context), 0, 0.2);
    const { basis, rotations } = summary;
    const input = { ...rotationRequest.input(sourcesOf(context, { orbit: summary })), axes: PLANES[0] };
    const found = yield* within(rotation(input), 0.2, 1);
    const headline = judgeTurns(0, found, found);
    // The plane is chosen on the run to which the axes are fitted, and judged on the others.
    const other = headline.verdict === 'reproduced' ? undefined : otherPlane(rotations, basis.explained);
    const second = other === undefined ? undefined : { plane: other, turns: found.planes[other]! };
    const parts: ClaimPart[] = [
      ...(second
        ? [part(`turns in another plane, ${planeName(second.plane)}`, judgeTurns(second.plane, second.turns, found))]
        : []),
      part('a ring around the resting point in PC1–PC2', judgeRing(found.ring)),
    ];
    const turns = magnitude(found.turnsPerRoundTrip);
    return {
      ...headline,
      parts: parts.map((one): ClaimPart => ({ ...one, beside: true })),
      effects: [
        ...turnEffects(0, found, found.runs),
        effect('turns per run', found.netTurns),
        ...(second ? turnEffects(second.plane, second.turns, found.runs) : []),
        effect('enclosure: share of states in the emptiest of 24 directions', found.ring.enclosure),
        effect('share of states in the hole', found.ring.holeShare),
      ],
      figure: {
        kind: 'interval',
        rows: [{ name: 'turns per round trip', estimate: turns, atLeast: TURNS[0], atMost: TURNS[1] }],
      },
    };
  },
};

/** Bounded beyond the training horizon. */
export const C23: ClaimRow = {
  id: 'C23',
  title: 'Still bounded long after training’s horizon',
  statement:
    'The network was trained on short sequences. Left to run on, its state stays within bounds; nothing in its construction makes sure of that. All claims about orbits need it.',
  test: '32 runs of 2000 steps from rest: no unit exceeds 10,000.',
  paper:
    'Not tested in the paper; this claim is ours. Some published curves of the fully connected and the ring model look like runs that grew without bound.',
  ours: 'Chains hold after the bifurcation; fully connected and ring often fail.',
  needs: [],
  *run(context) {
    const { bounded, maxState, divergedAt } = yield* longRun(context);
    const largest = exactly(maxState, LONG_RUN.runs);
    return {
      verdict: bounded ? 'reproduced' : 'not-reproduced',
      reason: bounded
        ? `in ${LONG_RUN.runs} runs of ${LONG_RUN.steps} steps no unit exceeds ${maxState.toFixed(1)}, far below ${DIVERGENCE_CAP}`
        : `a unit passes ${DIVERGENCE_CAP} by step ${divergedAt} of the long runs, at ${maxState.toExponential(1)}`,
      effects: [effect('largest unit', largest)],
      figure: { kind: 'interval', rows: [{ name: 'largest unit', estimate: largest, atMost: DIVERGENCE_CAP }] },
    };
  },
};
