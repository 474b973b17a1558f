import type { HmmSpec } from '../../hmm/spec';

/** Places of the states and the arrows between them, in a box of the given size. */
export interface ModelNode {
  state: number;
  x: number;
  y: number;
  stay: number;
}
export interface ModelArrow {
  from: number;
  to: number;
  probability: number;
  path: string;
  labelX: number;
  labelY: number;
}

const LARGEST_RADIUS = 21;
/** Pixels between an arrow and the middle of its label. */
const LABEL_GAP = 9;

/** A chain lies on a line, everything else on a circle. @param width in pixels, as `height` */
export function layoutModel(
  hmm: HmmSpec,
  width: number,
  height: number,
): { nodes: ModelNode[]; arrows: ModelArrow[]; radius: number } {
  const { nStates, transitionMatrix } = hmm;
  const chain = hmm.topology === 'linear-chain';
  const radius = Math.min(LARGEST_RADIUS, chain ? height / 4.5 : height / 7, width / (3.5 * nStates));
  // On a circle half of the arrows bow inwards, where labels in the middle would meet: they stand nearer to the outer state.
  const bow = chain ? { most: 26, share: 0.16 } : { most: 14, share: 0.09 };
  const outness = ({ y }: ModelNode) => Math.abs(y - height / 2);
  const labelAt = (from: ModelNode, to: ModelNode) => 0.5 + 0.15 * Math.sign(Math.round(outness(to) - outness(from)));
  const nodes = Array.from({ length: nStates }, (_, state): ModelNode => {
    const angle = -Math.PI / 2 + (2 * Math.PI * state) / nStates;
    const across = height / 2 - radius - 4;
    const along = Math.min(width / 2 - 2 * radius - 20, 3.2 * across);
    return {
      state,
      x: chain ? (width * (state + 0.5)) / nStates : width / 2 + Math.cos(angle) * along,
      y: chain ? height / 2 : height / 2 + Math.sin(angle) * across,
      stay: transitionMatrix[state]![state]!,
    };
  });
  const arrows = nodes.flatMap((from) =>
    nodes
      .filter((to) => to !== from && transitionMatrix[from.state]![to.state]! > 0)
      .map((to) => arrow(from, to, transitionMatrix[from.state]![to.state]!, radius, { ...bow, labelAt: labelAt(from, to) })),
  );
  return { nodes, arrows, radius };
}

/** A curve bowed to the left of its direction, so that there and back do not overlap; its label lies on the outer side. */
function arrow(
  from: ModelNode,
  to: ModelNode,
  probability: number,
  radius: number,
  { most, share, labelAt }: { most: number; share: number; labelAt: number },
): ModelArrow {
  const length = Math.hypot(to.x - from.x, to.y - from.y);
  const ux = (to.x - from.x) / length;
  const uy = (to.y - from.y) / length;
  const bow = Math.min(most, length * share);
  const midX = (from.x + to.x) / 2 + uy * bow;
  const midY = (from.y + to.y) / 2 - ux * bow;
  const trimmed = (node: ModelNode, gap: number) => {
    const d = Math.hypot(midX - node.x, midY - node.y);
    return { x: node.x + ((midX - node.x) / d) * gap, y: node.y + ((midY - node.y) / d) * gap };
  };
  const a = trimmed(from, radius + 2);
  const b = trimmed(to, radius + 5);
  /** A point of the curve, moved off it to its outer side. */
  const beside = (t: number, start: number, middle: number, end: number, off: number) =>
    (1 - t) ** 2 * start + 2 * t * (1 - t) * middle + t ** 2 * end + off * LABEL_GAP;
  return {
    from: from.state,
    to: to.state,
    probability,
    path: `M${a.x},${a.y} Q${midX},${midY} ${b.x},${b.y}`,
    labelX: beside(labelAt, from.x, midX, to.x, uy),
    labelY: beside(labelAt, from.y, midY, to.y, -ux),
  };
}
