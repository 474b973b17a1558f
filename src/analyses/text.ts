/** Texts of the analysis panels. */

export const COLLAPSE = {
  title: 'Collapse without noise',
  lead: 'A hundred states of the driven run are let go with the noise off. On a log axis a steady decay is a straight line.',
};

export const NOISE = {
  title: 'Noise level',
  lead: 'Twice the noise is exactly the same picture twice as large: this architecture has no bias, and a ReLU scales. What σ does change is how sharp the outputs are.',
  identity: 'One run rescaled is every run: size is linear in σ by identity, not by learning.',
  divergent: 'A run grew without bound: only the steps before count.',
};

export const ROTATION = {
  title: 'Rotation',
  lead: 'The phase around the centre of the plane climbs like a staircase if the state circles one way; landings are clusters, risers are transitions.',
};

export const READOUT = {
  title: 'Read-out directions',
  lead: 'Each output reads the state along one direction. The more it tilts out of the plane of the orbit, the more graded the output probabilities are.',
  turn: 'Read-out directions in space; drag or press the arrow keys to turn',
};

export const EMISSIONS = {
  title: 'Emissions',
  lead: 'Everything the outputs show, network against exact model, with error bars.',
  within: (steps: number) => `In sequences of ${steps} steps from rest:`,
  dwells: 'Only whole dwells inside a sequence are counted, which favours short ones: the dashed curve has the same bias.',
};

export const DISTANCE = {
  title: 'Matched distance',
  lead: 'Each sequence of the model is matched with one of the network. The distance is to be judged against two samples of the model itself.',
  underDispersed: 'Nearer than the model is to itself: the network’s sequences are less varied, which is not better.',
};

export const DECODING = {
  title: 'State probabilities in h',
  lead: 'An observer who knows the model and sees the outputs can compute how likely each hidden state is. A linear read-out of h finds about the same.',
};

export const SUBSPACES = {
  title: 'Output-pair subspaces',
  lead: 'Richer models are looked at two outputs at a time: inside each pair the orbit of a chain should appear.',
};

export const ZONE_TEXT = {
  title: 'Residency and zones',
  lead: 'From every state 20 futures are run with fresh noise: how many steps does the label last? Short: the state flies (transition). A few steps: it decides (kick-zone, where a few units can kick it over). Long: it lingers (cluster).',
  hint: 'Point at a state, a bar or a moment: the same states are marked in all three pictures.',
  link: 'Colours: amber flies, magenta decides, slate lingers, pale is in no zone.',
};

export const SPECTRUM = {
  title: 'Spectrum',
  lead: 'One step near a state multiplies small differences by the Jacobian: W_hh of the active units. An eigenvalue outside the unit circle makes them grow; a critical pair turns them almost without decay.',
  live: 'It follows the live run, the step looked back at, or the one pointed at in the outputs or the portrait.',
};

export const SENSITIVITY = {
  title: 'Noise sensitivity',
  lead: 'From one state the recorded noise is replayed, mixed with a share γ of fresh noise. γ = 0 retraces the recorded path exactly. Where the futures end up under different labels, the noise still decides.',
  click: 'Click any state of the map to fan out its futures.',
};

export const HAZARD = {
  title: 'Exit hazard',
  lead: 'How likely is a label left in the next step, given how long it has lasted? A flat line forgets; a rising one has a clock, the slow integration of noise.',
  reference: 'The model’s best guess flips more often than the network’s label, so part of the difference is one of time scale.',
};
