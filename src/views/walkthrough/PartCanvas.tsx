import { useEffect, useId, useMemo, useRef } from 'react';
import { beginFrame } from '../../charts/canvas';
import type { Figure } from '../../charts/figure';
import type { Palette } from '../../charts/palette';
import { useFrame, usePalette } from '../../ui/context';
import { SaveButtons } from '../../ui/figure/FigureView';
import { FigureSummary } from '../../ui/figure/Summary';
import { useIsVisible, useSize } from '../../ui/onScreen';
import type { PartPicture } from './bars';

/** Seconds the motion of a part takes. */
const MOTION = 0.9;

function paint(
  canvas: HTMLCanvasElement | null,
  picture: PartPicture,
  palette: Palette,
  progress: number,
  compact: boolean,
): void {
  const frame = canvas && beginFrame(canvas);
  if (!frame) return;
  frame.context.clearRect(0, 0, frame.width, frame.height);
  picture.draw(frame.context, frame.width, frame.height, palette, { progress, compact });
}

interface StageCanvasProps {
  picture: PartPicture;
  /** Moves from the beginning when it comes up; else it is drawn as it ends. */
  moves: boolean;
  name: string;
  label: string;
  notes: readonly string[];
}

/** The picture of the part now playing, with buttons that write it to a file. */
export function StageCanvas({ picture, moves, name, label, notes }: StageCanvasProps) {
  const canvas = useRef<HTMLCanvasElement>(null);
  const palette = usePalette();
  const size = useSize(canvas);
  const visible = useIsVisible();
  const summary = useId();
  const motion = useRef<{ picture: PartPicture | undefined; progress: number }>({ picture: undefined, progress: 1 });
  useEffect(() => {
    if (size.width === 0) return;
    if (motion.current.picture !== picture) motion.current = { picture, progress: moves ? 0 : 1 };
    paint(canvas.current, picture, palette, motion.current.progress, false);
  }, [picture, palette, size, moves]);
  useFrame((dt) => {
    const now = motion.current;
    if (now.picture !== picture || now.progress >= 1 || !visible) return;
    now.progress = Math.min(1, now.progress + dt / MOTION);
    paint(canvas.current, picture, palette, now.progress, false);
  });
  const figure = useMemo<Figure>(
    () => ({
      draw: (context, width, height, colours) => picture.draw(context, width, height, colours, { progress: 1, compact: false }),
      table: () => picture.table(),
    }),
    [picture],
  );
  return (
    <div className="slow-picture" data-figure={name}>
      {/* Above the picture: below it, the keys of the parts, which stay in sight, would cover them. */}
      <SaveButtons figure={figure} name={name} label={label} notes={notes} canvas={canvas} />
      <canvas ref={canvas} role="img" aria-label={label} aria-describedby={summary} />
      <FigureSummary id={summary} figure={figure} />
    </div>
  );
}

/** A part as a small picture without words. */
export function SmallCanvas({ picture }: { picture: PartPicture }) {
  const canvas = useRef<HTMLCanvasElement>(null);
  const palette = usePalette();
  const size = useSize(canvas);
  useEffect(() => {
    if (size.width > 0) paint(canvas.current, picture, palette, 1, true);
  }, [picture, palette, size]);
  return <canvas ref={canvas} />;
}
