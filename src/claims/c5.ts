import { rotation } from '../analyses/rotation/compute';
import { rotation as request } from '../analyses/rotation/request';
import { type Judgement, judgeAll, judgeBetween, judgeIfEnough } from '../dynamics/judge';
import { otherPlane, PLANES } from '../dynamics/orbit/orbitPlanes';
import { judgeRing } from '../dynamics/orbit/ring';
import type { RotationEstimate, RotationReport } from '../dynamics/orbit/rotationReport';
import { within } from '../math/progress';
import { exactly } from '../math/statistics';
import type { ClaimEffect, ClaimPart, ClaimRow } from './claim';
import { effect, magnitude, part } from './finding';
import { orbit, sourcesOf } from './shared';

const TURNS = [0.8, 1.2] as const;
const MIN_FLIPS = 200;
const MIN_RUNS = 5;

const planeName = (plane: number): string => `PC${PLANES[plane]![0] + 1}–PC${PLANES[plane]![1] + 1}`;

/** One turn per round trip in a plane, always the same way round. */
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
    const input = { ...request.input(sourcesOf(context, { orbit: summary })), axes: PLANES[0] };
    const found = yield* within(rotation(input), 0.2, 1);
    const headline = judgeTurns(0, found, found);
    // The plane is chosen on the run that the axes are fitted to, and judged on the others.
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
