import { act, type Chapter, see, set } from '../chapter';

export const silence: Chapter = {
  id: 'silence',
  steps: [
    {
      say: 'No noise: the state falls to one point and stays.',
      text: [
        [
          'The noise is off. The state has fallen to ',
          see('the cross', 'cross'),
          ' and does not leave it. ',
          act('Give the noise back', 'noise'),
          ', and the orbit is there again within a few steps. Nothing was stored: the circling is made anew, all the time, out of noise.',
        ],
      ],
      notice: 'Without noise the outputs do not stop: with all logits at zero each of the three is drawn equally often.',
    },
    {
      say: 'A hundred states let go: all fall to the same point.',
      text: [
        [
          'Is it the same point from everywhere? Take 100 states out of the running network and ',
          act('let them go', 'release'),
          '. On a logarithmic axis their lengths fall in straight lines: a fixed share is lost per step.',
        ],
      ],
      figure: 'collapse',
      notice: 'For this network every state is below a thousandth of its usual length after about 60 steps.',
    },
    {
      say: 'The flow without noise, drawn on the plane.',
      text: [
        [
          'The ',
          set('arrows', { flow: true }),
          ' show where one noise-free step would lead from each point of the plane. They turn, but every path along them ends at the cross: the circle you saw is no limit cycle of this flow. Noise is not a disturbance of the mechanism, it is what drives it.',
        ],
      ],
      notice:
        'Arrows are fainter where the step leaves the plane of the picture. That all paths end at the cross is not read off the arrows: the hundred states of the step before measured it.',
    },
  ],
  question: {
    ask: 'Could there be a second, isolated resting point somewhere else?',
    answer:
      'No. If h were a fixed point, then so would be every multiple of it, by the scaling identity: fixed points other than 0 come as whole rays. That h = 0 is fixed is arithmetic. That it is stable, so that everything falls to it, is the finding.',
  },
  formulas: [
    {
      tex: 'h\\leftarrow\\operatorname{ReLU}(W_{hh}h),\\qquad 0=\\operatorname{ReLU}(W_{hh}\\,0)',
      words: 'Without noise, and why 0 is always a fixed point: there is no bias.',
    },
    { tex: 'h=F(h)\\;\\Rightarrow\\; c\\,h=F(c\\,h)\\quad\\text{for all }c>0', words: 'Why no other one can be isolated.' },
  ],
};
