import type { Definition } from '../../ui/glossary';

export const BELIEF = {
  title: 'Belief',
  lead: 'Someone who knows the model and sees the outputs believes each hidden state with some probability. The belief is a point between corners, one for each state. How much of it stands in h?',
  term: {
    title: 'Belief, as a point',
    text: 'The probabilities of the hidden states, given all outputs so far, by the exact forward filter. Two states: a point on a segment; three: in a triangle; four: in a tetrahedron seen from the side; more: in the plane in which beliefs vary most. The linear read-out is the least-squares guess of the belief from h. The network makes outputs and never sees which of them was drawn, so h cannot hold all of the belief. It is not in the paper.',
  } satisfies Definition,
};

export const BELIEF_TRAINING = {
  title: 'Belief through training',
  lead: 'When does h begin to hold what an observer would believe? At every checkpoint the belief is read from h anew, and beside it from the output alone, which needs no memory.',
  term: BELIEF.term,
};
