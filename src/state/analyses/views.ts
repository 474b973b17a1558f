import type { PanelJob, RequestResult } from '../../analyses/requests';

/** Where a network in view comes from. */
export type NetworkOrigin = 'preset' | 'training' | 'history' | 'untrained' | 'file' | 'constructed';

/** Which network a value was computed from. */
export interface NetworkTag {
  origin: NetworkOrigin;
  update: number;
  seed?: number | undefined;
}

/** What a panel knows of its analysis. A value stays on screen, with its network named, until a newer one is there. */
export interface AnalysisView<N extends PanelJob = PanelJob> {
  /** 'stopped': by the reader, until the network changes or it is asked for again. */
  status: 'waiting' | 'working' | 'ready' | 'failed' | 'stopped';
  /** 0 … 1 while working. */
  progress: number;
  value?: RequestResult<N>;
  /** What the value was computed from. */
  key?: string;
  of?: NetworkTag;
  /** Why it failed, a phrase. */
  message?: string;
}

export type AnalysisViews = { [N in PanelJob]?: AnalysisView<N> };
