import { useStore } from 'zustand';
import { createStore } from 'zustand/vanilla';
import { notify } from '../../state/page/slice';
import type { AppStore } from '../../state/store';
import type { OfflineState } from './files';
import { registerOffline } from './register';
import { OFFLINE } from './text';

/** What is known about working without a network; undefined before it was tried. */
const offlineState = createStore<{ state: OfflineState | undefined }>(() => ({ state: undefined }));

/** Makes the app work offline and tells of new versions; `data-offline` of the page has the status, for tests and styles. */
export const announceOffline = (store: AppStore): Promise<void> =>
  registerOffline({
    onUpdate: (reload) => notify(store, 'info', OFFLINE.update, { label: OFFLINE.reload, run: reload }),
    onProgress: (state) => {
      document.documentElement.dataset.offline = state.status;
      offlineState.setState({ state });
    },
  });

function offlineSentence({ status, share, reason }: OfflineState): string {
  const percent = Math.floor(100 * share);
  if (status === 'unavailable') return OFFLINE.unavailable(reason ?? OFFLINE.reasons.unsupported);
  if (status === 'preparing') return OFFLINE.preparing(percent);
  if (status === 'complete') return OFFLINE.complete;
  return reason ? OFFLINE.readyBut(percent, reason) : OFFLINE.ready(percent);
}

/** One line on whether the app works without a network; nothing before that is known. */
export function OfflineLine() {
  const { state } = useStore(offlineState);
  return state ? <p className="hint offline">{offlineSentence(state)}</p> : null;
}
