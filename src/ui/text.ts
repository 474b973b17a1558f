/** Texts of the panels. */

export const PORTRAIT = {
  title: 'Phase portrait',
  canvas:
    'Trajectory of the hidden state on its principal axes; arrow keys pan or turn it (in the story with Shift), plus and minus zoom, 0 shows all; Enter takes hold of the state, then arrow keys carry it and Enter lets it go',
  fileNote: 'Principal axes of a run with noise at sigma = 1; the trail is the live run.',
  flow: 'Where the state would go without noise: one step from each point of the plane. Fainter where the step leaves the plane',
  release: 'Lets 100 states of the driven run go without noise and follows them: all fall to the cross',
  driven: 'Fed nothing but noise, the state circles, and its outputs switch like those of the hidden Markov model.',
  noRotation: 'The outputs hold and switch, but the state does not circle one way in this plane.',
  noSwitch: 'No orbit: one output stays the likeliest whatever the noise does, so there is no round trip to turn in.',
  noOrbit: 'No orbit yet: noise shakes the state about, and it forgets at once.',
  silent: 'The noise is off. The state falls to the cross, the single fixed point, and stays there: no noise, no memory.',
  untrained: 'Untrained: noise only shakes the state about. There is no orbit yet.',
  divergent: 'This network’s state grows without bound in a long run. Reset starts it again from h = 0.',
  runaway: 'The state grew beyond 10,000 and the run stopped. R starts it again from h = 0.',
  loading: 'Loading the trained network…',
};

/** Parts of the page that are fetched when they are first shown. */
export const LAZY = {
  missing: (reason: string) => `This part of the page could not be loaded (${reason}). The rest goes on.`,
  again: 'Try again',
};

export const STRIP = {
  title: 'Outputs',
  model: 'model (HMM)',
  network: 'network (RNN)',
  hint: 'last 300 steps',
};

export const TRANSITIONS = {
  title: 'Which output follows which',
  network: 'network',
  exact: 'exact model',
  few: 'fewer than 500 counts: not judged yet',
};

export const TRAINING = {
  title: 'Training',
  idle: 'Press Train, and a fresh network learns this model here, in the tab. Its loss waits on a plateau, then drops: the orbit is born.',
  starting: 'Trying the engines and drawing the start weights…',
  start: 'Learning the frequencies first: how often each output occurs.',
  plateau: 'On the plateau: the frequencies are right, there is no memory yet.',
  dropped: 'Off the plateau: the network has found memory. Watch the portrait.',
  floor: 'At the floor, give or take the noise of a batch: as close as a batch of this size can tell.',
  otherModel: (name: string) => `This run learns “${name}”, not the model in view.`,
  explosive: 'The last checkpoints grow without bound in a long run, so the portrait keeps the last bounded one.',
} as const;

export const GALLERY = {
  title: 'Gallery',
  explain: 'Trained networks that ship with the app. Each picture is a run of that very network, in the plane in which it turns.',
  loading: 'Loading the list…',
  failed: 'The list could not be loaded:',
  meets: 'meets every bar',
  ring: 'a ring around the resting point',
  /** Headings, by the name of the recipe, in the order they are shown. */
  recipes: {
    live: 'Trained by the live recipe: minutes in a browser',
    paper: 'Trained by the paper’s recipe: an hour or more',
    sharpened: 'Exhibits: trained with a pair term, which keeps kick neurons from forming',
  } as Readonly<Record<string, string>>,
  other: 'Others',
};

export const HISTORY_TEXT = {
  open: 'Watch how it was trained',
  loading: 'Loading its history…',
  explosive: 'This checkpoint grows without bound in a long run.',
};
