/** What the page and its service worker say to each other. */

export type ToWorker =
  /** The user asked for the new version. */
  | { type: 'take-over' }
  /** Keep one more of the shipped networks; answered on the port that comes with it by a `KeptOne`. */
  | { type: 'keep-next'; sparing: boolean };

export interface KeptOne {
  /** Bytes kept and wanted in all. */
  kept: number;
  wanted: number;
  /** Whether there is more to keep. */
  more: boolean;
  /** Why it did not work, a phrase. */
  problem?: string;
}

export type ToPage =
  /** Share of the app's own files that are kept, 0 … 1. */
  { type: 'installing'; share: number } | { type: 'install-failed'; reason: string };

/** How far the app is from working without a network. */
export interface OfflineState {
  /**
   * `preparing`: the app's own files are on their way; `ready`: the app works without a network, shipped networks are being kept;
   * `complete`: those too.
   */
  status: 'unavailable' | 'preparing' | 'ready' | 'complete';
  /** Of the app's files while preparing, of the networks' bytes after that, 0 … 1. */
  share: number;
  /** Why it is unavailable, or why no more is kept for now: a phrase. */
  reason?: string;
}
