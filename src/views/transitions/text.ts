export const TRANSITIONS = {
  title: 'Which output follows which',
  live: 'Counted in the live run:',
  network: 'network',
  exact: 'exact model',
  few: 'too few counts to be judged',
};
