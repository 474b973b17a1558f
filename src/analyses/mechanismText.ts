/** Texts of the panels on the mechanism. */

export const NEURONS = {
  title: 'Neuron wall',
  lead: 'Every unit’s input on the same orbit: blue below the threshold, red above. A kick neuron is dark blue where the state lingers, pale where it decides, red where it flies.',
  hint: 'Point at a unit: it is picked out in the portrait, the weights and the traces. Click to pick it, or to change a group.',
  find: 'find unit',
};

export const KICK = {
  title: 'Kick neurons',
  unit: 'unit',
  units: 'units',
  lead: 'Which few units flip the switch? Every unit that fires on the way from cluster to flip is silenced, and the same futures are run again: once held at 0, once unheard by all other units, so that a unit that is only read out does not count. k* is the least number of units that leaves a quarter of the exits or fewer both times, on starts they were not chosen on. It should be three, or 5 % of the units, at most, and random groups should rarely do as well.',
  none: 'No unit lowers the exits, alone or with others.',
  scarce: 'Too few states of one zone to tell.',
  untrained: 'This network makes no lasting changes of label, so there is no switch to throw.',
  notUnique:
    'Thin line: held at 0; broad pale line: unheard. Dashed drives do not have the paper’s profile. Kick group: all its units have the profile; causal group: not all. A few units suffice; others of the same direction may do as well. Who they are is largely set by the start weights.',
  others: 'not the only one that does it',
  edited: 'changed by hand',
};

export const CIRCUIT = {
  title: 'Weights and circuit',
  lead: 'W_hh ordered by kick groups and by the units that push them apart, and the same as a circuit with its live activity. An arrow excites, a bar inhibits.',
  selection:
    'That each population excites one kick group and inhibits the other is how populations are selected, not a finding. Findings are the weights within and between populations, and what kick groups send back.',
  missing: 'Populations stand between two kick groups; this network has fewer.',
};

export const ACTIVITY = {
  title: 'Activity of groups',
  lead: 'Mean activity of both kick groups and both populations: integrators drift while the label holds, kick groups fire as it changes. Point at a moment to mark it in the portrait.',
};

export const INTERVENE = {
  title: 'Interventions',
  lead: 'Multiply what some units receive by μ while the network runs: 0 silences, 1 is untouched, 2 overdrives. The pale twin has the same noise and no intervention.',
  bar: 'silence',
  none: 'nothing',
  hold: 'Hold: silence',
  runaway:
    'The gain makes the state grow without bound: an exponential runaway, cut at 10⁴. Turn the gain down and the run goes on from its twin.',
  waiting: 'Looking for kick groups…',
  /** Heads the table of the live run: it counts from the last change of what is silenced. */
  counted: (steps: number) => `live, ${steps.toLocaleString('en')} steps since the last change`,
  lastSteps: (steps: number) => `live, the last ${steps.toLocaleString('en')} steps`,
  scopes: {
    recurrent: 'their recurrent drive (as in the paper)',
    both: 'all input, including noise',
  },
  scopeNote:
    'With the recurrent drive alone silenced, noise still makes the units fire; detection holds them at 0 altogether, like μ = 0 on all they receive.',
  experiments: 'Experiments',
};

/** What is expected of each experiment before it is made. */
export const EXPERIMENT_TEXT = {
  silence: {
    title: 'Silence',
    expects: 'The state should be trapped: at least 85 % of the time at the label the group switches from.',
  },
  'cut-noise': {
    title: 'Cut the noise into',
    expects: 'Without noise to integrate, the state should stay: 85 % of the time at one label, or at most 30 % of the flips.',
  },
  control: { title: 'Silence', expects: 'Nothing much should happen: flips within 30 % of the untouched network.' },
  amplify: {
    title: 'Overdrive',
    expects: 'The state should overshoot: 1.5 times as far towards the target, or grow without bound.',
  },
} as const;
