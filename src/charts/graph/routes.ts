/** Where the arrows of a directed graph run, whoever laid it out. Pure geometry in CSS pixels, y downwards. */
export interface Point {
  x: number;
  y: number;
}

export interface Disc extends Point {
  radius: number;
}

/** How an arrow bends between two nodes. Both ways of a pair bend to their left and so apart. */
export interface Bend {
  /** How far out the control point lies: a share of the distance of the nodes, up to so many pixels. */
  share: number;
  most: number;
  /** The arrow leaves and reaches its nodes at least so far (radians) to the side it bends to. */
  leastAngle?: number;
  /** Pixels between the arrow's ends and the rims of its nodes. */
  leave: number;
  arrive: number;
}

/** A quadratic Bézier curve. */
export interface Curve {
  start: Point;
  control: Point;
  end: Point;
}

/** The curve of an arrow, from rim to rim, and the unit vector towards the side it bends to. */
export interface Arc extends Curve {
  side: Point;
}

/** An arrow's way from node to node. */
export interface Route {
  points: Point[];
  /** Unit vector towards the side where its label stands. */
  side: Point;
  loop: boolean;
}

/** Points along a route. */
const STEPS = 32;
/** The bend of a route: the control point is twice as far out as the highest point of the bow. */
const SHARE = 0.26;
/** In radii of the node that it leaves. */
const MOST = 1.4;
/** Long flat bows would meet at their nodes. */
const LEAST_ANGLE = 0.24;
/** Between an arrow and the nodes it joins. */
const CLEARANCE = 3;
/** A self-loop's radius and the distance of its centre from the node's, in radii of the node. */
const LOOP_RADIUS = 0.52;
const LOOP_CENTRE = 1.28;
/** Reach of a self-loop from the node's centre, in radii of the node. */
export const LOOP_REACH = LOOP_CENTRE + LOOP_RADIUS;
const DIRECTIONS = 24;

export const unit = (x: number, y: number): Point => {
  const length = Math.hypot(x, y) || 1;
  return { x: x / length, y: y / length };
};

/** The arrow between two nodes, bent to the left of who walks it. */
export function arcBetween(from: Disc, to: Disc, { share, most, leastAngle = 0, leave, arrive }: Bend): Arc {
  const length = Math.hypot(to.x - from.x, to.y - from.y);
  const along = unit(to.x - from.x, to.y - from.y);
  const side = { x: along.y, y: -along.x };
  const out = Math.min(most, length * share);
  const control = { x: (from.x + to.x) / 2 + out * side.x, y: (from.y + to.y) / 2 + out * side.y };
  // The ends lie where the straight lines from the nodes' centres to the control point cross the rims.
  const angle = Math.max(leastAngle, Math.atan2(2 * out, length));
  const [forwards, aside] = [Math.cos(angle), Math.sin(angle)];
  /** The point at a distance from a node's centre that lies ahead (1) or behind (−1) of it on the way. */
  const rim = ({ x, y }: Disc, distance: number, ahead: 1 | -1): Point => ({
    x: x + distance * (ahead * forwards * along.x + aside * side.x),
    y: y + distance * (ahead * forwards * along.y + aside * side.y),
  });
  return { start: rim(from, from.radius + leave, 1), control, end: rim(to, to.radius + arrive, -1), side };
}

/** The point of a curve at `t`, 0 … 1. */
export function curvePoint({ start, control, end }: Curve, t: number): Point {
  const [a, b, c] = [(1 - t) ** 2, 2 * t * (1 - t), t ** 2];
  return { x: a * start.x + b * control.x + c * end.x, y: a * start.y + b * control.y + c * end.y };
}

/** The curve as the `d` of an SVG path. */
export const curvePath = ({ start, control, end }: Curve): string =>
  `M${start.x},${start.y} Q${control.x},${control.y} ${end.x},${end.y}`;

/** The first node that holds a point, each of them `reach` times as large as it is drawn. */
export function nodeAt(discs: readonly Disc[], x: number, y: number, reach = 1): number | undefined {
  const index = discs.findIndex((disc) => Math.hypot(x - disc.x, y - disc.y) <= disc.radius * reach);
  return index < 0 ? undefined : index;
}

/** The way between two nodes as points along it. */
export function routeBetween(from: Disc, to: Disc): Route {
  const bend = { share: SHARE, most: MOST * from.radius, leastAngle: LEAST_ANGLE, leave: CLEARANCE, arrive: CLEARANCE };
  const arc = arcBetween(from, to, bend);
  const points = Array.from({ length: STEPS + 1 }, (_, n) => curvePoint(arc, n / STEPS));
  return { points, side: arc.side, loop: false };
}

/** The way from a node to itself: most of a circle that stands out of the node in a direction (radians). */
export function routeLoop(node: Disc, direction: number): Route {
  const out = { x: Math.cos(direction), y: Math.sin(direction) };
  const radius = LOOP_RADIUS * node.radius;
  const distance = LOOP_CENTRE * node.radius;
  const centre = { x: node.x + distance * out.x, y: node.y + distance * out.y };
  // Half the angle of the loop's circle that lies within the node (and its clearance), by the law of cosines.
  const reach = node.radius + CLEARANCE;
  const hidden = Math.acos(Math.max(-1, Math.min(1, (distance ** 2 + radius ** 2 - reach ** 2) / (2 * distance * radius))));
  const first = direction + Math.PI + hidden;
  const sweep = 2 * (Math.PI - hidden);
  const at = (angle: number): Point => ({ x: centre.x + radius * Math.cos(angle), y: centre.y + radius * Math.sin(angle) });
  const points = Array.from({ length: STEPS + 1 }, (_, n) => at(first + (n / STEPS) * sweep));
  return { points, side: out, loop: true };
}

const turn = (a: number, b: number): number => Math.abs(Math.atan2(Math.sin(a - b), Math.cos(a - b)));

/** The direction (radians) from a point that is farthest from all of `busy`; outwards where that is free anyway. */
export function freeDirection(busy: readonly number[], outwards: number): number {
  let best = outwards;
  let bestRoom = -1;
  for (let n = 0; n < DIRECTIONS; n++) {
    const direction = outwards + (2 * Math.PI * n) / DIRECTIONS;
    const room = Math.min(Math.PI, ...busy.map((other) => turn(direction, other)));
    if (room <= bestRoom + 1e-9) continue;
    best = direction;
    bestRoom = room;
  }
  return best;
}

/** A route without its last `length` pixels: where an arrow head takes over. */
export function shortened({ points }: Route, length: number): Point[] {
  const kept = [...points];
  let left = length;
  while (kept.length > 2) {
    const last = kept.at(-1)!;
    const before = kept.at(-2)!;
    const step = Math.hypot(last.x - before.x, last.y - before.y);
    if (step > left) {
      const share = left / step;
      kept[kept.length - 1] = { x: last.x + (before.x - last.x) * share, y: last.y + (before.y - last.y) * share };
      break;
    }
    left -= step;
    kept.pop();
  }
  return kept;
}

/** Half the extents of a label, and how far it keeps from its route. */
export interface LabelSize {
  halfWidth: number;
  halfHeight: number;
  gap: number;
}

/** Where along a route its label may stand, best first. */
const POSITIONS = [0.5, 0.41, 0.59, 0.34, 0.66, 0.28, 0.72].map((share) => Math.round(share * STEPS));

const covers = (centre: Point, { halfWidth, halfHeight }: LabelSize, other: Point, slackX = 0, slackY = 0): boolean =>
  Math.abs(other.x - centre.x) < halfWidth + slackX && Math.abs(other.y - centre.y) < halfHeight + slackY;

/**
 * Centres of the labels beside their routes. Each takes the place along its route where it covers least of the labels before it and of
 * the other routes. A self-loop's label stands outside the loop, where nothing else is.
 */
export function placeLabels(routes: readonly Route[], sizes: readonly LabelSize[]): Point[] {
  const placed: Point[] = [];
  routes.forEach((route, index) => {
    const size = sizes[index]!;
    // As far from the line as the words reach towards it.
    const away = size.gap + Math.hypot(route.side.x * size.halfWidth, route.side.y * size.halfHeight);
    const cost = (centre: Point): number => {
      const labels = placed.filter((other, n) => covers(centre, size, other, sizes[n]!.halfWidth, sizes[n]!.halfHeight)).length;
      const crossings = routes.filter((other, n) => n !== index && other.points.some((point) => covers(centre, size, point)));
      return 10 * labels + crossings.length;
    };
    const centres = (route.loop ? POSITIONS.slice(0, 1) : POSITIONS).map((place) => {
      const { x, y } = route.points[place]!;
      return { x: x + away * route.side.x, y: y + away * route.side.y };
    });
    placed.push(centres.reduce((best, centre) => (cost(centre) < cost(best) ? centre : best)));
  });
  return placed;
}
