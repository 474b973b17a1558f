import { traceDot } from './marks';
import type { PlanePoints, PlaneScale } from './planeView';

/** Paths of many particles, read from ring buffers: slot of step t is t mod capacity. */
export interface CometData extends PlanePoints {
  /** Row-major [capacity×particles×stride]; a particle is not drawn at steps where it is NaN. */
  points: ArrayLike<number>;
  capacity: number;
  particles: number;
  /** Steps remembered: from `first` (the oldest that may be drawn) to one before `to`. */
  first: number;
  to: number;
  /** Segments of past behind each head. */
  tail: number;
  /** Indices into `colours`: [capacity×particles], the label at every step, or [particles], one for the whole path. */
  labels: ArrayLike<number>;
  colours: readonly string[];
  /** Line width of the newest segments and radius of the heads, CSS pixels. */
  width: number;
  radius: number;
  /** 0 … 1 of the way from the last step but one to the last, at speeds where single steps are seen; 1 when left out. */
  fraction?: number;
}

/** Segments that share an opacity: a path per (group, colour) and some particles instead of one per segment. */
const FADE_GROUPS = 8;
/** Particles in a path. Where there is no graphics card, very large paths fill in slower than some smaller ones (10 to 25 % for 200 comets). */
const PATH_PARTICLES = 16;
/** More comets than this get no halo: their halos would cover each other. */
const MAX_HALOS = 40;

/** Where the paths of a picture begin and end: segment s runs from step s − 1 to s, for begin ≤ s < end. */
export function cometSteps({ capacity, first, to, tail }: Pick<CometData, 'capacity' | 'first' | 'to' | 'tail'>): {
  begin: number;
  end: number;
} {
  // The oldest remembered step has no step before it.
  const oldest = Math.max(first, to - capacity, 0) + 1;
  return { begin: Math.min(to, Math.max(oldest, to - tail)), end: to };
}

/** Steps of one opacity, group 0 the oldest. Cut from the newest step, rounded up: the newest segment is always in the darkest group. */
function groupSteps(data: CometData, group: number): { begin: number; end: number } {
  const { begin, end } = cometSteps(data);
  const edge = (g: number) => end - Math.ceil(((FADE_GROUPS - g) * data.tail) / FADE_GROUPS);
  return { begin: Math.max(begin, edge(group)), end: Math.max(begin, edge(group + 1)) };
}

/** Pixels of every particle at every drawn step [steps×particles×2]; the newest step is moved back by `fraction`. */
function pixelPaths(scale: PlaneScale, data: CometData, from: number): Float32Array {
  const { points, stride, axes, capacity, particles, to, fraction = 1 } = data;
  const pixels = new Float32Array(Math.max(0, to - from) * particles * 2);
  let at = 0;
  for (let step = from; step < to; step++) {
    const row = (step % capacity) * particles;
    for (let particle = 0; particle < particles; particle++) {
      const place = (row + particle) * stride;
      pixels[at++] = scale.x(points[place + axes[0]]!);
      pixels[at++] = scale.y(points[place + axes[1]]!);
    }
  }
  if (fraction < 1 && to - from >= 2) {
    const width = particles * 2;
    const newest = pixels.length - width;
    for (let i = newest; i < pixels.length; i++) {
      const before = pixels[i - width]!;
      // A particle that has just appeared has nowhere to glide from.
      if (!Number.isNaN(before)) pixels[i] = before + (pixels[i]! - before) * fraction;
    }
  }
  return pixels;
}

/** Whether the labels are one per particle. */
const keepsColour = ({ labels, particles, capacity }: CometData): boolean => labels.length === particles && capacity > 1;

/** Strokes the segments of one (fade group, colour), some particles at a time. Segments that join are one line. */
function strokeGroup(
  context: CanvasRenderingContext2D,
  data: CometData,
  pixels: Float32Array,
  from: number,
  steps: { begin: number; end: number },
  label: number,
): void {
  const { particles, capacity, labels } = data;
  const fixed = keepsColour(data);
  let any = false;
  for (let particle = 0; particle < particles; particle++) {
    if (any && particle % PATH_PARTICLES === 0) {
      context.stroke();
      any = false;
    }
    if (fixed && labels[particle] !== label) continue;
    let joined = false;
    for (let step = steps.begin; step < steps.end; step++) {
      const now = ((step - from) * particles + particle) * 2;
      const before = now - 2 * particles;
      const shown = fixed || labels[(step % capacity) * particles + particle] === label;
      if (!shown || !Number.isFinite(pixels[now]! + pixels[now + 1]! + pixels[before]! + pixels[before + 1]!)) {
        joined = false;
        continue;
      }
      if (!any) context.beginPath();
      any = true;
      if (!joined) context.moveTo(pixels[before]!, pixels[before + 1]!);
      context.lineTo(pixels[now]!, pixels[now + 1]!);
      joined = true;
    }
  }
  if (any) context.stroke();
}

/** Heads of all comets of one colour in one path. */
function fillHeads(
  context: CanvasRenderingContext2D,
  data: CometData,
  pixels: Float32Array,
  label: number,
  radius: number,
): void {
  const { particles, capacity, labels, to } = data;
  const row = keepsColour(data) ? 0 : ((to - 1) % capacity) * particles;
  const newest = pixels.length - 2 * particles;
  context.beginPath();
  for (let particle = 0; particle < particles; particle++) {
    const x = pixels[newest + 2 * particle]!;
    const y = pixels[newest + 2 * particle + 1]!;
    if (labels[row + particle] === label && Number.isFinite(x + y)) traceDot(context, x, y, radius);
  }
  context.fill();
}

/** Particles as comets: dark and broad past fading and thinning over `tail` steps, coloured by label, a disc at the newest state. */
export function drawComets(context: CanvasRenderingContext2D, scale: PlaneScale, data: CometData): void {
  const { begin } = cometSteps(data);
  if (data.to <= data.first || data.particles === 0) return;
  const from = begin - 1;
  const pixels = pixelPaths(scale, data, from);
  context.lineJoin = 'round';
  // Round caps would show through each other where groups meet.
  context.lineCap = 'butt';
  for (let group = 0; group < FADE_GROUPS; group++) {
    const steps = groupSteps(data, group);
    if (steps.begin >= steps.end) continue;
    const share = (group + 1) / FADE_GROUPS;
    context.globalAlpha = 0.06 + 0.74 * share ** 2;
    context.lineWidth = data.width * (0.4 + 0.6 * share);
    for (let label = 0; label < data.colours.length; label++) {
      context.strokeStyle = data.colours[label]!;
      strokeGroup(context, data, pixels, from, steps, label);
    }
  }
  for (let label = 0; label < data.colours.length; label++) {
    context.fillStyle = data.colours[label]!;
    if (data.particles <= MAX_HALOS) {
      context.globalAlpha = 0.2;
      fillHeads(context, data, pixels, label, data.radius * 2.2);
    }
    context.globalAlpha = 1;
    fillHeads(context, data, pixels, label, data.radius);
  }
  context.globalAlpha = 1;
}
