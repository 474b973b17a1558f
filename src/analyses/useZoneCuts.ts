import { useMemo } from 'react';
import type { ZoneCuts } from '../dynamics/defaults';
import { useApp } from '../ui/context';
import { zoneCuts } from './graph';

/** The cuts in force; the same object as long as no cut is moved. */
export function useZoneCuts(): ZoneCuts {
  const { cutTransition, cutCluster, cutSoftmax } = useApp((state) => state.settings);
  return useMemo(() => zoneCuts({ cutTransition, cutCluster, cutSoftmax }), [cutTransition, cutCluster, cutSoftmax]);
}
