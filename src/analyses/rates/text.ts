import type { Definition } from '../../ui/glossary';

export const RATES = {
  title: 'Rates in nats',
  lead: 'How surprised is someone who knows the model, step by step, by the network’s sequences? As much as by the model’s own, if the network has learned it.',
  term: {
    title: 'Nats a step',
    text: 'Surprise at an output is −ln of its probability given all outputs before, under the exact model. Cross-entropy: its mean over the network’s sequences. Entropy rate: the same over the model’s own. Their difference is above 0 where sequences are improbable (memory missing or wrong), below 0 where they are too typical (rare outputs left out). It is not in the paper.',
  } satisfies Definition,
};
