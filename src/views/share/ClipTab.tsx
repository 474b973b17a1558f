import { useCallback, useEffect, useRef, useState } from 'react';
import { modelSlug } from '../../state/settings/settings';
import { useApp, useAppController, useFrame, usePalette } from '../../ui/context';
import { liveFigure } from '../../ui/figure/liveFigures';
import { Segmented } from '../../ui/Segmented';
import { Slider } from '../../ui/Slider';
import {
  CLIP_SECONDS,
  type Clip,
  type ClipKindName,
  type ClipOptions,
  type ClipRecording,
  clipKinds,
  portraitClip,
  recordClip,
} from './clip';
import type { SharedState } from './shared';
import { captionOf } from './summary';
import { CLIP, CLIP_ENDS, SHARE } from './text';

/** A short film of the phase portrait. */
export function ClipTab({ shared, clip }: { shared: SharedState; clip: ClipControls }) {
  const app = useAppController();
  const palette = usePalette();
  const playing = useApp((state) => state.playing);
  const [seconds, setSeconds] = useState<number>(CLIP_SECONDS.usual);
  const [kinds] = useState(() => clipKinds());
  const [chosen, setChosen] = useState<ClipKindName>();
  const { network, link } = shared;
  const { settings } = shared.page;
  const kind = kinds.find(({ name }) => name === chosen) ?? kinds[0];
  const live = liveFigure('portrait');
  if (!kind) return <p>{CLIP.unsupported}</p>;
  if (!live || !network) return <p>{SHARE.noPortrait}</p>;
  // The caption says the noise as it is in each moment: it may be switched meanwhile.
  const caption = () => captionOf(network, app.store.getState().settings);
  const record = () => clip.record({ kind, seconds, ...portraitClip(live.canvas, caption, link, palette) });
  return (
    <>
      <p className="hint">{CLIP.explain}</p>
      <div className="row">
        <Slider
          label={CLIP.seconds}
          value={seconds}
          low={CLIP_SECONDS.low}
          high={CLIP_SECONDS.high}
          format={(value) => `${Math.round(value)} s`}
          onChange={(value) => setSeconds(Math.round(value))}
        />
        {kinds.length > 1 && (
          <Segmented
            label={CLIP.kind}
            options={kinds.map(({ name }) => ({ value: name, name }))}
            value={kind.name}
            onChange={setChosen}
          />
        )}
        <button type="button" className="primary" onClick={record} data-testid="record">
          {CLIP.record}
        </button>
      </div>
      {!playing && <p className="hint">{CLIP.still}</p>}
      <Outcome clip={clip} slug={modelSlug(settings)} />
    </>
  );
}

function Outcome({ clip: { state }, slug }: { clip: ClipControls; slug: string }) {
  if (state.kind === 'failed') return <p role="alert">{SHARE.failed('The clip', state.why)}</p>;
  if (state.kind === 'cancelled') return <p className="hint">{CLIP_ENDS.cancelled}</p>;
  if (state.kind !== 'done') return null;
  return <Preview clip={state.clip} url={state.url} name={`${slug}-portrait`} />;
}

function Preview({ clip: { blob, seconds, kind, end }, url, name }: { clip: Clip; url: string; name: string }) {
  return (
    <div className="clip-preview">
      <video src={url} controls loop muted playsInline aria-label={CLIP.preview} data-testid="clip" />
      <p className="hint">
        {CLIP_ENDS[end](seconds)} {CLIP.size(blob.size, kind.name)}.
      </p>
      <a className="button" href={url} download={`${name}.${kind.ending}`} data-testid="save-clip">
        {CLIP.save}
      </a>
    </div>
  );
}

/** What stands on the page while a clip is recorded: how long still, and two ways to end it. */
export function RecordingBar({ clip: { state, stop, cancel } }: { clip: ClipControls }) {
  if (state.kind !== 'recording') return null;
  const { gone, seconds } = state;
  return (
    <aside className="recording-bar" data-testid="recording">
      <i aria-hidden="true" />
      <progress value={gone / seconds} aria-label={CLIP.recording(gone, seconds)} />
      <span aria-hidden="true">{CLIP.recording(gone, seconds)}</span>
      <button type="button" onClick={stop} data-testid="stop-clip">
        {CLIP.stop}
      </button>
      <button type="button" onClick={cancel}>
        {CLIP.cancel} <kbd>Esc</kbd>
      </button>
      <p className="visually-hidden" role="status">
        {CLIP.began(seconds)}
      </p>
    </aside>
  );
}

/** Times a second the countdown is written. */
const COUNT_RATE = 10;

type ClipState =
  | { kind: 'none' }
  | { kind: 'recording'; gone: number; seconds: number }
  | { kind: 'done'; clip: Clip; url: string }
  | { kind: 'cancelled' }
  | { kind: 'failed'; why: string };

export interface ClipControls {
  state: ClipState;
  record: (options: ClipOptions) => void;
  /** Ends it and keeps what there is. */
  stop: () => void;
  cancel: () => void;
}

/** One recording at a time, and the last clip until the next one. */
export function useClip(): ClipControls {
  const [state, setState] = useState<ClipState>({ kind: 'none' });
  const running = useRef<{ recording: ClipRecording; seconds: number; told: number }>(undefined);
  const url = useRef<string>(undefined);
  const forget = useCallback(() => {
    if (url.current) URL.revokeObjectURL(url.current);
    url.current = undefined;
  }, []);
  useEffect(() => {
    // Nothing is drawn in a tab that is not seen: what there is is kept.
    const onHidden = () => {
      if (document.visibilityState === 'hidden') running.current?.recording.end('hidden');
    };
    document.addEventListener('visibilitychange', onHidden);
    return () => {
      document.removeEventListener('visibilitychange', onHidden);
      running.current?.recording.end('cancelled');
      forget();
    };
  }, [forget]);
  useFrame((dt) => {
    const now = running.current;
    if (!now) return;
    now.recording.frame(dt);
    const { seconds: gone } = now.recording;
    if (gone - now.told < 1 / COUNT_RATE) return;
    now.told = gone;
    setState((before) => (before.kind === 'recording' ? { ...before, gone } : before));
  });
  const record = async (options: ClipOptions) => {
    if (running.current) return;
    forget();
    try {
      const recording = recordClip(options);
      running.current = { recording, seconds: options.seconds, told: 0 };
      setState({ kind: 'recording', gone: 0, seconds: options.seconds });
      const clip = await recording.done;
      if (!clip) setState({ kind: 'cancelled' });
      else {
        url.current = URL.createObjectURL(clip.blob);
        setState({ kind: 'done', clip, url: url.current });
      }
    } catch (error) {
      setState({ kind: 'failed', why: error instanceof Error ? error.message : String(error) });
    } finally {
      running.current = undefined;
    }
  };
  return {
    state,
    record: (options) => void record(options),
    stop: () => running.current?.recording.end('stopped'),
    cancel: () => running.current?.recording.end('cancelled'),
  };
}
