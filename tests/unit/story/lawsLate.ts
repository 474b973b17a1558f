import { EXIT_STEPS } from '../../../src/dynamics/kick/exitProbability';
import { EXIT_BAR } from '../../../src/dynamics/kick/kickNeurons';
import { mostKickUnits, SIGNIFICANT } from '../../../src/dynamics/kick/kickScore';
import { createMeanMap } from '../../../src/dynamics/skeleton/meanMap';
import { PAPER_HMMS } from '../../../src/hmm/models';
import { underGain } from '../../../src/rnn/intervention';
import { DIVERGENCE_CAP } from '../../../src/rnn/simulate';
import { dropInterval } from '../../../src/training/history';
import { RECIPES } from '../../../src/training/recipes';
import { GALLERY, measured } from './gallery';
import { ascending, atLeast, atMost, between, close, type Law, law, so } from './law';

/** Kick neurons, what breaks, how training went, richer models, and what is open. */

const KICK: Law[] = [
  law(
    'kick',
    'but {kick.followers} of them have little effect by themselves',
    atLeast('kick.followers', 1),
    atLeast('kick.profiled', 3),
  ),
  law(
    'kick',
    'how often the favoured output still changes within 40 steps',
    so('exits are counted for 40 steps', () => EXIT_STEPS === 40),
  ),
  law(
    'kick',
    'leaves at most a quarter of the exits',
    so('the bar is a quarter', () => EXIT_BAR === 0.25),
  ),
  law(
    'kick',
    'silenced, and the state stays at output {kick.B.from}',
    atLeast('kick.B.stay', 85),
    between('kick.B.free', 25, 75),
  ),
  law('kick', 'of the time; the rest are brief excursions', between('kick.B.stay', 85, 99.9)),
  law('kick', 'within about {kick.meet} steps the two coincide again', atMost('kick.meet', 300)),
  law(
    'kick',
    'within 40 steps fell from {kick.before} to {kick.after}',
    so('exits are counted for 40 steps', () => EXIT_STEPS === 40),
    atMost('kick.after', 20),
  ),
  law(
    'kick',
    'at μ = 0, its units still receive their noise',
    so('the gain leaves the noise alone', () => {
      const weights = GALLERY.weights('chain-2');
      return underGain(weights, { units: [0, 1], part: 'recurrent' }, 0).inputWeights.every(
        (w, i) => w === weights.inputWeights[i],
      );
    }),
  ),
  law('kick', 'Random units do not do that', between('kick.random', 70, 130)),
  law('kick', 'The state goes on switching', between('kick.random', 70, 130)),
  law(
    'kick',
    'silenced the state spends {kick.A.stay} of the time at output {kick.A.from}',
    atLeast('kick.A.stay', 85),
    between('kick.A.free', 25, 75),
  ),
  law(
    'kick',
    'at most three, or 5 % of all units, and few random groups of that size do as well (p ≤ 0.05)',
    so('these are the bars of the search', () => mostKickUnits(64) === 3 && mostKickUnits(200) === 10 && SIGNIFICANT === 0.05),
  ),
];

const BREAK: Law[] = [
  law(
    'break',
    'At 0 only its noise is left, at 1 it is untouched',
    so('a gain of 1 changes nothing', () => {
      const weights = GALLERY.weights('chain-2');
      return underGain(weights, { units: [0, 1], part: 'recurrent' }, 1).recurrentWeights.every(
        (w, i) => w === weights.recurrentWeights[i],
      );
    }),
  ),
  law('break', 'begins to stay too long at output {kick.B.from}', ascending('kick.B.free', 'break.half', 'kick.B.stay')),
  law('break', 'Too much drive, and the state runs away', atLeast('break.ran', 36)),
  law(
    'break',
    'stops at a length of 10,000',
    so('the cap is 10,000', () => DIVERGENCE_CAP === 10_000),
  ),
  law('break', '{break.ran} of {break.runs} measured runs did so within 1,000 steps', atLeast('break.ran', 36)),
  law('break', 'Cut the noise into both populations: it switches less often', atMost('break.integrators', 0.9)),
  law('break', 'Not always', between('break.only', 5, 95)),
];

/** Three quarters of the fall are done where `dropInterval` ends. */
const ENDS_AT_THREE_QUARTERS = so('the drop ends with a quarter left', () => {
  const lines = [{ firstUpdate: 0, batch: 1, seqLen: 1, floor: 0, plateau: 1 }];
  const drop = dropInterval([...Array(50).fill(1), ...Array(50).fill(0.26), ...Array(50).fill(0.24)], lines);
  return drop !== undefined && drop[1] > 100 && drop[1] <= 108;
});

const BIRTH: Law[] = [
  law('birth', 'nothing holds: the favoured output lasts {birth.stayFirst} steps on average', atMost('birth.stayFirst', 10)),
  law(
    'birth',
    'starts from plain random weights and takes batches of 4,096 sequences',
    so('the paper’s recipe does', () => {
      const { initialGain, readoutGain, phases } = RECIPES.paper['chain-2'];
      return initialGain === 1 && readoutGain === 1 && phases.every(({ batch }) => batch === 4096);
    }),
  ),
  law(
    'birth',
    'its read-out is {birth.readout} as large at the start',
    so('nothing else of the start or the loss of the story’s network differs from the paper’s', () => {
      const recipe = GALLERY.preset('chain-2').recipe;
      return recipe.initialGain === 1 && recipe.activityPenalty === 0 && recipe.pairWeight === 0;
    }),
    atLeast('birth.readout', 2),
  ),
  law(
    'birth',
    'By update {birth.reached} the loss has fallen to a plateau, and it waits there until about update {birth.left}',
    so('it waits longer than it fell', () => {
      const { losses, landmarks } = GALLERY.history('chain-2');
      const waiting = losses.filter((loss) => Math.abs(loss / landmarks[0]!.plateau - 1) < 0.06).length;
      return waiting >= 15;
    }),
  ),
  law('birth', 'The outputs now come in the right shares', atMost('birth.shares', 0.05)),
  law('birth', 'The favoured output still lasts only {birth.stayPlateau} steps', atMost('birth.stayPlateau', 10)),
  law('birth', 'the loss falls three quarters of the way to its floor', ENDS_AT_THREE_QUARTERS),
  law(
    'birth',
    'The loss drops and memory comes; later comes the orbit',
    ascending('birth.stayPlateau', 'birth.stayEdge', 'birth.stayAfter'),
  ),
  law('birth', 'the state goes round about once for each round trip of the favoured output', between('birth.turns', 0.8, 1.2)),
  law('birth', 'At first memory comes by explosion: {birth.unbounded}', atLeast('birth.unbounded', 2)),
  law('birth', 'later the recipe takes {birth.long}', ascending('birth.short', 'birth.long')),
];

const ring = PAPER_HMMS.cyclic;
const RICHER: Law[] = [
  law(
    'richer',
    'The three-state chain has a middle state that shows outputs 0 and 2 equally often',
    so('it does', () => {
      const [, middle] = PAPER_HMMS['chain-3'].emissionMatrix;
      return close(middle![0]!, middle![2]!);
    }),
  ),
  law(
    'richer',
    'Its network still draws one loop and goes round it one way, about once per round trip',
    between('richer.turns', 0.8, 1.2),
  ),
  law('richer', 'the middle has no colour of its own', atMost('richer.middle', 2)),
  law('richer', 'More states in a row: the same orbit', between('richer.turns', 0.8, 1.2)),
  law(
    'richer',
    'With more states the favourite is less clear',
    ascending('richer.cluster.chain-5', 'richer.cluster.chain-4', 'richer.cluster.chain-3', 'richer.cluster.chain-2'),
  ),
  law(
    'richer',
    'for two to five states',
    so('the chains have two to five states', () => PAPER_HMMS['chain-5'].nStates === 5),
  ),
  law('richer', 'In a chain of two the state turns once per round trip', between('noise.turns', 0.8, 1.2)),
  law(
    'richer',
    'states 1 and 3 both show output 1 in nine of ten steps, and both lead on to states 0 and 2',
    so('they do', () =>
      [1, 3].every(
        (state) =>
          close(ring.emissionMatrix[state]![1]!, 0.9) &&
          close(ring.transitionMatrix[state]![0]!, ring.transitionMatrix[state]![2]!),
      ),
    ),
  ),
  law(
    'richer',
    'Only the tenth step tells them apart: state 1 then shows 0, state 3 shows 2',
    so('they do', () => close(ring.emissionMatrix[1]![0]!, 0.1) && close(ring.emissionMatrix[3]![2]!, 0.1)),
  ),
  law('richer', 'Hardly. Two rare outputs in a row', between('richer.agree', 50, 62), atLeast('richer.rarePairs', 1000)),
  law(
    'richer',
    'in {richer.agree} of 100 cases in the ring networks here. By chance it would be 50',
    atLeast('richer.rarePairs', 1000),
  ),
  law(
    'richer',
    'States 0 and 2 of the ring are no neighbours',
    so('they are none', () => ring.transitionMatrix[0]![2] === 0 && ring.transitionMatrix[2]![0] === 0),
  ),
  law('richer', 'holds, almost always, a single one of them', atMost('richer.across', 2)),
];

const OPEN: Law[] = [
  law('open', 'Some claims hold on every network here, others on some', atLeast('open.everywhere', 1)),
  law(
    'open',
    'others on some',
    so('some claim holds on some networks and fails on others', () => {
      const of = (verdict: string) =>
        GALLERY.verdicts().networks.filter(({ claims }) => claims.C9?.verdict === verdict || claims.C12?.verdict === verdict)
          .length;
      return of('reproduced') > 0 && of('not-reproduced') + of('inconclusive') > 0;
    }),
  ),
  law(
    'open',
    'at most five states and three outputs',
    so('no model of the paper has more', () =>
      Object.values(PAPER_HMMS).every(({ nStates, nOutputs }) => nStates <= 5 && nOutputs === 3),
    ),
  ),
];

/** The chapter on the mean of one step, docs/science.md §7.4. */
const WHY: Law[] = [
  law(
    'why',
    'its mean rate is 0.4 standard deviations of its noise',
    so('half a normal curve has its mean at 1/√(2π)', () => {
      const weights = GALLERY.weights('chain-2');
      const atCross = new Float64Array(weights.hiddenSize);
      createMeanMap(weights).apply(atCross, atCross);
      const { inputDim: d } = weights;
      return atCross.every((rate, i) => {
        const deviation = Math.hypot(...weights.inputWeights.subarray(i * d, (i + 1) * d));
        return Math.abs(rate / deviation - 0.4) < 0.002;
      });
    }),
  ),
  law('why', 'the state goes to one of two places of rest', between('why.wells', 2, 2), between('why.wellOutputs', 2, 2)),
  law(
    'why',
    'It ends at one of two places of rest, one for each output; a saddle lies between them',
    between('why.wellOutputs', 2, 2),
    between('why.saddles', 1, 1),
  ),
  law('why', 'The line turns to the other place at about the time when the state crosses', atLeast('why.led', 75)),
  law('why', 'of 800 runs {why.saddle} favour output 0 after 12 steps', between('why.saddle', 25, 75)),
  law('why', 'Another network has no place of rest: its average goes round', atLeast('why.round', 1)),
  law('why', 'The network of three states: its average closes on a line', atLeast('why.round', 1)),
  law('why', 'on the other {why.single} the average rests at one point', between('why.undecided', 0, 0)),
  law(
    'why',
    'Two networks match their models',
    so('C2 holds on both', () =>
      ['chain-2', 'chain-3'].every(
        (id) => GALLERY.verdicts().networks.find((one) => one.id === id)!.claims.C2?.verdict === 'reproduced',
      ),
    ),
  ),
  law(
    'why',
    'all {open.two} networks of two states have two places of rest',
    so('all of them are switches', () => measured('why.two') === measured('open.two')),
  ),
];

export const LATE: readonly Law[] = [...KICK, ...BREAK, ...BIRTH, ...RICHER, ...WHY, ...OPEN];
