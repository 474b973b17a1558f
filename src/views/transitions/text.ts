export const TRANSITIONS = {
  title: 'Which output follows which',
  network: 'network',
  exact: 'exact model',
  few: 'too few counts to be judged',
};
