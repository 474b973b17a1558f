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

/** A chain lies on a line, everything else on a circle. */
export function layoutModel(
  hmm: HmmSpec,
  width: number,
  height: number,
): { nodes: ModelNode[]; arrows: ModelArrow[]; radius: number } {
  const { nStates, transitionMatrix } = hmm;
  const radius = Math.min(LARGEST_RADIUS, height / 7);
  const chain = hmm.topology === 'linear-chain';
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
      .map((to) => arrow(from, to, transitionMatrix[from.state]![to.state]!, radius)),
  );
  return { nodes, arrows, radius };
}

/** A curve bowed to the left of its direction, so that there and back do not overlap. */
function arrow(from: ModelNode, to: ModelNode, probability: number, radius: number): ModelArrow {
  const length = Math.hypot(to.x - from.x, to.y - from.y);
  const ux = (to.x - from.x) / length;
  const uy = (to.y - from.y) / length;
  const bow = Math.min(26, length * 0.16);
  const midX = (from.x + to.x) / 2 + uy * bow;
  const midY = (from.y + to.y) / 2 - ux * bow;
  const trimmed = (node: ModelNode, gap: number) => {
    const d = Math.hypot(midX - node.x, midY - node.y);
    return { x: node.x + ((midX - node.x) / d) * gap, y: node.y + ((midY - node.y) / d) * gap };
  };
  const a = trimmed(from, radius + 2);
  const b = trimmed(to, radius + 5);
  return {
    from: from.state,
    to: to.state,
    probability,
    path: `M${a.x},${a.y} Q${midX},${midY} ${b.x},${b.y}`,
    labelX: midX + uy * 5,
    labelY: midY - ux * 5,
  };
}
