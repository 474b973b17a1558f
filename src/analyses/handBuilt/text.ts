import type { Definition } from '../../ui/glossary';

export const HAND_BUILT = {
  title: 'A network built by hand',
  lead: 'Six units, every weight chosen and none trained: the smallest network here with the whole mechanism, two populations and two kick units. Open it and take it apart in the other panels.',
  term: {
    title: 'Built by hand',
    text: 'Two units rectify one noise with opposite signs and so give a steady supply. Each population excites itself, inhibits the other and holds down the kick unit that would end its output. A kick unit has noise of its own, excites itself and inhibits the population of the output that ends. It shows that so few units suffice, not that trained networks work this way. It is not in the paper.',
  } satisfies Definition,
};
