/** Words of the lab. */

export const LAB = {
  overview: 'Overview',
  questions: 'What do you want to know?',
  files:
    'To save a figure as SVG, PNG or CSV, open “Details” below it. “Save weights…” and “Report” stand above, clips and data under “Share”.',
  sections: 'Sections of the lab',
  panels: (section: string) => `Panels: ${section}`,
  work: 'Workbench',
  loading: 'Loading the analyses…',
  beside: 'Panel beside it',
  compare: 'Compare with…',
  alone: 'nothing beside it',
  choose: 'Panel',
  trains: 'A network trains',
  paused: 'The training rests',
  progress: (update: number, total: number, loss: number | undefined) =>
    `update ${update} of ${total}${loss === undefined ? '' : `, loss ${loss.toFixed(2)}`}`,
  toTraining: 'Show its curve',
  previous: 'Previous panel',
  next: 'Next panel',
  unknown: (names: readonly string[], some: boolean) =>
    `The link names ${names.map((name) => `“${name}”`).join(' and ')}, which is no panel of the lab. It opens ${some ? 'the other one' : 'the overview'}.`,
};

/** Questions that a reader comes with, and the panel that answers each. */
export const QUESTIONS: readonly { asks: string; panel: string }[] = [
  { asks: 'Which neurons throw the switch?', panel: 'kick' },
  { asks: 'What happens when they are silenced?', panel: 'interventions' },
  { asks: 'When in training did the orbit appear?', panel: 'emergence' },
  { asks: 'How many states do my sequences suggest?', panel: 'sequences' },
  { asks: 'Does it emit what the model emits?', panel: 'emissions' },
  { asks: 'Which networks do I have, and how do they compare?', panel: 'runs' },
];
