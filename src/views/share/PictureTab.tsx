import { useMemo, useRef } from 'react';
import { beginFrame } from '../../charts/canvas';
import type { Figure } from '../../charts/figure';
import { modelSlug } from '../../state/settings/settings';
import { useFrame, usePalette } from '../../ui/context';
import { liveFigure } from '../../ui/figure/liveFigures';
import { SAVERS } from '../../ui/figure/saveFigure';
import { footedFigure, footHeight, footLines } from './footedFigure';
import type { SharedState } from './shared';
import { captionOf } from './summary';
import { PICTURE, SHARE } from './text';

/** The phase portrait of this moment as a file, with its caption and the link at the foot. */
export function PictureTab({ shared }: { shared: SharedState }) {
  const palette = usePalette();
  const { network, link, say } = shared;
  const { settings } = shared.page;
  const live = liveFigure('portrait');
  const width = live?.canvas.clientWidth ?? 0;
  const caption = network ? captionOf(network, settings) : '';
  const lines = useMemo(() => footLines(caption, link, width), [caption, link, width]);
  const figure = useMemo(() => live && footedFigure(live.figure, lines), [live, lines]);
  if (!live || !network || !figure) return <p>{SHARE.noPortrait}</p>;
  const height = live.canvas.clientHeight + footHeight(lines.length);
  const save = async (kind: 'PNG' | 'SVG') => {
    const name = `${modelSlug(settings)}-portrait`;
    try {
      await SAVERS[kind]({ figure, name, width, height, palette, notes: [caption, link] });
      say(SHARE.saved(kind === 'PNG' ? `${name}@2x.png` : `${name}.svg`));
    } catch (error) {
      say(SHARE.failed(`The ${kind} file`, error instanceof Error ? error.message : String(error)));
    }
  };
  return (
    <>
      <p className="hint">{PICTURE.explain(width, height)}</p>
      <div className="buttons">
        <button type="button" title={PICTURE.pngHint} onClick={() => void save('PNG')} data-testid="save-png">
          {PICTURE.png}
        </button>
        <button type="button" title={PICTURE.svgHint} onClick={() => void save('SVG')} data-testid="save-svg">
          {PICTURE.svg}
        </button>
      </div>
      <Preview figure={figure} width={width} height={height} />
    </>
  );
}

/** Seconds between two pictures of the preview: each is drawn anew from all its points. */
const PREVIEW_SECONDS = 0.25;

function Preview({ figure, width, height }: { figure: Figure; width: number; height: number }) {
  const palette = usePalette();
  const canvas = useRef<HTMLCanvasElement>(null);
  const since = useRef(PREVIEW_SECONDS);
  useFrame((dt) => {
    since.current += dt;
    const frame = since.current >= PREVIEW_SECONDS && canvas.current && beginFrame(canvas.current);
    if (!frame) return;
    since.current = 0;
    frame.context.scale(frame.width / width, frame.height / height);
    frame.context.fillStyle = palette.panel;
    frame.context.fillRect(0, 0, width, height);
    figure.draw(frame.context, width, height, palette);
  });
  return (
    <canvas
      ref={canvas}
      className="picture-preview"
      style={{ aspectRatio: `${width} / ${height}` }}
      role="img"
      aria-label={PICTURE.preview}
    />
  );
}
