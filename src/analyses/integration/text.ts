import type { Definition } from '../../ui/glossary';

export const INTEGRATION = {
  title: 'How noise throws the switch',
  lead: 'Each step brings new noise. Does a single push change the output, or does noise of one sign add up in the populations until the kick group fires?',
  term: {
    title: 'Noise gathered before a change',
    text: 'The noise of a step along the difference of the two populations, those that excite the kick group minus those that inhibit it, in standard deviations: its mean is 0 at a step chosen by chance. Averaged 0 … 60 steps before every change of label between stays of at least 5 steps. Band: the same with all changes moved along the run (95 % of 200). This average is not in the paper.',
  } satisfies Definition,
};
