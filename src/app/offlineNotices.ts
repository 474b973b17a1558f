import { createStore } from 'zustand/vanilla';
import { notify } from '../state/page/slice';
import type { AppStore } from '../state/store';
import { registerOffline } from './offline';
import type { OfflineState } from './offlineMessages';
import { OFFLINE } from './offlineText';

/** What is known about working without a network; undefined before it was tried. */
export const offlineState = createStore<{ state: OfflineState | undefined }>(() => ({ state: undefined }));

/** Makes the app work offline and tells of new versions; `data-offline` of the page has the status, for tests and styles. */
export const announceOffline = (store: AppStore): Promise<void> =>
  registerOffline({
    onUpdate: (reload) => notify(store, 'info', OFFLINE.update, { label: OFFLINE.reload, run: reload }),
    onProgress: (state) => {
      document.documentElement.dataset.offline = state.status;
      offlineState.setState({ state });
    },
  });
