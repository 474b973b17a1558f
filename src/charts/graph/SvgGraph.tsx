import type { PointerEventHandler } from 'react';
import { type Curve, curvePath, type Point } from './routes';

/** What a directed graph in SVG is made of: the one who lays it out places them, and draws first what lies below. */

interface HeadProps {
  id: string;
  colour: string;
  /** Width and height of the head: in pixels, or in widths of its line. */
  size: number;
  unit: 'pixel' | 'line';
}

/** The head of arrows, to be put once into the `defs` of a picture. */
export const ArrowHead = ({ id, colour, size, unit }: HeadProps) => (
  <marker
    id={id}
    viewBox="0 0 8 8"
    refX="6"
    refY="4"
    markerUnits={unit === 'pixel' ? 'userSpaceOnUse' : 'strokeWidth'}
    markerWidth={size}
    markerHeight={size}
    orient="auto"
  >
    <path d="M0,0 L8,4 L0,8 z" fill={colour} />
  </marker>
);

/** An arrow along a curve. @param head the id of its `ArrowHead`. @param width in pixels */
export const Edge = ({ curve, head, colour, width }: { curve: Curve; head: string; colour: string; width: number }) => (
  <path d={curvePath(curve)} fill="none" stroke={colour} strokeWidth={width} markerEnd={`url(#${head})`} />
);

/** A word of which the middle lies at a point: beside an edge or in a node. */
export const Label = ({ at, children }: { at: Point; children: string }) => (
  <text x={at.x} y={at.y} textAnchor="middle" dominantBaseline="central">
    {children}
  </text>
);

interface PieRingProps {
  /** Non-negative, with sum 1; in the order of the colours, clockwise from the top. */
  shares: readonly number[];
  colours: readonly string[];
  /** Of the middle of the ring, in pixels. */
  radius: number;
  width: number;
  className?: string;
  onPointerDown?: PointerEventHandler;
}

/** A ring round the origin that shows shares by the lengths of its parts. */
export function PieRing({ shares, colours, radius, width, className, onPointerDown }: PieRingProps) {
  const around = 2 * Math.PI * radius;
  let before = 0;
  return shares.map((share, k) => {
    const start = before;
    before += share;
    return (
      <circle
        key={colours[k]}
        {...(className ? { className } : {})}
        r={radius}
        fill="none"
        stroke={colours[k]}
        strokeWidth={width}
        strokeDasharray={`${share * around} ${around}`}
        strokeDashoffset={-start * around}
        transform="rotate(-90)"
        {...(onPointerDown ? { onPointerDown } : {})}
      />
    );
  });
}
