import type { Arena } from '../../../kernels/module';
import { roundUp } from '../../../kernels/network';
import type { RelaxedKernels } from '../../../kernels/relaxed';

/** The three couplings of the divergence: network–target, network–network, target–target. Each is annealed by itself. */
export const COUPLINGS = ['cross', 'network', 'target'] as const;
export type CouplingName = (typeof COUPLINGS)[number];

/** Sets of label sequences that are coupled, packed into bit planes in the memory of the kernels. */
interface PackedSet {
  /** Labels [count×T] bytes, and their bit planes. */
  labels: number;
  planes: number;
  count: number;
}

/** Sizes that all sets of an update have in common. */
export interface SetShape {
  seqLen: number;
  nOutputs: number;
  /** Bit planes that hold a label. */
  planes: number;
}

/** Values of ε in order, the last of them blur²; the coupling is read off by a further pass there. */
export type Schedule = readonly number[];

/** Up to this ε only near pairs count: below it float32 underflows in most rows, above it nearly all pairs are near. */
const NEAR_FROM = 0.125;
/** A pair is near when its term is at least e^−22 of the largest of its row or column: 4,096 of less are 1e-6 of it, and ε times that of a softmin. */
const REACH = 22;
/** How much further, at first, the list of pairs reaches; potentials may move by half of it before pairs are listed anew. */
const SLACK = 0.5;
/** Share of all pairs that there is room for at first. */
const ROOM = 1 / 8;

/** Lays sequences into the memory of the kernels. */
export function packSet(kernels: RelaxedKernels, arena: Arena, labels: Uint8Array, { seqLen, planes }: SetShape): PackedSet {
  const count = labels.length / seqLen;
  const at = arena.allocate(labels.length);
  new Uint8Array(kernels.memory.buffer, at, labels.length).set(labels);
  const packed = arena.allocate(8 * count * planes * Math.ceil(seqLen / 64));
  kernels.packLabels(at, count, seqLen, planes, packed);
  return { labels: at, planes: packed, count };
}

/** What a coupling gives. */
export interface CouplingAnswer {
  /** Its part of the divergence: mean softmin of its rows, and of its columns where these are another set. */
  value: number;
  /** Mean plan-weighted one-hot outputs, Σ_j P_ij onehot(y_j)/N for each row i [N×T×K]; only when asked for. */
  barycentres?: Float64Array;
}

/** Addresses of one coupling's work space. */
interface CouplingBuffers {
  f: number;
  g: number;
  left: number;
  right: number;
  work: number;
  near: number;
}

function allocate(kernels: RelaxedKernels, arena: Arena, rows: number, columns: number, self: boolean): CouplingBuffers {
  const [n, m] = [roundUp(rows, 16), roundUp(columns, 16)];
  const costs = arena.allocate(n * m);
  const [f, left] = [arena.allocate(8 * n), arena.allocate(8 * n)];
  const buffers = {
    f,
    left,
    // Of a set against itself both sides are one.
    g: self ? f : arena.allocate(8 * m),
    right: self ? left : arena.allocate(8 * m),
    work: arena.allocate(32 * (n + m)),
    near: arena.allocate(8 * (n + m) + 64),
  };
  kernels.setCoupling(costs, rows, columns, self);
  return buffers;
}

/** The list of near pairs, made anew when the potentials have moved too far since it was made. */
function createNearPairs(kernels: RelaxedKernels, arena: Arena, buffers: CouplingBuffers, rows: number, columns: number) {
  const top = arena.top;
  let room = 0;
  let reach = Number.NEGATIVE_INFINITY;
  let before: Float64Array[] = [];
  const potentials = () => [
    new Float64Array(kernels.memory.buffer, buffers.f, rows),
    new Float64Array(kernels.memory.buffer, buffers.g, columns),
  ];
  const makeRoom = (pairs: number) => {
    arena.reset(top);
    room = pairs;
    kernels.setNear(buffers.near, arena.allocate(4 * room));
  };
  /** @param needed how far from the largest of its row a pair's term must be found */
  return (needed: number): void => {
    const now = potentials();
    const moved = Math.max(0, ...now.map((values, side) => (before[side] ? farthest(values, before[side]) : 0)));
    if (reach - 2 * moved >= needed) return;
    reach = needed + SLACK;
    before = now.map((values) => values.slice());
    if (room === 0) makeRoom(Math.ceil(ROOM * rows * columns) + rows + columns);
    const count = kernels.listNear(buffers.f, buffers.g, reach, room);
    if (count <= room) return;
    makeRoom(count);
    kernels.listNear(buffers.f, buffers.g, reach, room);
  };
}

function farthest(a: Float64Array, b: Float64Array): number {
  let most = 0;
  for (let i = 0; i < a.length; i++) most = Math.max(most, Math.abs(a[i]! - b[i]!));
  return most;
}

const sum = (values: Float64Array): number => {
  let total = 0;
  for (let i = 0; i < values.length; i++) total += values[i]!;
  return total;
};

/**
 * Anneals the coupling of x with y, or of x with itself, by the schedule (docs/science.md §2.5: one averaged pass per ε, one last full
 * pass). The bits depend on the sets and the schedule alone. Memory it takes is given back.
 */
export function annealCoupling(
  kernels: RelaxedKernels,
  arena: Arena,
  x: PackedSet,
  y: PackedSet | undefined,
  { seqLen, nOutputs, planes }: SetShape,
  schedule: Schedule,
  withBarycentres: boolean,
): CouplingAnswer {
  const start = arena.top;
  const [rows, columns, other] = [x.count, (y ?? x).count, y ?? x];
  const buffers = allocate(kernels, arena, rows, columns, !y);
  const { f, g, left, right, work } = buffers;
  kernels.fillCosts(x.planes, other.planes, seqLen, planes);
  const view = (at: number, count: number) => new Float64Array(kernels.memory.buffer, at, count);
  const list = createNearPairs(kernels, arena, buffers, rows, columns);
  const eps = schedule.at(-1)!;
  const pass = (at: number, near: boolean) => {
    if (near) list(REACH * at);
    if (near) kernels.nearPass(f, g, left, right, at, work);
    else kernels.widePass(f, g, left, right, at, seqLen, work);
  };
  const average = (potential: number, softmin: number, count: number) => {
    const [into, from] = [view(potential, count), view(softmin, count)];
    for (let i = 0; i < count; i++) into[i] = 0.5 * (into[i]! + from[i]!);
  };
  view(f, rows).fill(0);
  view(g, columns).fill(0);
  pass(schedule[0]!, schedule[0]! <= NEAR_FROM);
  view(f, rows).set(view(left, rows));
  if (y) view(g, columns).set(view(right, columns));
  for (const at of schedule) {
    pass(at, at <= NEAR_FROM);
    average(f, left, rows);
    if (y) average(g, right, columns);
  }
  // The plan is read off the list, so the last pass goes by it whatever ε is.
  pass(eps, true);
  const answer: CouplingAnswer = { value: sum(view(left, rows)) / rows + (y ? sum(view(right, columns)) / columns : 0) };
  if (withBarycentres) {
    const size = rows * seqLen * nOutputs;
    const at = arena.allocate(8 * size);
    view(at, size).fill(0);
    kernels.barycentres(at, f, g, left, other.labels, 1 / rows, seqLen, nOutputs, eps);
    answer.barycentres = view(at, size).slice();
  }
  arena.reset(start);
  return answer;
}
