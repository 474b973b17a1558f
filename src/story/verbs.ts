import { PAPER_HMMS } from '../hmm/paper';
import type { Lab } from '../state/app';

/** What words of the prose and messages from outside can do once. */
export const VERBS = {
  noise: (lab: Lab) => lab.toggleNoise(),
  play: (lab: Lab) => lab.togglePlaying(),
  step: (lab: Lab) => lab.stepOnce(),
  reset: (lab: Lab) => lab.resetRun(),
  release: (lab: Lab) => lab.release(),
  train: (lab: Lab) => lab.trainKey(),
  bifurcation: (lab: Lab) => lab.jumpToBifurcation(),
  report: (lab: Lab) => lab.set('view', 'report'),
  'learn-chain-3': (lab: Lab) =>
    void lab.complete().then(
      () => lab.warmStart(PAPER_HMMS['chain-3']),
      () => {},
    ),
  lab: (lab: Lab) => lab.set('view', 'lab'),
} as const satisfies Record<string, (lab: Lab) => void>;
export type VerbId = keyof typeof VERBS;
