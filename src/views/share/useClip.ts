import { useCallback, useEffect, useRef, useState } from 'react';
import { useFrame } from '../../ui/context';
import { type Clip, type ClipOptions, type ClipRecording, recordClip } from './clip';

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
