import { type ReactNode, useId } from 'react';
import type { HideableId } from '../state/settings/settings';

interface SliderProps {
  label: ReactNode;
  value: number;
  low: number;
  high: number;
  /** Positions are spread by ratio instead of difference. */
  logarithmic?: boolean;
  /** A value that is met exactly at the position nearest to it. */
  exact?: number;
  format: (value: number) => string;
  onChange: (value: number) => void;
  /** Its name among the controls that can be hidden. */
  control?: HideableId;
}

const STEPS = 200;

/** A labelled slider on a linear or logarithmic scale; arrow keys move it by half a percent of its length. */
export function Slider({ label, value, low, high, logarithmic = false, exact, format, onChange, control }: SliderProps) {
  const id = useId();
  const toPosition = (v: number) => (logarithmic ? Math.log(v / low) / Math.log(high / low) : (v - low) / (high - low));
  const toValue = (p: number) => (logarithmic ? low * (high / low) ** p : low + (high - low) * p);
  const positionOf = (v: number) => Math.round(toPosition(v) * STEPS);
  const valueAt = (position: number) =>
    exact !== undefined && position === positionOf(exact) ? exact : Number(toValue(position / STEPS).toPrecision(3));
  return (
    <div className="slider" data-control={control}>
      <label htmlFor={id}>{label}</label>
      <input
        id={id}
        type="range"
        min={0}
        max={STEPS}
        value={positionOf(value)}
        aria-valuetext={format(value)}
        onChange={(event) => onChange(valueAt(Number(event.target.value)))}
      />
      <output htmlFor={id}>{format(value)}</output>
    </div>
  );
}
