import { type ReactNode, useEffect } from 'react';
import { chooseTimeline, moveTimeline } from '../state/training/slice';
import { type TimelineData, timelineData } from '../state/training/timelineData';
import { type TimelineSource, timelineKind, timelineKinds, timelineSource } from '../state/training/timelineSource';
import { useApp, useAppController } from '../ui/context';
import { useIsVisible } from '../ui/onScreen';
import { Segmented } from '../ui/Segmented';
import { EMERGENCE } from './emergenceText';

/** Room left of curves through a training, and right of them: one for all panels, so that their updates stand above each other. */
const LEFT = 58;
const RIGHT = 18;

/** Where curves through a training lie in a figure of this width. */
export const updateFrame = (width: number) => ({ left: 0, width: width - RIGHT + 14, leftMargin: LEFT });

/** The update at a pixel of such curves. @param end last update of the training */
export const updateOfPixel = (x: number, width: number, end: number): number =>
  Math.min(1, Math.max(0, (x - LEFT) / Math.max(1, width - LEFT - RIGHT))) * end;

/** The training run looked back at, kept up to date while the panel around is in sight. */
export function useTimeline(): TimelineData | undefined {
  const app = useAppController();
  const visible = useIsVisible();
  useEffect(() => (visible ? app.timeline.want() : undefined), [app, visible]);
  return useApp(timelineData);
}

/** Fetches the training that ships with the network in view, once the panel around is in sight. @param wanted whether it is needed */
export function useShippedHistory(wanted = true): void {
  const app = useAppController();
  const visible = useIsVisible();
  const id = useApp(({ network, history }) => (network?.preset?.history && !history ? network.preset.id : undefined));
  useEffect(() => {
    if (visible && wanted && id) void app.fetchHistory();
  }, [app, visible, wanted, id]);
}

/** The training looked back at, without any analysis of its checkpoints. */
export function useTraining(): TimelineSource | undefined {
  useShippedHistory(useApp(timelineKind) === 'shipped');
  return useApp(timelineSource);
}

/** Chooses the training looked back at, where there are several; otherwise says which one it is. */
export function TrainingSelect() {
  const { store } = useAppController();
  const kinds = useApp((state) => timelineKinds(state).join(' '));
  const kind = useApp(timelineKind);
  const options = kinds.split(' ').filter(Boolean) as NonNullable<typeof kind>[];
  if (!kind) return null;
  if (options.length === 1) return <span data-testid="training-run">{EMERGENCE.kinds[kind]}</span>;
  return (
    <Segmented
      label="Training run"
      options={options.map((value) => ({ value, name: EMERGENCE.kinds[value] }))}
      value={kind}
      onChange={(value) => chooseTimeline(store, value)}
    />
  );
}

/** Whether every checkpoint there will be is analysed: a run that still trains has more to come. */
export function useIsComplete(data: TimelineData | undefined): boolean {
  const grows = useApp(
    (state) => timelineKind(state) === 'recorded' && /^(starting|running|paused)$/.test(state.training.status),
  );
  return !grows && data !== undefined && data.known === data.entries.length;
}

/** Shows its children once that training is fetched, which begins when the panel is in sight. @param without said where no training ships */
export function ShippedTraining({ without, children }: { without: string; children: ReactNode }) {
  const ships = useApp((state) => state.network?.preset?.history !== undefined);
  const fetched = useApp((state) => state.history !== undefined);
  useShippedHistory();
  if (!ships) return <p className="analysis-note">{without}</p>;
  if (!fetched) return <p className="analysis-note">Loading the training of this network…</p>;
  return <>{children}</>;
}

/** The marker and the run that all panels on training look back at; no marker before all checkpoints are analysed. */
export function useShippedTimeline(): { shared: TimelineData | undefined; marker: number | undefined } {
  const data = useTimeline();
  const source = useApp(timelineSource);
  const complete = useIsComplete(data);
  const shared = data && source?.kind === 'shipped' ? data : undefined;
  return { shared, marker: complete ? shared?.marker.update : undefined };
}

/** The common cursor, and arrow keys that move it from moment to moment. @param end where it stands until it was moved */
export function useMomentCursor(moments: readonly { update: number }[], end: number) {
  const { store } = useAppController();
  const cursorNow = () => store.getState().timelineCursor ?? end;
  return {
    cursorNow,
    /** @returns whether the key was one of them */
    onKey(key: string): boolean {
      const cursor = cursorNow();
      if (key !== 'ArrowLeft' && key !== 'ArrowRight') return false;
      const next =
        key === 'ArrowLeft'
          ? moments.findLast(({ update }) => update < cursor - 1e-6)
          : moments.find(({ update }) => update > cursor + 1e-6);
      if (next) moveTimeline(store, next.update);
      return true;
    },
  };
}
