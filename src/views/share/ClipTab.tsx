import { useState } from 'react';
import { modelSlug } from '../../state/settings/settings';
import { useApp, useAppController, usePalette } from '../../ui/context';
import { liveFigure } from '../../ui/figure/liveFigures';
import { Segmented } from '../../ui/Segmented';
import { Slider } from '../../ui/Slider';
import { CLIP_SECONDS, type Clip, type ClipKindName, clipKinds, portraitClip } from './clip';
import type { SharedState } from './shared';
import { captionOf } from './summary';
import { CLIP, CLIP_ENDS, SHARE } from './text';
import type { ClipControls } from './useClip';

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
