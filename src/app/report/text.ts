/** Words of the report. */

export const REPORT = {
  title: 'Replication report',
  summary: 'Summary',
  details: 'The claims in full',
  claim: 'claim',
  verdict: 'verdict',
  why: 'why',
  waiting: 'being computed',
  notReached: 'not reached',
  back: 'Back to the lab',
  print: 'Print or save as PDF',
  markdown: 'Markdown',
  json: 'JSON',
  zip: 'ZIP with figures and CSV',
  tested: 'Claims tested',
  progress: (done: number, all: number) => `${done} of ${all} claims tested`,
  problem: (message: string) => `The report ended early: ${message}. What was found before stands below.`,
  zipProblem: (message: string) => `The ZIP file could not be written: ${message}.`,
  rules:
    'Every verdict follows from the numbers beside it: reproduced when the whole interval meets the threshold, not reproduced on this network when the whole interval misses it, inconclusive when the interval reaches over it. A claim that is about something else than what is in view is not applicable and counts neither way.',
  counted: (applicable: number, notApplicable: number) =>
    `${applicable} ${applicable === 1 ? 'claim applies' : 'claims apply'}, ${notApplicable} ${notApplicable === 1 ? 'does' : 'do'} not`,
};

/** Words of the comparison. */
export const COMPARISON = {
  title: 'Networks side by side',
  explain:
    'Up to four networks: those that ship, those of this browser, seeds of one model. Recipes come first: what differs between two networks may come from there. The claims are tested on one network after the other.',
  compare: 'Compare with other networks',
  single: 'Report on the network in view',
  add: 'Add a network…',
  full: 'Four networks at most',
  own: 'In this browser',
  shipped: 'Ship with the app',
  reasons: 'With reasons',
  empty: 'Choose a network to begin.',
  loading: 'Reading the lists of networks…',
  unknown: (ids: readonly string[]) =>
    `${ids.map((id) => `“${id}”`).join(' and ')} ${ids.length === 1 ? 'is' : 'are'} neither among the networks that ship nor kept in this browser, so ${ids.length === 1 ? 'it is' : 'they are'} left out.`,
  stop: 'Stop',
  goOn: 'Go on',
  csv: 'CSV',
  computing: 'being computed',
  notComputed: 'not computed',
  failed: (why: string) => `Ended early: ${why}.`,
  testing: (name: string) => `Claims tested on ${name}`,
  orbit: (name: string) => `Orbit of ${name}`,
  open: 'Open',
  openThis: (name: string) => `Open ${name} in the lab`,
  remove: 'Remove',
  removeThis: (name: string) => `Remove ${name} from the comparison`,
  ratio: 'loss / floor',
  cell: 'largest cell error',
  rate: 'change rate / model’s',
  explosive: 'grows without bound',
  sources: { training: 'trained here', file: 'from a file', shipped: 'ships with the app', view: 'in view' },
} as const;
