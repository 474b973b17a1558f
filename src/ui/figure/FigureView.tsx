import { type PointerEvent, useEffect, useId, useRef } from 'react';
import { beginFrame } from '../../charts/canvas';
import type { Figure } from '../../charts/figure';
import { notify } from '../../state/page/slice';
import { modelSlug } from '../../state/settings/settings';
import { useApp, useAppController, usePalette } from '../context';
import { useIsVisible, useSize } from '../onScreen';
import { FigureSummary } from './Summary';
import { SAVERS } from './saveFigure';
import type { FigurePixel } from './useKeyPoint';
import { KEY_POINT_HINT, useKeyPoint } from './useKeyPoint';

interface FigureViewProps {
  figure: Figure;
  /** Part of the file names, for instance "collapse". */
  name: string;
  /** What it shows, in words: for screen readers and for the files. */
  label: string;
  /** n and settings, for the files. */
  notes: readonly string[];
  /** Least height in rem, where the usual one is too little. */
  height?: number;
  /** Height in CSS pixels, for pictures that need so much and no more. */
  pixels?: number;
  /** Where the pointer is, or the mark that keys move, in the figure's pixels; undefined when it leaves. `pressed` on a click. */
  onPoint?: (pixel: FigurePixel | undefined, pressed: boolean) => void;
}

/** A figure on a canvas that follows its size and colours, with its data in words and buttons that write it to a file. */
export function FigureView({ figure, name, label, notes, height, pixels, onPoint }: FigureViewProps) {
  const visible = useIsVisible();
  const canvas = useRef<HTMLCanvasElement>(null);
  const palette = usePalette();
  const size = useSize(canvas);
  const summary = useId();
  const { mark, handlers: keys } = useKeyPoint(onPoint);
  useEffect(() => {
    // What cannot be seen is drawn when it comes into sight.
    if (!canvas.current || size.width === 0 || !visible) return;
    const frame = beginFrame(canvas.current);
    if (!frame) return;
    frame.context.clearRect(0, 0, frame.width, frame.height);
    figure.draw(frame.context, frame.width, frame.height, palette);
  }, [figure, palette, size, visible]);
  const pixelOf = (event: PointerEvent<HTMLCanvasElement>): FigurePixel => {
    const { left, top, width, height: high } = event.currentTarget.getBoundingClientRect();
    return { x: event.clientX - left, y: event.clientY - top, width, height: high };
  };
  const handlers = onPoint && {
    onPointerMove: (event: PointerEvent<HTMLCanvasElement>) => onPoint(pixelOf(event), false),
    onPointerDown: (event: PointerEvent<HTMLCanvasElement>) => onPoint(pixelOf(event), true),
    onPointerLeave: () => onPoint(undefined, false),
  };
  return (
    <div className="figure" data-figure={name}>
      <canvas
        ref={canvas}
        role={onPoint ? 'application' : 'img'}
        aria-roledescription={onPoint ? 'picture' : undefined}
        aria-label={onPoint ? `${label}; ${KEY_POINT_HINT}` : label}
        aria-describedby={summary}
        tabIndex={onPoint ? 0 : undefined}
        style={pixels ? { height: pixels, flex: 'none' } : height ? { minHeight: `${height}rem` } : undefined}
        {...handlers}
        {...keys}
      />
      {mark && <span className="point-mark" style={{ left: mark.x, top: mark.y }} />}
      <FigureSummary id={summary} figure={figure} />
      <SaveButtons figure={figure} name={name} label={label} notes={notes} canvas={canvas} />
    </div>
  );
}

/** SVG, PNG and CSV of what a canvas shows. */
export function SaveButtons({
  figure,
  name,
  label,
  notes,
  canvas,
}: FigureViewProps & { canvas: React.RefObject<HTMLCanvasElement | null> }) {
  const app = useAppController();
  const palette = usePalette();
  const slug = useApp((state) => modelSlug(state.settings));
  const save = async (kind: keyof typeof SAVERS) => {
    if (!canvas.current) return;
    const { clientWidth: width, clientHeight: height } = canvas.current;
    try {
      await SAVERS[kind]({ figure, name: `${slug}-${name}`, width, height, palette, notes: [label, ...notes] });
    } catch (error) {
      notify(app.store, 'error', `The ${kind} file could not be written: ${(error as Error).message}.`);
    }
  };
  return (
    <fieldset className="save-figure">
      <legend className="visually-hidden">Save {label}</legend>
      {(Object.keys(SAVERS) as (keyof typeof SAVERS)[]).map((kind) => (
        <button key={kind} type="button" className="quiet" onClick={() => void save(kind)} title={`Save this figure as ${kind}`}>
          {kind}
        </button>
      ))}
    </fieldset>
  );
}
