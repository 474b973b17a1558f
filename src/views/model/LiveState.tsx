import { useRef } from 'react';
import { HISTORY } from '../../state/live/liveRun';
import { useApp, useAppController, useLiveFrame, usePalette } from '../../ui/context';
import type { layoutModel } from './layout';

interface LiveStateProps {
  nodes: ReturnType<typeof layoutModel>['nodes'];
  /** Of a node, in pixels. */
  radius: number;
}

/** A ring around the hidden state that the model of the live run is in, in the colour of the output it shows at this step. */
export function LiveState({ nodes, radius }: LiveStateProps) {
  const app = useAppController();
  const palette = usePalette();
  const historyOffset = useApp((state) => state.historyOffset);
  const ring = useRef<SVGCircleElement>(null);
  useLiveFrame(() => {
    const { liveRun } = app;
    const step = (liveRun?.step ?? 0) - 1 - historyOffset;
    if (!ring.current || !liveRun || step < 0) return;
    const node = nodes[liveRun.hmmStates[step % HISTORY]!];
    if (!node) return;
    ring.current.setAttribute('transform', `translate(${node.x},${node.y})`);
    ring.current.setAttribute('stroke', palette.outputs[liveRun.hmmOutputs[step % HISTORY]!]!);
    ring.current.dataset.state = String(node.state);
  });
  return <circle ref={ring} className="live-state" r={radius + 5} fill="none" strokeWidth={5} data-testid="live-state" />;
}
