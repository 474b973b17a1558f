import { type ReactNode, useId } from 'react';
import type { HideableId } from '../state/settings';

interface SliderProps {
  label: ReactNode;
  value: number;
  low: number;
  high: number;
  /** Positions are spread by ratio instead of difference. */
  logarithmic?: boolean;
  format: (value: number) => string;
  onChange: (value: number) => void;
  /** Its name among the controls that can be hidden. */
  control?: HideableId;
}

const STEPS = 200;

/** A labelled slider on a linear or logarithmic scale; arrow keys move it by half a percent of its length. */
export function Slider({ label, value, low, high, logarithmic = false, format, onChange, control }: SliderProps) {
  const id = useId();
  const toPosition = (v: number) => (logarithmic ? Math.log(v / low) / Math.log(high / low) : (v - low) / (high - low));
  const toValue = (p: number) => (logarithmic ? low * (high / low) ** p : low + (high - low) * p);
  return (
    <div className="slider" data-control={control}>
      <label htmlFor={id}>{label}</label>
      <input
        id={id}
        type="range"
        min={0}
        max={STEPS}
        value={Math.round(toPosition(value) * STEPS)}
        aria-valuetext={format(value)}
        onChange={(event) => onChange(Number(toValue(Number(event.target.value) / STEPS).toPrecision(3)))}
      />
      <output htmlFor={id}>{format(value)}</output>
    </div>
  );
}
