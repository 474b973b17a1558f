import { zonesOfRun } from '../../../cli/story/runs';
import { measureCollapse } from '../../../src/dynamics/collapse';
import { DEFAULT_CUTS } from '../../../src/dynamics/defaults';
import { PAPER_HMMS } from '../../../src/hmm/models';
import { exactStatistics } from '../../../src/hmm/statistics';
import { simulate } from '../../../src/rnn/simulate';
import { TRANSITIONS } from '../../../src/views/transitions/text';
import { GALLERY } from './gallery';
import { ascending, atLeast, atMost, between, close, type Law, law, so } from './law';

/** The opening, the model, the network fed with noise, the match, the silence and the zones. */

const exact = (id: keyof typeof PAPER_HMMS) => exactStatistics(PAPER_HMMS[id]);
const CHAINS = ['chain-2', 'chain-3', 'chain-4', 'chain-5'] as const;
const TWO = PAPER_HMMS['chain-2'];

const OPENING: Law[] = [
  law('start', 'Fed nothing but noise, this network circles', between('start.turns', 0.8, 1.2)),
  law(
    'start',
    'this small network',
    so('the story’s networks are small', () => GALLERY.weights('chain-2').hiddenSize <= 150),
  ),
  // The page says it in a longer line of src/story/text.ts: “… and its outputs switch like those of a hidden Markov model”.
  law('start', 'this small network circles', between('start.changes', 0.85, 1.15)),
  law(
    'start',
    'The cross lies inside it in this projection only',
    atLeast('start.enclosure', 0.005),
    atMost('start.hole', 0.04),
    between('start.changes', 0.85, 1.15),
  ),
];

const MODEL: Law[] = [
  law(
    'model',
    'probability 0.95 and leaves with 0.05',
    so(
      'the two-state chain stays with .95',
      () => close(TWO.transitionMatrix[0]![0]!, 0.95) && close(TWO.transitionMatrix[1]![0]!, 0.05),
    ),
  ),
  law(
    'model',
    'This one has two states',
    so('it has two', () => TWO.nStates === 2),
  ),
  law(
    'model',
    'State 0 shows output 0 in 99 of 100 steps, state 1 shows output 2; the rest is output 1',
    so('each state shows its output in .99 of the steps', () => {
      const [first, second] = TWO.emissionMatrix;
      return close(first![0]!, 0.99) && close(first![1]!, 0.01) && close(second![2]!, 0.99) && close(second![1]!, 0.01);
    }),
  ),
  law(
    'model',
    'outputs 0 and 2 each take 49.5 % of the steps and output 1 takes 1 %',
    so('all chains have these shares', () =>
      CHAINS.every(
        (id) =>
          exact(id)
            .frequency.map((f) => f.toFixed(4))
            .join() === '0.4950,0.0100,0.4950',
      ),
    ),
  ),
  law(
    'model',
    'In a chain of three the middle state shows outputs 0 and 2 equally often',
    so('it does', () => {
      const [, middle] = PAPER_HMMS['chain-3'].emissionMatrix;
      return close(middle![0]!, middle![2]!);
    }),
  ),
  law(
    'model',
    'In the two-state chain, output 0 is followed by output 0 with probability 0.94; dice with the same shares would give 0.495',
    so('these are the exact numbers', () => {
      const { outputTransitionMatrix, frequency } = exact('chain-2');
      return outputTransitionMatrix[0]![0]!.toFixed(2) === '0.94' && frequency[0]!.toFixed(3) === '0.495';
    }),
  ),
  law(
    'model',
    'about one output in a hundred',
    so('output 1 takes 1 %', () => close(exact('chain-2').frequency[1]!, 0.01)),
  ),
  law(
    'model',
    'Every column sums to 1',
    so('the matrices are symmetric', () =>
      CHAINS.every((id) =>
        PAPER_HMMS[id].transitionMatrix.every((row, i) => row.every((p, j) => close(p, PAPER_HMMS[id].transitionMatrix[j]![i]!))),
      ),
    ),
  ),
];

const NETWORK: Law[] = [
  law(
    'noise',
    'It goes round one way only, and it lingers in two places',
    between('noise.turns', 0.8, 1.2),
    between('noise.favoured', 2, 2),
  ),
  law(
    'noise',
    'A run from h = 0 with the same random numbers changes its favoured output at the very same steps',
    so('σ leaves the favoured outputs alone', () => {
      const labels = (noiseStd: number) =>
        simulate(GALLERY.weights('chain-2'), { steps: 5000, seed: 1, noiseStd }).outputLabels.join('');
      return [0.25, 0.5, 2, 4].every((noiseStd) => labels(noiseStd) === labels(1));
    }),
  ),
  law(
    'match',
    'A row with few counts is not judged',
    so('the panel says so too', () => TRANSITIONS.few.includes('too few counts')),
  ),
  law('match', 'Trained at σ = 1, it matches the model only at σ = 1', atMost('match.error', 0.03)),
  law('match', 'the draws become sloppy: {match.quiet}', atLeast('match.quiet', 1.5)),
  law('match', 'only {match.loud}', atMost('match.loud', 80)),
  law(
    'match',
    'The largest difference grows on either side of σ = 1',
    ascending('match.error', 'match.quietError'),
    ascending('match.error', 'match.loudError'),
  ),
  law('match', 'None is exact', atLeast('match.least', 0.003)),
];

const logitsAtRest = (): boolean => {
  const still = simulate(GALLERY.weights('chain-2'), { steps: 30_000, seed: 3, noiseStd: 0 }).sampledOutputs;
  return [0, 1, 2].every((output) => Math.abs(still.filter((drawn) => drawn === output).length / still.length - 1 / 3) < 0.015);
};

/** The noise-free step doubles with the state. */
function doubles(): boolean {
  const weights = GALLERY.weights('chain-2');
  const start = simulate(weights, { steps: 1, seed: 2, warmUp: 100 }).states;
  const next = (from: Float32Array) => simulate(weights, { steps: 1, seed: 2, start: from, noiseStd: 0 }).states;
  const doubled = next(start.map((value) => 2 * value));
  return next(start).every((value, i) => Math.abs(doubled[i]! - 2 * value) < 1e-4);
}

const SILENCE: Law[] = [
  law('silence', 'with all logits at zero each of the three is drawn equally often', so('they are', logitsAtRest)),
  law('silence', 'within {silence.back} steps the state is as far out as before', atMost('silence.back', 30)),
  law(
    'silence',
    'A hundred states let go: all fall to the same point',
    so('100 states are let go', () => measureCollapse(GALLERY.weights('chain-2'), 1, undefined, 1).released === 100),
    atMost('silence.below', 300),
  ),
  law(
    'silence',
    'Take 100 states out',
    so('100 states are let go', () => measureCollapse(GALLERY.weights('chain-2'), 1, undefined, 1).released === 100),
  ),
  law('silence', 'After the first steps their lengths fall in straight lines', atLeast('silence.straight', 0.99)),
  law('silence', 'below a thousandth of the usual length', atMost('silence.below', 500)),
  law('silence', 'They turn', atLeast('silence.arrows', 75)),
  law('silence', 'If h were a fixed point, then so would be every multiple of it', so('the step scales', doubles)),
  law('silence', 'fixed points other than 0 come as whole rays', so('the step scales', doubles)),
  law(
    'silence',
    'That h = 0 is fixed is arithmetic',
    so('h = 0 stays', () =>
      simulate(GALLERY.weights('chain-2'), { steps: 3, seed: 1, noiseStd: 0 }).states.every((value) => value === 0),
    ),
  ),
];

const residencySettings = () => zonesOfRun(GALLERY, 'chain-2', 4000).report;

const ZONES: Law[] = [
  law(
    'zones',
    '(60 at most)',
    so('futures last 60 steps', () => residencySettings().cap === 60),
  ),
  law(
    'zones',
    'let it go on twenty times',
    so('residency takes 20 futures', () => residencySettings().rollouts === 20),
  ),
  law('zones', 'The longest times lie at the two ends, the shortest on the crossings between them', atMost('zones.middle', 0.8)),
  law(
    'zones',
    'more than 8 steps',
    so('the cut of the clusters is 8', () => DEFAULT_CUTS.cluster === 8),
  ),
  law(
    'zones',
    'fewer than 2',
    so('the cut of the transitions is 2', () => DEFAULT_CUTS.transition === 2),
  ),
  law(
    'zones',
    'about {zones.cluster} steps in a cluster, then one or two in each of the other zones',
    atLeast('zones.cluster', 10),
    between('zones.kick', 1, 2.6),
    between('zones.transition', 1, 2.6),
  ),
  law('zones', 'Its switching is more regular than the model’s', atMost('zones.variation', 0.93)),
  law(
    'zones',
    'end within 10 steps, of the model’s 40 %',
    atMost('zones.soon', 30),
    so('40 % of the model’s stays do', () => (100 * (1 - TWO.transitionMatrix[0]![0]! ** 10)).toFixed(0) === '40'),
  ),
  law(
    'zones',
    'They are more regular, and longer: {noise.stay} steps on average, against 20',
    atLeast('noise.stay', 24),
    so('the model’s stays last 20 steps', () => close(1 / TWO.transitionMatrix[0]![1]!, 20)),
  ),
  law(
    'zones',
    'of the outputs are not the favoured one, where the model has 1 %',
    atLeast('zones.drawn', 2),
    so('the model’s is 1 %', () => close(TWO.emissionMatrix[0]![0]!, 0.99)),
  ),
  law(
    'zones',
    'The outcome separates the zones better',
    so(
      'C9b holds on more networks than C9',
      () =>
        GALLERY.verdicts().networks.filter(({ claims }) => claims.C9?.companion === 'reproduced').length >
        GALLERY.verdicts().networks.filter(({ claims }) => claims.C9?.verdict === 'reproduced').length,
    ),
  ),
];

export const EARLY: readonly Law[] = [...OPENING, ...MODEL, ...NETWORK, ...SILENCE, ...ZONES];
