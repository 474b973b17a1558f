import { useEffect, useRef, useState } from 'react';
import type { SharedCopyChoice } from '../../dynamics/emissions/sharedCopy';
import { checkSharedCopy } from '../../state/networks/linkedNetwork';
import type { NetworkInView } from '../../state/networks/slice';
import { useApp, useAppController } from '../../ui/context';
import { hiddenOf, linkReaches, type Prepared, pageUrl, preparedSettings, type SharedPage } from './links';

/** What all parts of the sheet are about. */
export interface SharedState {
  network: NetworkInView | undefined;
  /** The page as it is prepared for others. */
  page: SharedPage;
  /** Its address. */
  link: string;
  prepared: Prepared;
  setPrepared: (prepared: Prepared) => void;
  /** The link alone leads to the network in view. */
  reached: boolean;
  withWeights: boolean;
  setWithWeights: (on: boolean) => void;
  check: CopyCheck | undefined;
  /** Tells the outcome of something at the foot of the sheet. */
  say: (sentence: string) => void;
}

/** @param say tells the outcome of something at the foot of the sheet */
export function useShared(say: (sentence: string) => void): SharedState {
  const { story } = useAppController();
  const settings = useApp((state) => state.settings);
  const history = useApp((state) => state.history);
  const network = useSteadyNetwork();
  const [prepared, setPrepared] = useState<Prepared>(() => ({ lecture: settings.lecture, hide: hiddenOf(settings) }));
  const [chosen, setChosen] = useState<boolean>();
  const reached = !network || linkReaches({ settings, history }, network);
  // What leads somewhere else without its weights goes with them, if it can.
  const withWeights = chosen ?? !reached;
  const check = useSharedCopy(network, withWeights);
  const text = withWeights && check?.choice?.ok ? check.choice.text : undefined;
  const page: SharedPage = {
    settings: preparedSettings(settings, prepared),
    story,
    weights: text !== undefined && network ? { text, network } : undefined,
  };
  return {
    network,
    page,
    link: pageUrl(page, window.location.href),
    prepared,
    setPrepared,
    reached,
    withWeights,
    setWithWeights: setChosen,
    check,
    say,
  };
}

/** The network in view. While one is being trained, it is the one that was in view when the sheet was opened: each check would be late otherwise. */
function useSteadyNetwork(): NetworkInView | undefined {
  const live = useApp((state) => state.network);
  const held = useRef(live);
  const training = live?.origin === 'training' && held.current?.origin === 'training';
  if (!training || live.hmm !== held.current?.hmm) held.current = live;
  return held.current;
}

export interface CopyCheck {
  /** Which network it is about. */
  of: NetworkInView;
  /** 0 … 1 */
  progress: number;
  choice?: SharedCopyChoice;
}

/** The copy of a network that a link can carry, checked in the background while `wanted`; undefined before it begins. */
function useSharedCopy(network: NetworkInView | undefined, wanted: boolean): CopyCheck | undefined {
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
