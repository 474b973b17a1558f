import { type ReactNode, useId, useRef } from 'react';

/** What a number or word means, and how it is computed. */
export interface Definition {
  title: string;
  text: string;
}

/** Definitions behind the numbers. Those that only one panel needs stand among its own words: a page loads this list before its first picture. */
export const TERMS = {
  explained: {
    title: 'Explained variance',
    text: 'The share of the hidden state’s total variance that lies along the principal axes shown, in one run of 30,000 steps with noise at σ = 1 (4,000 in the first moments, 8,000 while training). The axes are those of that run; everything else is projected on them.',
  },
  norm: {
    title: 'Size of the hidden state, ‖h‖',
    text: 'The Euclidean length of the hidden state h (all units). The percentage compares it with its mean while noise drives the network at σ = 1. Without noise h shrinks to 0: the only fixed point the network can have.',
  },
  turns: {
    title: 'Turns per round trip',
    text: 'Net rotation around the centre of the plane shown, divided by half the number of label changes, over the run the axes were fitted to. 1 means: every there-and-back is one full turn, always in the same sense. No number is given below 20 label changes.',
  },
  loss: {
    title: 'Loss: Sinkhorn divergence',
    text: 'A distance between two sets of sequences, the network’s and the model’s: the cost of the best soft matching between them, counted in mismatched symbols, minus the same within each set. It compares sets, not pairs.',
  },
  floor: {
    title: 'Floor',
    text: 'The loss between two independent sets drawn from the model itself, at this batch size and length. A finite sample cannot do better on average, so the loss does not go to 0.',
  },
  plateau: {
    title: 'i.i.d. plateau',
    text: 'The loss of a machine without memory: outputs with the right frequencies, drawn independently at each step. Training waits here until the network finds memory.',
  },
  rate: {
    title: 'Speed',
    text: 'Updates per second over the last few seconds, on the engine named below. Time left follows from the work the recipe still holds.',
  },
  transition: {
    title: 'Output transition matrix O',
    text: 'O[k][l] is the probability that output l follows output k. The network’s is counted on a second, faster run of the network in view (sequences of 400 steps from h = 0); the model’s is exact. ± is half the width of the 95 % Wilson interval.',
  },
  changeRate: {
    title: 'Change rate',
    text: 'The probability that an output differs from the one before. Exact for the model: 1 − Σ P(k then k).',
  },
  fingerprint: {
    title: 'Fingerprint of the weights',
    text: 'Eight hexadecimal digits computed from every bit of the weights. The same seed, recipe and engine give the same fingerprint.',
  },
  cellError: {
    title: 'Largest cell error',
    text: 'The largest difference between the network’s and the exact output transition matrix, over rows with at least 500 counts, on 32 held-out runs of 2,000 steps.',
  },
  collapse: {
    title: 'Fixed point without noise',
    text: 'Without noise h ← ReLU(W_hh h). There is no bias, so h = 0 is always a fixed point, and no other isolated one can exist. The question is whether it is stable: do all states of the driven run fall to it? Test: the largest ‖h‖ after 500 steps is below one thousandth of the driven mean.',
  },
  decay: {
    title: 'Decay per step',
    text: 'The factor by which ‖h‖ shrinks in one noise-free step, as a geometric mean over the part of the curve between 1/10 and 1/1,000,000 of the driven mean. The interval is over the released states.',
  },
  activeRadius: {
    title: 'Spectral radius of the active block',
    text: 'Only units with positive input take part in a step: the Jacobian is W_hh restricted to them. The largest absolute eigenvalue of that block, over the last 50 steps of every path; below 1 the decay is certain from there.',
  },
  homogeneity: {
    title: 'The scaling identity',
    text: 'h(σ·x) = σ·h(x) for every σ > 0 and the same noise x, because there is no bias and ReLU scales. So every size in state space is linear in the standard deviation of the noise, and labels, dwell times and rotation do not depend on it at all. r95 is the distance from the projection of h = 0 that 95 % of the states do not pass.',
  },
  readout: {
    title: 'Read-out magnitude m',
    text: 'The length of a read-out direction (a row of W_out, made a unit vector) projected on the plane; its angle to the plane is arccos m. A random direction has about √(2/H).',
  },
  dwellCv: {
    title: 'Coefficient of variation of the dwell',
    text: 'Standard deviation over mean of how long an output lasts. A memoryless (geometric) dwell that ends with probability p per step has √(1 − p); smaller is more regular.',
  },
  distance: {
    title: 'Sinkhorn-matched distance',
    text: 'Each model sequence is matched to the network sequence that the transport plan (ε = 0.1) gives it most weight; the distance is Euclidean between one-hot sequences, √(2 × mismatches), averaged. It depends strongly on N and T: compare only with the baseline beside it.',
  },
  coverage: {
    title: 'Coverage',
    text: 'The share of network sequences that are matched to at least one model sequence. Low coverage beside the baseline’s means that some of the network’s sequences resemble nothing the model does.',
  },
  posterior: {
    title: 'Posterior of the hidden states',
    text: 'The forward filter: P(hidden state now | outputs so far), exact for the model. R² is the share of its variance that a linear read-out of h explains on runs it was not fitted to; the interval is over held-out runs.',
  },
  memoryShare: {
    title: 'What h adds to the output',
    text: 'The share of the error left by the current output alone that goes away when h is read too. The network never sees which output was drawn from it, so neither holds the other; together they do best. With two states the output says nearly all.',
  },
  residency: {
    title: 'Residency time, RT',
    text: 'The mean number of steps until the label changes, over 20 rollouts with fresh noise from the very same state; a change in the first step counts 1, none within 60 steps counts 60. Transition: RT < 2. Kick-zone: 2 ≤ RT ≤ 8. Cluster: RT > 8 and an output probability above .8. The rest is unassigned.',
  },
  signChanges: {
    title: 'Logit-gradient sign changes',
    text: 'How often the logit of the state’s label turns from rising to falling or back along a rollout, up to the exit. Many: the state wanders in place. None: it flies. It grows with RT by construction, so the rate per step is told too.',
  },
  spectrum: {
    title: 'Unstable eigenvalues and critical pairs',
    text: 'Eigenvalues λ of the Jacobian of a noise-free step; only active units matter, the others give 0. Unstable: |λ| > 1, a complex pair counts 2. The Möbius map μ̂ = (λ − 1)/(λ + 1) sends the unit circle to the imaginary axis. Critical pair: |Re μ̂| < .1 and Im μ̂ > .05, a slow rotation close to the circle.',
  },
  sensitivity: {
    title: 'Noise sensitivity',
    text: 'Futures of a state under √(1−γ²)·recorded + γ·fresh noise, which keeps the variance (the reference code’s (1−γ) and γ halve it at γ = ½). Covariance trace: how far they spread. Label agreement: the share under the most common label. By zone: mean over at least 40 anchors, each from another visit.',
  },
  hazard: {
    title: 'Exit hazard',
    text: 'Exits over exposure at each age of a dwell, dwells cut short by the end of a run counted as exposed up to there (Wilson interval). The memoryless line has as many exits per step. The model’s best guess: the most probable next output given the outputs so far, on sequences of the model itself.',
  },
  preActivation: {
    title: 'Pre-activation, z',
    text: 'What a unit receives in a step before the threshold: z = W_hh h + W_in x, recurrent drive plus noise. Above 0 it fires, h = z; below it is silent. Colours are centred at the threshold, on one scale for all units (the 98 % quantile of |z|).',
  },
  kickGroup: {
    title: 'Kick group',
    text: 'p_exit: share of 40-step futures from cluster states of label a whose first change of label is to b. Units are silenced under the same noise: held at h = 0, or with their weights onto other units at 0. Of the 15 with the largest effect the best group of each size: greedily, up to three by trying all. Kick group: drive (W_hh h) of each unit below 0 in the cluster, above 0 in the transition, d′ > 1.5; else causal group.',
  },
  populations: {
    title: 'Noise-integrating populations',
    text: 'Mean weights g1, g2 from each unit onto kick group 1 and 2; units with opposite signs, the most negative products g1·g2 first, split by the sign of g1; kick units left out. p: share of 1,000 random draws of parts of the same sizes whose mean lies as far out. Deviations are in standard deviations of all weights; diagonals count.',
  },
  groupActivity: {
    title: 'Mean activity and phase lag',
    text: 'Mean of h over the units of a part. Around a flip: average over the flips with dwells of at least 5 steps on both sides, Student interval. Lag: where the correlation of two parts is largest in size, −30 … 30 steps; positive when the second follows. Interval: bootstrap over blocks of the run.',
  },
  emergence: {
    title: 'Emergence of the orbit',
    text: 'Transition rate: mean of 1/dwell of argmax labels. Critical pairs, unstable: share of the steps with one (|Re μ̂| < .1, Im μ̂ > .05), with an eigenvalue |λ| > 1. Marker: the first update by which the loss is a quarter of the way from plateau to floor, three evaluations of 10 updates in a row, and either share is above .02 (for starts with a larger gain: .02 above the start).',
  },
  secondOrder: {
    title: 'Second-order proxy √|E δ²|',
    text: 'Along a noise-free path ĥ of 10 steps: δ² ← W_hh D δ² + ½ W_hh((δ¹)² ∘ 1[ĥ > 0]), D = diag(1[ĥ > 0]). Its expectation needs no trials: E(δ¹)² is the diagonal of Σ ← W_hh D Σ D W_hhᵀ + W_in W_inᵀ. Mean over 20 starts. Drift: mean of noisy paths minus the noise-free one after 10 steps. Gini: 0 even, 1 all in one unit.',
  },
  resonance: {
    title: 'Coherence resonance',
    text: 'The noise into both integrating populations is multiplied by g, all else as it was. CV: standard deviation over mean of whole argmax dwells; a memoryless dwell has about 1. An interior minimum, at least .1 below both ends, is the signature. Interval of the best g: where the minimum falls in resamples of the runs.',
  },
  fit: {
    title: 'Baum–Welch fit',
    text: 'The most likely hidden Markov model with so many states, by expectation–maximisation from several random beginnings. AIC = 2k − 2 ln L, BIC = k ln n − 2 ln L with k free parameters and n labels: less is better; BIC asks more of additional states.',
  },
  model: {
    title: 'Hidden Markov model',
    text: 'At each step the hidden state jumps by a row of the transition matrix and emits one output by a row of the emission matrix. Frequencies and output transitions are computed exactly at the stationary distribution. Probabilities are kept in steps of 1/10,000, so that a model in a link is the very same again.',
  },
  gain: {
    title: 'Gain μ',
    text: 'z = c·(W_hh h) + n·(W_in x) with c or n equal to μ on the chosen units and 1 elsewhere. Occupancy: share of steps at a label. Exits: share of 40-step futures from cluster states that leave for the target. Critical pairs: |Re μ̂| < .1, Im μ̂ > .06, per step. 20 runs of 1,000 steps a gain, all with the same noise.',
  },
  subspace: {
    title: 'Output-pair subspace',
    text: 'States whose label is one of two outputs, in a PCA of their own made from the first four global scores. Turns are counted inside contiguous stretches only; the plane shown is the one of the three with the most turns per round trip.',
  },
} as const;
export type TermId = keyof typeof TERMS;
/** A term of this list, or a definition that a panel brings. */
export type TermOrDefinition = TermId | Definition;

/** A number or word that tells its definition when clicked. */
export function Term({ id, children }: { id: TermOrDefinition; children: ReactNode }) {
  const popover = useId();
  const button = useRef<HTMLButtonElement>(null);
  const card = useRef<HTMLDivElement>(null);
  const place = () => {
    if (!button.current || !card.current) return;
    const { left, bottom, top } = button.current.getBoundingClientRect();
    const below = bottom + 170 < window.innerHeight;
    card.current.style.left = `${Math.max(8, Math.min(left, window.innerWidth - 336))}px`;
    card.current.style.top = below ? `${bottom + 6}px` : '';
    card.current.style.bottom = below ? '' : `${window.innerHeight - top + 6}px`;
  };
  const { title, text } = typeof id === 'string' ? TERMS[id] : id;
  return (
    <>
      <button
        ref={button}
        type="button"
        className="term"
        popoverTarget={popover}
        onClick={place}
        title={`${title}: what is this?`}
      >
        {children}
      </button>
      <div ref={card} id={popover} popover="auto" className="term-card">
        <strong>{title}</strong>
        <p>{text}</p>
      </div>
    </>
  );
}
