import { useEffect } from 'react';
import { type TimelineData, timelineData } from '../state/training/timelineData';
import { timelineKind } from '../state/training/timelineSource';
import { useApp, useAppController } from '../ui/context';
import { useIsVisible } from '../ui/onScreen';

/** The training run looked back at, kept up to date while the panel around is in sight. */
export function useTimeline(): TimelineData | undefined {
  const app = useAppController();
  const visible = useIsVisible();
  useEffect(() => (visible ? app.timeline.want() : undefined), [app, visible]);
  return useApp(timelineData);
}

/** Whether every checkpoint there will be is analysed: a run that still trains has more to come. */
export function useIsComplete(data: TimelineData | undefined): boolean {
  const grows = useApp(
    (state) => timelineKind(state) === 'recorded' && /^(starting|running|paused)$/.test(state.training.status),
  );
  return !grows && data !== undefined && data.known === data.entries.length;
}
