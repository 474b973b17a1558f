import { useRef, useState } from 'react';
import type { NetworkInView } from '../../state/networks/slice';
import { useApp, useAppController } from '../../ui/context';
import { hiddenOf, linkReaches, type Prepared, pageUrl, preparedSettings, type SharedPage } from './links';
import { type CopyCheck, useSharedCopy } from './useSharedCopy';

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
