import { PAPER_HMMS } from '../hmm/models';
import type { AppController } from '../state/app';

/** What words of the prose and messages from outside can do once. */
export const VERBS = {
  noise: (app: AppController) => app.toggleNoise(),
  play: (app: AppController) => app.togglePlaying(),
  step: (app: AppController) => app.stepOnce(),
  reset: (app: AppController) => app.resetRun(),
  release: (app: AppController) => app.release(),
  train: (app: AppController) => app.watchTraining(),
  bifurcation: (app: AppController) => app.jumpToBifurcation(),
  report: (app: AppController) => app.set('view', 'report'),
  'learn-chain-3': (app: AppController) =>
    void app.loadFeatures().then(
      () => app.warmStart(PAPER_HMMS['chain-3']),
      () => {},
    ),
  lab: (app: AppController) => app.set('view', 'lab'),
} as const satisfies Record<string, (app: AppController) => void>;
export type VerbId = keyof typeof VERBS;
