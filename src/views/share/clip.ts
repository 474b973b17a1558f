import type { Palette } from '../../charts/palette';
import { liveFigure } from '../../ui/figure/liveFigures';
import { drawFoot, footHeight, footLines } from './footedFigure';

/** A moving picture of a canvas, as a video file. */

/** Seconds a clip lasts. */
export const CLIP_SECONDS = { low: 3, high: 30, usual: 10 } as const;

/** Kinds of file, the one that most programs play first. */
const CLIP_KINDS = [
  { name: 'MP4', ending: 'mp4', types: ['video/mp4;codecs=avc1.640028', 'video/mp4;codecs=avc1.42E01F', 'video/mp4'] },
  { name: 'WebM', ending: 'webm', types: ['video/webm;codecs=vp9', 'video/webm;codecs=vp8', 'video/webm'] },
] as const;
export type ClipKindName = (typeof CLIP_KINDS)[number]['name'];

export interface ClipKind {
  name: ClipKindName;
  ending: string;
  type: string;
}

/** The kinds this browser can record, each with the first of its types that it takes. */
export function clipKinds(view: Pick<typeof globalThis, 'MediaRecorder' | 'HTMLCanvasElement'> = globalThis): ClipKind[] {
  if (typeof view.MediaRecorder?.isTypeSupported !== 'function') return [];
  if (typeof view.HTMLCanvasElement?.prototype.captureStream !== 'function') return [];
  return CLIP_KINDS.flatMap(({ name, ending, types }) => {
    const type = types.find((one) => view.MediaRecorder.isTypeSupported(one));
    return type ? [{ name, ending, type }] : [];
  });
}

/** Why a recording ended; "cancelled" leaves no clip. */
type ClipEnd = 'full' | 'stopped' | 'hidden' | 'gone' | 'cancelled';

export interface Clip {
  blob: Blob;
  seconds: number;
  kind: ClipKind;
  end: Exclude<ClipEnd, 'cancelled'>;
}

export interface ClipRecording {
  /** Seconds recorded so far. */
  readonly seconds: number;
  /** One animation frame of `dt` seconds. */
  frame(dt: number): void;
  end(why: ClipEnd): void;
  /** The clip, undefined when it was cancelled. Fails with a sentence when the browser gave none. */
  readonly done: Promise<Clip | undefined>;
}

export interface ClipOptions {
  kind: ClipKind;
  /** Asked for; what is longer than the longest is cut. */
  seconds: number;
  /** Size of the picture, CSS pixels. */
  width: number;
  height: number;
  /** Draws the picture of this moment. @returns false when there is none any more */
  paint(context: CanvasRenderingContext2D, width: number, height: number): boolean;
}

const FRAMES_PER_SECOND = 30;
const BITS_PER_SECOND = 6_000_000;
/** Longest side of the film, pixels. */
const MAX_PIXELS = 1920;
/** Frames may stop to come (a tab asleep): so long after its time the recording ends all the same, ms. */
const GRACE_MS = 1500;
/** Frames that come late count as this much at most, s: a film has no gap that long. */
const LONGEST_FRAME = 0.25;

/** Encoders want even sides. */
const even = (pixels: number): number => Math.max(2, 2 * Math.round(pixels / 2));

/** Begins to record. @throws Error with a phrase when the browser refuses */
export function recordClip({ kind, seconds, width, height, paint }: ClipOptions): ClipRecording {
  const length = Math.min(CLIP_SECONDS.high, seconds);
  const scale = Math.min(2, Math.max(1, window.devicePixelRatio || 1), MAX_PIXELS / Math.max(width, height));
  const canvas = document.createElement('canvas');
  canvas.width = even(width * scale);
  canvas.height = even(height * scale);
  const context = canvas.getContext('2d', { alpha: false });
  if (!context) throw new Error('the browser gave no picture to draw on');
  context.scale(canvas.width / width, canvas.height / height);
  paint(context, width, height);
  const stream = canvas.captureStream(FRAMES_PER_SECOND);
  const recorder = new MediaRecorder(stream, { mimeType: kind.type, videoBitsPerSecond: BITS_PER_SECOND });
  const chunks: Blob[] = [];
  let gone = 0;
  let ended: ClipEnd | undefined;
  const end = (why: ClipEnd) => {
    ended ??= why;
    if (recorder.state !== 'inactive') recorder.stop();
  };
  const timer = setTimeout(() => end('full'), 1000 * length + GRACE_MS);
  const done = new Promise<Clip | undefined>((resolve, reject) => {
    recorder.ondataavailable = ({ data }) => void chunks.push(data);
    recorder.onerror = () => reject(new Error('the browser stopped the recording'));
    recorder.onstop = () => {
      clearTimeout(timer);
      for (const track of stream.getTracks()) track.stop();
      const why = ended ?? 'stopped';
      if (why === 'cancelled') return resolve(undefined);
      const blob = new Blob(chunks, { type: kind.type });
      if (blob.size === 0) reject(new Error('the browser recorded nothing'));
      else resolve({ blob, seconds: gone, kind, end: why });
    };
  });
  recorder.start(1000);
  return {
    get seconds() {
      return gone;
    },
    frame(dt) {
      if (ended) return;
      gone += Math.min(dt, LONGEST_FRAME);
      if (!paint(context, width, height)) end('gone');
      else if (gone >= length) end('full');
    },
    end,
    done,
  };
}

/**
 * The phase portrait as a film: what is drawn on the page, above a foot with caption and link.
 * @param first the canvas as the film begins; its size is that of the picture
 * @param caption what the foot says now
 */
export function portraitClip(
  first: HTMLCanvasElement,
  caption: () => string,
  link: string,
  palette: Palette,
): Pick<ClipOptions, 'width' | 'height' | 'paint'> {
  const { clientWidth: width, clientHeight } = first;
  const linesNow = () => footLines(caption(), link, width);
  const height = clientHeight + footHeight(linesNow().length);
  return {
    width,
    height,
    paint(context) {
      const { canvas } = liveFigure('portrait') ?? {};
      if (!canvas) return false;
      const lines = linesNow();
      const room = height - footHeight(lines.length);
      context.fillStyle = palette.panel;
      context.fillRect(0, 0, width, height);
      // A picture that has changed its size meanwhile keeps its shape.
      const fit = Math.min(width / canvas.clientWidth, room / canvas.clientHeight);
      const [w, h] = [canvas.clientWidth * fit, canvas.clientHeight * fit];
      context.drawImage(canvas, (width - w) / 2, (room - h) / 2, w, h);
      drawFoot(context, lines, width, height, palette);
      return true;
    },
  };
}
