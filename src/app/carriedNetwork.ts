import { isOwn } from '../state/networks/slice';
import type { AppStore } from '../state/store';

/**
 * Takes a network out of the address (`#w=…`) as soon as another one is in view: a reload would open the wrong one.
 * @param fingerprint of the network in the address; without it, the first one of the reader's own is taken for it
 */
export function watchCarried(store: AppStore, view: Window, fingerprint?: string): void {
  const { network: first } = store.getState();
  let carried = fingerprint ?? (first && isOwn(first) ? first.fingerprint : undefined);
  const { hash } = view.location;
  const end = store.subscribe(({ network }, { network: before }) => {
    if (view.location.hash !== hash) return end();
    if (network === before || !network) return;
    if (carried === undefined && isOwn(network)) carried = network.fingerprint;
    if (carried === undefined || network.fingerprint === carried) return;
    view.history.replaceState(null, '', view.location.pathname + view.location.search);
    end();
  });
}
