import { type Chapter, see, set } from '../chapter';

export const zones: Chapter = {
  id: 'zones',
  steps: [
    {
      say: 'From each state, twenty futures: how long does its output last?',
      text: [
        [
          'Stop at any state and let it go on twenty times, each time with fresh noise. How many steps until the favoured output changes? The mean is the residency time of that state. ',
          see('The map', 'figure'),
          ' colours every state of a run by it.',
        ],
      ],
      figure: 'zones',
      notice: 'The longest times lie at the two ends, the shortest on the crossings between them.',
    },
    {
      say: 'Clusters linger, kick-zones decide, transitions fly.',
      text: [
        [
          'The paper cuts this into three zones. In clusters (more than 8 steps) the state wanders about and collects noise. In transitions (fewer than 2) it crosses, nearly straight. Between them lie the kick-zones, where it can still go either way. The cuts are a convention: ',
          set('move them', { cutTransition: 3, cutCluster: 12 }),
          ' and the borders move.',
        ],
      ],
      figure: 'zones',
      notice: 'Watch the live state at this speed: many steps in a cluster, a few in a kick-zone, one or two in a transition.',
    },
    {
      say: 'It lingers, but it keeps better time than the model.',
      text: [
        [
          'The model forgets how long it has been in a state: its chance to leave is the same at every step. The network does not quite manage that. It has to build up to a switch, so very short stays are rarer and its stays are more regular than the model’s.',
        ],
      ],
      figure: 'rotation',
      notice: 'The phase climbs like a staircase: flat in the clusters, steep in the crossings.',
    },
  ],
  question: {
    ask: 'The paper reports that clusters listen to the noise and transitions hardly do, measured by how far twenty futures spread. Do the networks here agree?',
    answer:
      'Not by that measure. Averaged over many starting states, the spread in transitions is no smaller than in clusters, in none of the networks that ship here. What does separate the zones is the outcome: futures of one state agree least on the coming output in the kick-zones, which is where the decision falls.',
  },
  formulas: [
    {
      tex: '\\mathrm{RT}(h)=\\frac1{20}\\sum_{r=1}^{20}\\min\\{t\\le 60:\\ \\arg\\max\\ell^{(r)}_t\\neq\\arg\\max\\ell_0\\}',
      words: 'Residency time of a state: mean over 20 futures; none within 60 steps counts 60.',
    },
    {
      tex: 'J(h)=\\operatorname{diag}\\!\\big(\\mathbf 1[W_{hh}h>0]\\big)\\,W_{hh}',
      words: 'The step around a state is linear: only the units that fire take part.',
    },
  ],
};
