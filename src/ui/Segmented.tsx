import { type KeyboardEvent, useRef } from 'react';

interface SegmentedProps<T extends string | number> {
  /** What is chosen, for those who cannot see the group. */
  label: string;
  options: readonly { value: T; name: string; title?: string }[];
  value: T;
  onChange: (value: T) => void;
}

/** A few choices side by side, one of them pressed. */
export function Segmented<T extends string | number>({ label, options, value, onChange }: SegmentedProps<T>) {
  return (
    <fieldset className="segmented">
      <legend className="visually-hidden">{label}</legend>
      {options.map((option) => (
        <button
          key={option.value}
          type="button"
          aria-pressed={option.value === value}
          title={option.title}
          onClick={() => onChange(option.value)}
        >
          {option.name}
        </button>
      ))}
    </fieldset>
  );
}

interface TabsProps {
  /** What is chosen among the tabs, for those who cannot see them. */
  label: string;
  tabs: readonly { id: string; name: string }[];
  /** Undefined: none of them. */
  chosen: string | undefined;
  onChoose: (id: string) => void;
  /** Id of the element that a tab shows. */
  panelOf: (id: string) => string;
  /** Id of the tab itself, by which its panel is labelled. */
  tabOf: (id: string) => string;
  className?: string;
}

/**
 * Tabs after the pattern of WAI-ARIA: Tab comes to the chosen one, arrows, Home and End go along them, Enter and the space bar choose.
 * Focus alone chooses nothing: what a tab shows may have to be computed.
 */
export function Tabs({ label, tabs, chosen, onChoose, panelOf, tabOf, className }: TabsProps) {
  const list = useRef<HTMLDivElement>(null);
  const move = (event: KeyboardEvent) => {
    const all = [...list.current!.querySelectorAll<HTMLElement>('[role=tab]')];
    const at = all.indexOf(event.target as HTMLElement);
    const steps: Readonly<Record<string, number>> = { ArrowRight: at + 1, ArrowLeft: at - 1, Home: 0, End: all.length - 1 };
    const to = steps[event.key];
    if (to === undefined) return;
    event.preventDefault();
    all[(to + all.length) % all.length]!.focus();
  };
  const known = tabs.some(({ id }) => id === chosen);
  return (
    <div ref={list} role="tablist" aria-label={label} className={className ? `tabs ${className}` : 'tabs'} onKeyDown={move}>
      {tabs.map(({ id, name }, n) => (
        <button
          key={id}
          type="button"
          role="tab"
          id={tabOf(id)}
          aria-controls={panelOf(id)}
          aria-selected={id === chosen}
          tabIndex={id === chosen || (!known && n === 0) ? 0 : -1}
          onClick={() => onChoose(id)}
        >
          {name}
        </button>
      ))}
    </div>
  );
}
