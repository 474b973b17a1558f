import type { ReactNode } from 'react';
import type { Estimate } from '../math/statistics';
import type { TermOrDefinition } from './glossary';
import { Term } from './Term';

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
