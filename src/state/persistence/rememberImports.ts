import type { RnnWeights } from '../../rnn/weights';
import { isOwn } from '../networks/slice';
import type { AppStore } from '../store';
import { writeText } from '../webStorage';
import type { RecentNetworks } from './recentNetworks';

/** Under this key the tab remembers the network in view across a reload, by its fingerprint. */
export const IN_VIEW = 'view';

/** Keeps networks that are opened from files, and remembers which kept network is in view. */
export function rememberImports(store: AppStore, recents: RecentNetworks): void {
  let waiting: { name: string; weights: RnnWeights } | undefined;
  store.subscribe(({ pendingImport, network }, before) => {
    if (pendingImport && pendingImport !== before.pendingImport) waiting = pendingImport;
    if (!network || network === before.network) return;
    writeText('session', IN_VIEW, isOwn(network) ? network.fingerprint : undefined);
    if (network.origin !== 'file' || network.weights !== waiting?.weights) return;
    const { weights, hmm, update, fingerprint } = network;
    void recents.keep({ fingerprint, name: waiting.name, source: 'file', hmm, weights, update });
    waiting = undefined;
  });
}
