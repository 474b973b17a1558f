import type { PaperHmmId } from '../hmm/models';
import type { Preset } from './presets';

/** What a shipped network must reach; one that misses a bar is labelled with what it misses. Emissions, loss and boundedness only. */
export interface QualityThresholds {
  maxCell: number;
  /** Relative error of the change rate. */
  changeRate: number;
  /** Loss over floor. */
  ratio: number;
}

const COMMON: QualityThresholds = { maxCell: 0.05, changeRate: 0.1, ratio: 1.05 };

export const QUALITY_THRESHOLDS: Record<PaperHmmId, QualityThresholds> = {
  'chain-2': { ...COMMON, maxCell: 0.03 },
  'chain-3': COMMON,
  'chain-4': COMMON,
  'chain-5': COMMON,
  fully: { ...COMMON, maxCell: 0.03, changeRate: 0.15 },
  cyclic: { ...COMMON, changeRate: 0.15 },
};

/** The bars a network misses, a phrase each; empty when it meets them all. */
export function missedThresholds(
  id: PaperHmmId,
  scores: Pick<Preset['scores'], 'maxCell' | 'changeRateRatio' | 'ratio' | 'freeRuns'>,
): string[] {
  const bars = QUALITY_THRESHOLDS[id];
  const rate = Math.abs(scores.changeRateRatio.value - 1);
  const missed: string[] = [];
  if (scores.maxCell > bars.maxCell) missed.push(`largest cell error ${scores.maxCell.toFixed(3)} above ${bars.maxCell}`);
  if (rate > bars.changeRate) missed.push(`change rate ${(100 * rate).toFixed(0)} % off, more than ${100 * bars.changeRate} %`);
  if (scores.ratio.value > bars.ratio) missed.push(`loss ${scores.ratio.value.toFixed(3)} × floor, above ${bars.ratio}`);
  if (!scores.freeRuns.bounded) missed.push('not bounded in free runs');
  return missed;
}
