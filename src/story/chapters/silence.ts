import { act, type Chapter, see, set } from '../chapter';
import { fact, percent, word } from '../facts';

export const silence: Chapter = {
  id: 'silence',
  steps: [
    {
      say: 'No noise: the state falls to one point and stays.',
      text: [
        [
          'Here the noise is off: the state falls to ',
          see('the cross', 'cross'),
          ' and does not leave it. ',
          act('Give the noise back', 'noise'),
          `, and within ${word('silence.back')} steps the state is as far out as before. Nothing was stored: the circling is made anew, all the time, out of noise.`,
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
          `. After the first steps their lengths fall in straight lines on a logarithmic axis: about ${percent('silence.lost')} is lost at every step.`,
        ],
      ],
      figure: 'collapse',
      notice: `In this network every one of them is below a thousandth of the usual length after ${fact('silence.below')} steps.`,
    },
    {
      say: 'Without noise there is no circle: the arrows lead to the cross.',
      text: [
        [
          'The ',
          set('arrows', { flow: true }),
          ' show where one noise-free step would lead from points of the plane. They turn. But all the states you just let go ended at the cross. So the circle you saw is no limit cycle: it needs the noise. Noise does not disturb the mechanism; it drives it.',
        ],
      ],
      notice:
        'Each arrow is a single step, and fainter where it leaves the plane. They cannot be joined into paths: the state itself does not stay in the plane.',
    },
  ],
  todo: [act('Let many states go', 'release'), ', and follow one of them with your eyes.'],
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
