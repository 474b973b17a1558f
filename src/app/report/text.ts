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
