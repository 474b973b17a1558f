import { useEffect } from 'react';
import { type TimelineData, timelineData } from '../../state/training/timelineData';
import { useApp, useLab } from '../../ui/context';
import { useInSight } from '../../ui/VisibilityContext';

/** The training run looked back at, kept up to date while the panel around is in sight. */
export function useTimeline(): TimelineData | undefined {
  const lab = useLab();
  const inSight = useInSight();
  useEffect(() => (inSight ? lab.timeline.want() : undefined), [lab, inSight]);
  return useApp(timelineData);
}
