/** Texts of the panels. */

export const PORTRAIT = {
  title: 'Phase portrait',
  canvas:
    'Trajectory of the hidden state on its principal axes; arrow keys pan or turn it (in the story with Shift), plus and minus zoom, 0 shows all; Enter takes hold of the state, then arrow keys carry it and Enter lets it go',
  fileNote: 'Principal axes of a run with noise at sigma = 1; the trail is the live run.',
  flow: 'Where the state would go without noise: one step from each point of the plane. Fainter where the step leaves the plane',
  release: 'Lets 100 states of the driven run go without noise and follows them: all fall to the cross',
  loading: 'Loading the trained network…',
  divergent: 'This network’s state grows without bound in a long run. Reset starts it again from h = 0.',
  runaway: 'The state grew beyond 10,000 and the run stopped. R starts it again from h = 0.',
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
