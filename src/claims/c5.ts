import { rotationReport } from '../dynamics/rotationReport';
import { judgeAll, judgeIfEnough } from '../dynamics/spectrumVerdict';
import { within } from '../math/progress';
import { exactly } from '../math/statistics';
import type { ClaimRow } from './claim';
import { effect, judgeBetween, magnitude } from './finding';
import { orbit } from './shared';

const TURNS = [0.8, 1.2] as const;
const FEWEST_FLIPS = 200;
const FEWEST_RUNS = 5;

/** Unidirectional closed orbit. */
export const C5: ClaimRow = {
  id: 'C5',
  title: 'A closed orbit, always the same way round',
  statement:
    'Seen in a plane of its largest movements, the noisy state goes round and round in one sense: every trip from one output to the other and back is one turn.',
  test: 'Signed turns per two changes of the most probable output, in 20 runs of 3000 steps and in the plane of two of the three largest movements that shows the orbit best: between .8 and 1.2 in size, and of the same sign in every run.',
  paper: 'Driven paths circulate one way on a closed orbit.',
  ours: '.95, 1.01 and .93 turns per round trip in V1–V3; about 0 before training.',
  needs: ['bounded', 'chain'],
  *run(context) {
    const { basis, axes } = yield* within(orbit(context), 0, 0.2);
    const { weights, seed } = context;
    const found = yield* within(rotationReport(weights, basis, { seed, axes }), 0.2, 1);
    const turns = magnitude(found.turnsPerRoundTrip);
    const plane = `PC${axes[0] + 1}–PC${axes[1] + 1}`;
    const judgement = judgeIfEnough([{ what: 'changes of label', n: found.flips }], FEWEST_FLIPS, () =>
      judgeIfEnough([{ what: 'runs', n: found.runs }], FEWEST_RUNS, () =>
        judgeAll([
          judgeBetween(`the number of turns per round trip in ${plane}`, turns, ...TURNS),
          {
            verdict: found.sameSense === 1 ? 'reproduced' : 'not-reproduced',
            reason: `${Math.round(found.sameSense * found.runs)} of ${found.runs} runs turn in the same sense`,
          },
        ]),
      ),
    );
    return {
      ...judgement,
      effects: [
        effect(`turns per round trip in ${plane}`, turns),
        effect('runs turning in the same sense', exactly(found.sameSense, found.runs)),
        effect('turns per run', found.netTurns),
      ],
      figure: {
        kind: 'interval',
        rows: [{ name: 'turns per round trip', estimate: turns, atLeast: TURNS[0], atMost: TURNS[1] }],
      },
    };
  },
};
