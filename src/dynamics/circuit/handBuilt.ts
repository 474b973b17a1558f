import type { RnnWeights } from '../../rnn/weights';

/**
 * A network built by hand, not trained: the mechanism of the paper with as few units as possible. Two units turn noise into a
 * steady supply, two are the populations, two the kick groups. Every connection has the sign that the paper describes, a round
 * number as its strength, and a reason in words.
 */
export interface HandBuiltNetwork {
  weights: RnnWeights;
  /** Name and part of each unit [H]. */
  units: { name: string; part: 'supply' | 'population' | 'kick group' }[];
  /** Every weight that is not 0. */
  connections: Connection[];
}

/** One weight, and what it is for. */
export interface Connection {
  kind: 'noise' | 'recurrent' | 'readout';
  /** Index of the input, or of the unit that sends. */
  from: number;
  /** Index of the unit that receives, or of the output. */
  to: number;
  weight: number;
  purpose: string;
}

const UNITS: HandBuiltNetwork['units'] = [
  { name: 'supply +', part: 'supply' },
  { name: 'supply −', part: 'supply' },
  { name: 'population 0', part: 'population' },
  { name: 'population 2', part: 'population' },
  { name: 'kick 0→2', part: 'kick group' },
  { name: 'kick 2→0', part: 'kick group' },
];
/** Inputs: one of the supply, one for each population and each kick unit. */
const INPUTS = 5;
const OUTPUTS = 3;

const noise = (from: number, to: number, weight: number, purpose: string): Connection => ({
  kind: 'noise',
  from,
  to,
  weight,
  purpose,
});

/** The connections of one side of the switch; the other side is its mirror image. */
function side(own: number, other: number, leave: number, come: number, label: number): Connection[] {
  const recurrent = (from: number, to: number, weight: number, purpose: string): Connection => ({
    kind: 'recurrent',
    from,
    to,
    weight,
    purpose,
  });
  const supply = 'the supply keeps the population of the present output going';
  return [
    noise(own - 1, own, 0.3, 'noise that the population gathers'),
    noise(leave - 1, leave, 1, 'noise that may lift the kick unit over its threshold'),
    recurrent(0, own, 0.5, supply),
    recurrent(1, own, 0.5, supply),
    recurrent(own, own, 0.7, 'the population excites itself: it remembers the output, and the noise of the last steps'),
    recurrent(other, own, -1.5, 'the populations inhibit each other: one output at a time'),
    recurrent(own, leave, -0.3, 'the population of the present output holds down the kick unit that would end it'),
    recurrent(own, come, 0.1, 'and supports the one that made it'),
    recurrent(leave, leave, 0.4, 'a kick unit excites itself: once up, it stays up for some steps'),
    recurrent(come, leave, -0.5, 'the kick units inhibit each other'),
    recurrent(leave, own, -1, 'the kick inhibits the population of the output that ends'),
    recurrent(come, own, 0.5, 'and excites the population of the output that comes'),
    { kind: 'readout', from: own, to: label, weight: 4, purpose: 'the population is read out as its output' },
    { kind: 'readout', from: own, to: 1, weight: -1, purpose: 'while a population is active output 1 is rare' },
  ];
}

/** The network with names and reasons (docs/science.md §7.8). H = 6, d = 5, K = 3; outputs 0 and 2 alternate. */
export function handBuiltNetwork(): HandBuiltNetwork {
  const connections: Connection[] = [
    noise(0, 0, 1, 'of one noise this unit takes what is above 0'),
    noise(0, 1, -1, 'and this one what is below: together its size, which is never negative and stands in for a bias'),
    ...side(2, 3, 4, 5, 0),
    ...side(3, 2, 5, 4, 2),
  ];
  const H = UNITS.length;
  const weights: RnnWeights = {
    hiddenSize: H,
    inputDim: INPUTS,
    nOutputs: OUTPUTS,
    inputWeights: new Float32Array(H * INPUTS),
    recurrentWeights: new Float32Array(H * H),
    readoutWeights: new Float32Array(OUTPUTS * H),
  };
  const matrices = {
    noise: { matrix: weights.inputWeights, width: INPUTS },
    recurrent: { matrix: weights.recurrentWeights, width: H },
    readout: { matrix: weights.readoutWeights, width: H },
  };
  for (const { kind, from, to, weight } of connections) {
    const { matrix, width } = matrices[kind];
    matrix[to * width + from] = weight;
  }
  return { weights, units: UNITS.map((unit) => ({ ...unit })), connections };
}
