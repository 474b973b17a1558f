import type { Estimate } from '../../math/statistics';
import { type Judgement, judgeBetween } from '../judge';

/** Nats a step by which sequences may be more or less probable than the model’s own (claim C25). */
export const EXCESS = 0.02;

/** Whether sequences are as probable as the model’s own. @param excess difference of their mean −ln P, in nats a step */
export const judgeExcess = (excess: Estimate): Judgement =>
  judgeBetween('the difference in nats a step', excess, -EXCESS, EXCESS);
