import { useStore } from 'zustand';
import type { OfflineState } from './offlineMessages';
import { offlineState } from './offlineNotices';
import { OFFLINE } from './offlineText';

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
