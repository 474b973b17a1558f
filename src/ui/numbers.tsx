import { type ReactNode, useLayoutEffect, useRef, useState } from 'react';
import type { Estimate } from '../math/statistics';
import { Term, type TermOrDefinition } from './glossary';

/** A number short enough to read: `digits` decimals, or powers of ten where that says nothing. */
export function short(value: number, digits = 2): string {
  if (!Number.isFinite(value)) return '–';
  if (value !== 0 && Math.abs(value) < 0.5 * 10 ** -digits) return value.toExponential(0);
  return value.toFixed(digits);
}

/** "0.98 [0.96, 1.01]" */
export const estimateText = ({ value, low, high }: Estimate, digits = 2): string =>
  Number.isFinite(value) ? `${short(value, digits)} [${short(low, digits)}, ${short(high, digits)}]` : '–';

/** A named number with its interval in small print. */
export function NumberCell({ name, term, children }: { name: string; term?: TermOrDefinition; children: ReactNode }) {
  return (
    <div>
      <dt>{term ? <Term id={term}>{name}</Term> : name}</dt>
      <dd translate="no">{children}</dd>
    </div>
  );
}

export function EstimateCell({
  name,
  term,
  value,
  digits = 2,
}: {
  name: string;
  term?: TermOrDefinition;
  value: Estimate;
  digits?: number;
}) {
  return (
    <NumberCell name={name} {...(term ? { term } : {})}>
      {short(value.value, digits)}{' '}
      {Number.isFinite(value.low) && (
        <small>
          [{short(value.low, digits)}, {short(value.high, digits)}]
        </small>
      )}
    </NumberCell>
  );
}

/** A table that scrolls sideways where it does not fit: then it can be reached, and scrolled, by keys. */
export function WideTable({ className, children }: { className?: string; children: ReactNode }) {
  const box = useRef<HTMLDivElement>(null);
  const [scrolls, setScrolls] = useState(false);
  // What is in the table may have changed with this rendering, and it grows with its letters too, without another one. It is looked at
  // before the table is painted: at no time does it scroll without being reachable.
  useLayoutEffect(() => {
    const { current } = box;
    if (!current) return;
    const look = () => setScrolls(current.scrollWidth > current.clientWidth);
    look();
    const observer = new ResizeObserver(look);
    for (const element of [current, ...current.children]) observer.observe(element);
    return () => observer.disconnect();
  });
  const reachable = scrolls ? ({ tabIndex: 0, role: 'group', 'aria-label': 'Table, scrolls sideways' } as const) : {};
  return (
    <div ref={box} className={className ? `wide-table ${className}` : 'wide-table'} {...reachable}>
      {children}
    </div>
  );
}
