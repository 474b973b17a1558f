/** Texts of the panels that take what users bring: models, sequences, weights. */

export const EDITOR = {
  title: 'Your own model',
  lead: 'Draw a hidden Markov model: drag states about, pull an arrow from a state’s rim to another, set probabilities in the tables. A row always sums to 1; what is locked keeps its value.',
  use: 'Use this model',
  useHint: 'It becomes the model of the page and of the link; press T to train a network on it',
  warm: 'Go on from the network in view',
  warmHint: 'Training starts from the weights in view instead of fresh ones: does it reuse what it has?',
  graph: 'Drag a state to move it; drag from its rim to another state to connect them; select one to remove it',
  outputs: 'The token hops as the model would; below, what it emits',
};

export const FILES = {
  weights:
    'A trained network: safetensors, PyTorch (.pth, .pt, .ckpt), NumPy (.npz) or JSON, with the names rnn.weight_ih_l0, rnn.weight_hh_l0, fc.weight. It may be dropped anywhere on the page',
  drop: 'Drop a network (safetensors, pth, npz, json) or sequences (CSV, text, FASTA)',
  reading: (name: string) => `Reading ${name}`,
  own: 'Something of your own? Open a trained network or a table of sequences, or drop it anywhere on this page.',
  ownButton: 'Open a file…',
  ownTitle: 'Networks: safetensors, pth, pt, ckpt, npz, json. Sequences: csv, tsv, txt, json, fasta. Nothing is sent anywhere.',
  endings: '.safetensors,.pth,.pt,.ckpt,.npz,.json',
};

export const SEQUENCES = {
  title: 'Your own sequences',
  lead: 'Paste or drop sequences of labels: what an animal did second by second, stages of sleep, the weather of each day. The panel shows how they were read; then hidden Markov models are fitted, and a network can be trained on one of them, or on the sequences themselves.',
  paste: 'Paste here, or drop a file: CSV, TSV, text, JSON or FASTA',
  // Spreadsheets cannot be read, but the reader says how to save them.
  endings: '.csv,.tsv,.tab,.txt,.dat,.json,.fa,.fasta,.fna,.faa,.xlsx,.xls,.ods',
  example: 'Use the example',
  exampleNote:
    'The example is made by this project: 40 simulated sessions of 150 steps in which an animal rests, grooms or walks, drawn from a four-state model by the seeded generator (seed 7). No real data.',
  dataSets: 'Real data to try',
  windows: 'window length T',
};

export const REFIT = {
  title: 'Models fitted back',
  lead: 'If the network emulates the model, then a model fitted to the network’s outputs should be the model again, and the fit should recover the right number of states.',
};

export const REUSE = {
  title: 'Reuse',
  lead: 'A network that is trained on with another model: does it keep its kick groups and its orbits?',
  empty:
    'Choose a model, and the network in view is trained on with it at once, from its own weights. Any other model can be drawn under “Your own model”.',
};
