import type { Definition } from '../../ui/glossary';

export const SKELETON = {
  title: 'Skeleton',
  lead: 'Where does the state go on average? The mean of one step has points of rest, saddles or a cycle, and noise makes all of them: turn σ down and they shrink into the cross.',
  term: {
    title: 'Skeleton of the mean step',
    text: 'F(m) is the mean of the next state, exactly, where the state is m and the noise is drawn afresh. At a fixed point F(m) = m. ● stable: the mean step returns to it. ○ focus: it turns as it returns (double: as it leaves). ◆ saddle: it leaves along the arrows. A closed line is a cycle. This is a skeleton of the mean and no attractor of the noisy network. It is not in the paper.',
  } satisfies Definition,
};
