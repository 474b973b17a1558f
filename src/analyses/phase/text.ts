import type { Definition } from '../../ui/glossary';

export const PHASE = {
  title: 'Orbit as a phase',
  lead: 'Is there a clock in the noise? A phase is sought that on average moves on at one pace, wherever the state is. If there is one, it has a period, and a number of turns after which it is forgotten.',
  term: {
    title: 'Stochastic asymptotic phase',
    text: 'A function φ of the state whose mean, some steps later, is φ now times a fixed complex number for each step: an eigenfunction of the Koopman operator, the one that turns and decays most slowly. Its angle is the phase. Quality: angle a step divided by decay a step; below 1 the phase is forgotten before it has turned by a radian. It is found from pairs of states by least squares, on four principal axes, and is believed only if it holds on runs it was not fitted to. It is not in the paper.',
  } satisfies Definition,
};
