import { useEffect, useState } from 'react';
import type { SharedCopyChoice } from '../../dynamics/emissions/sharedCopy';
import { checkSharedCopy } from '../../state/networks/linkedNetwork';
import type { NetworkInView } from '../../state/networks/slice';
import { useAppController } from '../../ui/context';

export interface CopyCheck {
  /** Which network it is about. */
  of: NetworkInView;
  /** 0 … 1 */
  progress: number;
  choice?: SharedCopyChoice;
}

/** The copy of a network that a link can carry, checked in the background while `wanted`; undefined before it begins. */
export function useSharedCopy(network: NetworkInView | undefined, wanted: boolean): CopyCheck | undefined {
  const { pool } = useAppController();
  const [check, setCheck] = useState<CopyCheck>();
  const done = check?.of === network && check?.choice !== undefined;
  useEffect(() => {
    if (!wanted || !network || done) return;
    let here = true;
    setCheck({ of: network, progress: 0 });
    const { choice: coming, cancel } = checkSharedCopy(pool, network, (progress) => {
      if (here) setCheck({ of: network, progress });
    });
    void coming.then((choice) => {
      if (here) setCheck({ of: network, progress: 1, choice });
    });
    return () => {
      here = false;
      cancel();
    };
  }, [pool, network, wanted, done]);
  return check?.of === network ? check : undefined;
}
