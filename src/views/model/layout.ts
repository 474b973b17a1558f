import { arcBetween, type Curve, curvePoint, type Disc } from '../../charts/graph/routes';
import type { HmmSpec } from '../../hmm/spec';

/** Places of the states and the arrows between them, in a box of the given size. */
export interface ModelNode extends Disc {
  state: number;
  stay: number;
}
export interface ModelArrow {
  from: number;
  to: number;
  probability: number;
  curve: Curve;
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
      radius,
      x: chain ? (width * (state + 0.5)) / nStates : width / 2 + Math.cos(angle) * along,
      y: chain ? height / 2 : height / 2 + Math.sin(angle) * across,
      stay: transitionMatrix[state]![state]!,
    };
  });
  const arrows = nodes.flatMap((from) =>
    nodes
      .filter((to) => to !== from && transitionMatrix[from.state]![to.state]! > 0)
      .map((to) => arrow(from, to, transitionMatrix[from.state]![to.state]!, { ...bow, labelAt: labelAt(from, to) })),
  );
  return { nodes, arrows, radius };
}

/** An arrow; its label lies on the side that it bends to. */
function arrow(
  from: ModelNode,
  to: ModelNode,
  probability: number,
  { most, share, labelAt }: { most: number; share: number; labelAt: number },
): ModelArrow {
  const { side, ...curve } = arcBetween(from, to, { most, share, leave: 2, arrive: 5 });
  const beside = curvePoint({ start: from, control: curve.control, end: to }, labelAt);
  return {
    from: from.state,
    to: to.state,
    probability,
    curve,
    labelX: beside.x + side.x * LABEL_GAP,
    labelY: beside.y + side.y * LABEL_GAP,
  };
}
