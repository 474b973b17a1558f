import type { Table } from '../../charts/figure';
import { HISTORY, POINT_STRIDE } from '../../state/live/liveRun';
import type { PortraitInput } from './picture';

/** The remembered steps of the live run: what the trail is drawn from. */
export function trajectoryTable(input: PortraitInput | undefined): Table {
  const columns = ['step', 'PC1', 'PC2', 'PC3', 'label', 'sampled output', 'driven by noise'];
  if (!input) return { columns, rows: [] };
  const { liveRun, historyOffset } = input;
  const to = liveRun.step - historyOffset;
  const from = Math.max(0, liveRun.step - HISTORY);
  const rows = Array.from({ length: Math.max(0, to - from) }, (_, n) => {
    const slot = (from + n) % HISTORY;
    const point = Array.from({ length: POINT_STRIDE }, (_, k) => liveRun.points[slot * POINT_STRIDE + k]!);
    return [from + n + 1, ...point, liveRun.outputLabels[slot]!, liveRun.sampledOutputs[slot]!, liveRun.driven[slot]!];
  });
  return { columns, rows };
}
