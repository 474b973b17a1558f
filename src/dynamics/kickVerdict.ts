import { EXIT_BAR, type KickReport } from './kickNeurons';
import { type Judgement, judge, judgeAll } from './spectrumVerdict';

/**
 * Claim C10: in every direction a group of at most three units lowers p_exit to a quarter or less, on starts it was not chosen on, and below
 * every random group. Directions with too few states decide nothing.
 */
export function judgeKick({ directions }: Pick<KickReport, 'directions'>): Judgement {
  const judged = directions.filter(({ verdict }) => verdict !== 'scarce');
  if (judged.length === 0) return { verdict: 'inconclusive', reason: 'no change of label is frequent enough to be judged' };
  return judgeAll(
    judged.map(({ from, to, score }): Judgement => {
      const name = `${from} → ${to}`;
      if (!score || score.group.length === 0) return { verdict: 'not-reproduced', reason: `${name} has no candidate` };
      const random = score.null[0];
      if (random === undefined)
        return { verdict: 'inconclusive', reason: `${name}: too few units fire to draw random groups from` };
      if (score.changed.value >= random)
        return {
          verdict: 'not-reproduced',
          reason: `${name}: a random group leaves as few exits (${random.toFixed(2)} against ${score.changed.value.toFixed(2)})`,
        };
      return judge({
        name: `${name}: exits left with {${score.group.join(', ')}} at 0`,
        estimate: score.ratio,
        threshold: EXIT_BAR,
        sense: 'at most',
      });
    }),
  );
}
