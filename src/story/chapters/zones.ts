import { type Chapter, see, set } from '../chapter';
import { countWord, fact, percent } from '../facts';

export const zones: Chapter = {
  id: 'zones',
  steps: [
    {
      say: 'In the middle of a stay the output lasts; at its edge it soon changes.',
      text: [
        [
          'Stop at any state and let it go on twenty times, each time with fresh noise. How many steps until the favoured output changes (60 at most)? The mean is the residency time of that state. ',
          see('The picture', 'portrait'),
          ' shows the futures of two states of one run: state 1 in the middle of a stay, state 2 three steps before a crossing.',
        ],
      ],
      notice: 'The longest times lie at the two ends, the shortest on the crossings between them.',
    },
    {
      say: 'It lingers in clusters, decides in kick-zones, races through transitions.',
      text: [
        [
          'The paper sorts the states into three zones. In clusters (more than 8 steps, and a clear favourite) the state wanders about and collects noise. In transitions (fewer than 2) it crosses, nearly straight. Between them lie the kick-zones, where it can still go either way. The cuts are a convention: ',
          set('move them', { cutTransition: 3, cutCluster: 12 }),
          ' and the borders move.',
        ],
      ],
      notice: `Watch the live state at this speed: about ${fact('zones.cluster')} steps in a cluster, then one or two in each of the other zones.`,
    },
    {
      say: 'Its switching is more regular than the model’s.',
      text: [
        [
          `The model forgets how long it has been in a state: its chance to leave is the same at every step. The network has to build up to a switch. Only ${percent('zones.soon')} of its stays end within 10 steps, of the model’s 40 %. They are more regular, and longer: ${fact('noise.stay')} steps on average, against 20. The draw makes up for it: ${percent('zones.drawn')} of the outputs are not the favoured one, where the model has 1 %.`,
        ],
      ],
      notice: 'The shortest stays are the most frequent ones of the model; the network has hardly any of them.',
    },
  ],
  todo: ['Watch a crossing ', set('in slow motion', { speed: 4 }), ', and say when it is decided.'],
  question: {
    ask: 'The paper reports that clusters listen to the noise more than transitions do, measured by how far the futures of a state spread. How many of the networks here agree?',
    answer: `By that measure ${countWord('zones.spread')} of the ${fact('gallery.size')} do. The paper has 0.63 to 0.85 times as much spread in transitions, from one state of each zone; here many states are averaged. The outcome separates the zones better: on ${fact('zones.least')} networks the futures of one state agree least on the coming output in the kick-zones. There the decision falls.`,
  },
  formulas: [
    {
      tex: '\\mathrm{RT}(h)=\\frac1{20}\\sum_{r=1}^{20}\\min\\{t\\le 60:\\ \\arg\\max\\ell^{(r)}_t\\neq\\arg\\max\\ell_0\\}',
      words: 'Residency time of a state: mean over 20 futures; none within 60 steps counts 60.',
    },
    {
      tex: 'J(h)=\\operatorname{diag}\\!\\big(\\mathbf 1[W_{hh}h>0]\\big)\\,W_{hh}',
      words: 'Without noise, the step around a state is linear: only the units that fire take part.',
    },
  ],
};
