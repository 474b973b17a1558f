import { DEFAULT_CUTS, DEFAULT_SHARE, USUAL_SIZE } from '../dynamics/defaults';
import type { NoiseMixing } from '../dynamics/zones/sensitivityFan';

/** The constants that report, command line and panels share, and what a reader may choose. Each number stands here alone. */

/** Analyses have a seed of their own: they describe the network, not the live run. */
export const ANALYSIS_SEED = 1;
/** Steps of the run the principal axes are fitted to (docs/science.md §3.5). */
export const ORBIT_STEPS = 30_000;
/** Steps before the residency run is recorded (docs/science.md §3.8): states, spectra and futures are those of one and the same run. */
export const RESIDENCY_WARM_UP = 20;
/** Steps of the sequences of a network whose training length is not known; recipes train on at most so many. */
export const USUAL_LENGTH = 100;

/** What a reader may choose of the analyses; each is a setting of the app by the same name. */
export interface Choices {
  /** Principal axes of the portrait: two of 1, 2, 3; anything else is PC1–PC2. */
  plane: string;
  /** N of the emission analyses. */
  sequences: number;
  /** Kernel bandwidth of the noise contours, in Scott factors. */
  bandwidth: number;
  /** Cuts between the zones: steps, steps, probability. */
  cutTransition: number;
  cutCluster: number;
  cutSoftmax: number;
  /** The state whose futures are fanned out; −1: the first in a kick-zone. */
  anchor: number;
  mixing: NoiseMixing;
  /** Up to how many units all groups are tried. */
  groupSize: number;
  /** Names of the kick groups the populations stand between. */
  pair: string;
  /** Share of the units in both integrating populations, 0 … 1. */
  share: number;
  /** What the gain acts on: a kind of target, for a kick group with its name. */
  actOn: string;
  scope: 'recurrent' | 'both';
  /** Units picked by hand, joined by full stops. */
  picked: string;
  /** Which random units. */
  draw: number;
}

/** The choices of the paper, and of the report; the app begins with them. */
export const PAPER_CHOICES = {
  plane: 'auto',
  sequences: 1000,
  bandwidth: 1,
  cutTransition: DEFAULT_CUTS.transition,
  cutCluster: DEFAULT_CUTS.cluster,
  cutSoftmax: DEFAULT_CUTS.softmax,
  anchor: -1,
  mixing: 'variance-preserving',
  groupSize: USUAL_SIZE,
  pair: 'AB',
  share: DEFAULT_SHARE,
  actOn: 'none',
  scope: 'recurrent',
  picked: '',
  draw: 0,
} as const satisfies Choices;
