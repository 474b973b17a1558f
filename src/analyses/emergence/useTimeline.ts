import { useEffect } from 'react';
import { type TimelineData, timelineData } from '../../state/training/timelineData';
import { useApp, useAppController } from '../../ui/context';
import { useIsVisible } from '../../ui/VisibilityContext';

/** The training run looked back at, kept up to date while the panel around is in sight. */
export function useTimeline(): TimelineData | undefined {
  const app = useAppController();
  const visible = useIsVisible();
  useEffect(() => (visible ? app.timeline.want() : undefined), [app, visible]);
  return useApp(timelineData);
}
