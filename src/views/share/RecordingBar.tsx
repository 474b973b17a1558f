import { CLIP } from './text';
import type { ClipControls } from './useClip';

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
