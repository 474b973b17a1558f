import type { Entrance } from './filmPlan';

/** Steps in which the noise level is lowered. */
const LOWERING = 12;

/** Entrances of steps whose picture stands in place of the portrait, by chapter and step. */
export const PICTURE_ENTRANCES: Readonly<Record<string, Entrance>> = {
  'model 0': {
    before: 0,
    cues: [
      { at: 0, set: { speed: 3 }, caption: 'Above: the hidden state. Below: what it shows, one output a step.' },
      { at: 12, set: { speed: 8 }, caption: 'At every step it stays or jumps, by chance.' },
      { at: 52, set: { speed: 30 }, caption: 'It jumps rarely: long stretches of one colour.' },
    ],
    end: 240,
    last: 'The hidden state jumps; all that is seen of it is the row below the line.',
  },
  'model 1': {
    before: 0,
    cues: [
      { at: 0, set: { speed: 40 }, caption: 'Four models, from two states to five.' },
      { at: 160, set: { speed: 90 }, caption: 'The shares of the colours are the same; the stretches get shorter.' },
    ],
    end: 420,
    last: 'The more states, the shorter the stretches; the shares stay the same.',
  },
  'model 2': {
    before: 0,
    cues: [
      { at: 0, set: { speed: 3 }, caption: 'Two outputs in a row are a pair: one more for its bar.' },
      { at: 12, set: { speed: 30 }, caption: 'Model and dice have the same shares of colours …' },
      { at: 90, set: { speed: 300 }, caption: '… but in the model, a colour is followed by itself.' },
    ],
    end: 1500,
    last: 'The model’s pairs hold its memory; those of the dice hold none.',
  },
  'match 0': {
    before: 0,
    cues: [
      { at: 0, set: { speed: 3 }, caption: 'Two outputs in a row are a pair: one more for its bar.' },
      { at: 12, set: { speed: 30 }, caption: 'At first the bars leap about: few pairs, wide intervals.' },
      { at: 90, set: { speed: 300 }, caption: 'The more pairs, the nearer they come to the ticks of the model.' },
    ],
    end: 1800,
    last: 'The bars of the network settle at the ticks of the exact model.',
  },
  'match 2': {
    before: 60,
    cues: [
      { at: 0, set: { speed: 30 }, caption: 'Five models, each above a network that learned it.' },
      { at: 90, set: { speed: 60 }, caption: 'In each pair of rows: not the same moments, the same rhythm.' },
    ],
    end: 360,
    last: 'Five models, five networks: in each pair of rows the same rhythm.',
  },
  'zones 2': {
    before: 300,
    cues: [
      { at: 0, set: { speed: 60 }, caption: 'How long does each stay last? Above the model, below the network.' },
      { at: 120, caption: 'The model often leaves early; the network takes its time.' },
    ],
    end: 420,
    last: 'The model’s stays are of any length; those of the network have a usual one.',
  },
  'kick 0': {
    before: 0,
    cues: [
      { at: 0, set: { speed: 40 }, caption: 'The same noise in each row: the same outputs.' },
      { at: 120, set: { speed: 30 }, caption: 'Now the units struck out fall silent, other ones in each row.' },
      { at: 200, set: { speed: 60 }, caption: 'Most rows go on switching. Which one does not?' },
    ],
    end: 420,
    last: 'Random units hardly matter; the units of groups A and B do.',
  },
  'richer 0': {
    before: 60,
    cues: [
      { at: 0, set: { speed: 30 }, caption: 'Two, three, four, five states in a row.' },
      { at: 80, set: { speed: 40 }, caption: 'Each of the four goes round one loop, one way.' },
    ],
    end: 260,
    last: 'More states in a row, and still one loop.',
  },
  'richer 1': {
    before: 60,
    cues: [
      { at: 0, set: { speed: 20 }, caption: 'Two outputs at a time, on axes of their own.' },
      { at: 80, set: { speed: 30 }, caption: 'There by one way, back by another.' },
    ],
    end: 240,
    last: 'Each pair of outputs has a way there and a way back.',
  },
  'richer 2': {
    before: 0,
    cues: [
      { at: 0, set: { speed: 3 }, caption: 'Four states in a ring. Two of them show the same colour.' },
      { at: 15, set: { speed: 10 }, caption: 'Seeing that colour does not tell which of the two it was.' },
    ],
    end: 90,
    last: 'Two of the four states look alike: one colour for both.',
  },
  'why 0': {
    before: 0,
    cues: [
      { at: 0, set: { speed: 4 }, caption: 'At the cross nothing but noise comes into a unit: up as often as down.' },
      { at: 16, set: { speed: 40 }, caption: 'The unit passes on what is above zero; the rest becomes zero.' },
      { at: 120, set: { speed: 200 }, caption: 'On the left the mean stays at zero. On the right it does not.' },
    ],
    end: 900,
    last: 'Noise with mean zero comes in; what goes on has a mean above zero.',
  },
  'why 1': {
    before: 60,
    cues: [
      { at: 0, set: { speed: 20 }, caption: 'The dashed line: where the state would go if each step were its average.' },
      { at: 80, set: { speed: 30 }, caption: 'It ends at one of two places of rest. Between them lies the saddle.' },
    ],
    end: 300,
    last: 'On average the state goes to one of two places of rest.',
  },
  'why 2': {
    before: 60,
    cues: [
      { at: 0, set: { sigma: 1, speed: 30 }, caption: 'Noise of standard deviation 1.' },
      ...Array.from({ length: LOWERING }, (_, k) => ({
        at: 60 + 8 * k,
        set: { sigma: Number((4 ** (-(k + 1) / LOWERING)).toFixed(3)) },
        caption: 'Less and less noise: all of it draws in towards the cross.',
      })),
    ],
    end: 60 + 8 * LOWERING + 80,
    last: 'A quarter of the noise, a quarter of the picture: the cross is all that needs none.',
  },
  'why 3': {
    before: 0,
    cues: [
      { at: 0, set: { speed: 30 }, caption: 'The saddle, where the average leads to neither side.' },
      { at: 30, set: { speed: 6 }, caption: 'Eighty runs are let go there, each with noise of its own.' },
      { at: 50, set: { speed: 20 }, caption: 'Some go to the one side, some to the other.' },
    ],
    end: 110,
    last: 'From one and the same state, chance leads some this way and some that way.',
  },
  'why 4': {
    before: 60,
    cues: [
      { at: 0, set: { speed: 30 }, caption: 'Another network: no place of rest, but a closed line.' },
      { at: 90, caption: 'Its average goes round by itself; noise still drives it.' },
    ],
    end: 300,
    last: 'Here the average itself goes round.',
  },
  'open 0': {
    before: 0,
    cues: [
      { at: 0, set: { speed: 40 }, caption: 'A mark for each network; it is filled where the finding holds.' },
      { at: 60, caption: 'The first findings hold on nearly all, the later ones on some.' },
    ],
    end: 200,
    last: 'Some findings hold on every network, others on some.',
  },
  'open 1': {
    before: 60,
    cues: [
      { at: 0, set: { speed: 20 }, caption: 'On the left all that was learned, on the right what it stands for.' },
      { at: 60, caption: 'Which weights make which probability? Nobody knows in full.' },
    ],
    end: 140,
    last: 'From the weights to the probabilities: the step that is still open.',
  },
  'open 2': {
    before: 60,
    cues: [{ at: 0, set: { speed: 40 }, caption: 'Every network of this page, each on its own axes.' }],
    end: 160,
    last: 'Small networks, many orbits. What would you test first?',
  },
};
