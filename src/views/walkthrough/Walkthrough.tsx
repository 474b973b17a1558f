import { useEffect, useId, useMemo, useRef } from 'react';
import { beginFrame } from '../../charts/canvas';
import type { Figure } from '../../charts/figure';
import type { Palette } from '../../charts/palette';
import { useFrame, usePalette } from '../../ui/context';
import { SaveButtons } from '../../ui/figure/FigureView';
import { FigureSummary } from '../../ui/figure/Summary';
import { useIsVisible, useReducedMotion, useSize } from '../../ui/onScreen';
import type { PartPicture } from './bars';
import { WALKTHROUGH, type WalkthroughPart } from './text';

/** A part with its picture and its numbers in words. */
export interface ShownPart extends WalkthroughPart {
  picture: PartPicture;
  words: string;
}

interface WalkthroughProps {
  parts: readonly ShownPart[];
  part: number;
  onPart: (part: number) => void;
  /** n and settings, for the files. */
  notes: readonly string[];
}

/** All parts in a row: the one now playing big, those before it small and pale, those to come as empty frames. */
export function Walkthrough({ parts, part, onPart, notes }: WalkthroughProps) {
  const still = useReducedMotion();
  const now = parts[part]!;
  return (
    <>
      <ol className="slow-film" data-count={parts.length} aria-label={WALKTHROUGH.parts}>
        {parts.map(({ id, title, picture }, n) => (
          <li key={id}>
            <button
              type="button"
              className={n < part ? 'past' : n === part ? 'now' : 'coming'}
              aria-current={n === part ? 'step' : undefined}
              onClick={() => onPart(n)}
              data-testid={`slow-part-${id}`}
            >
              <span>
                {n + 1} {title}
              </span>
              {n <= part ? <SmallCanvas picture={picture} /> : <i className="slow-frame" aria-hidden="true" />}
            </button>
          </li>
        ))}
      </ol>
      <div className="slow-now">
        <h3>
          {now.title} <code>{now.formula}</code>
        </h3>
        <p className="slow-sentence">{now.sentence}</p>
        <StageCanvas
          picture={now.picture}
          moves={!still}
          name={`slow-${now.id}`}
          label={`${now.title}. ${now.words}`}
          notes={[now.sentence, now.words, ...notes]}
        />
        <p className="slow-words" role="status" data-testid="slow-words">
          <span className="visually-hidden">
            {part + 1} of {parts.length}, {now.title}.{' '}
          </span>
          {now.words}
        </p>
      </div>
    </>
  );
}

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
function StageCanvas({ picture, moves, name, label, notes }: StageCanvasProps) {
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
function SmallCanvas({ picture }: { picture: PartPicture }) {
  const canvas = useRef<HTMLCanvasElement>(null);
  const palette = usePalette();
  const size = useSize(canvas);
  useEffect(() => {
    if (size.width > 0) paint(canvas.current, picture, palette, 1, true);
  }, [picture, palette, size]);
  return <canvas ref={canvas} />;
}
