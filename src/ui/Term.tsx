import { type ReactNode, useId, useRef } from 'react';
import { TERMS, type TermOrDefinition } from './glossary';

/** A number or word that tells its definition when clicked. */
export function Term({ id, children }: { id: TermOrDefinition; children: ReactNode }) {
  const popover = useId();
  const button = useRef<HTMLButtonElement>(null);
  const card = useRef<HTMLDivElement>(null);
  const place = () => {
    if (!button.current || !card.current) return;
    const { left, bottom, top } = button.current.getBoundingClientRect();
    const below = bottom + 170 < window.innerHeight;
    card.current.style.left = `${Math.max(8, Math.min(left, window.innerWidth - 336))}px`;
    card.current.style.top = below ? `${bottom + 6}px` : '';
    card.current.style.bottom = below ? '' : `${window.innerHeight - top + 6}px`;
  };
  const { title, text } = typeof id === 'string' ? TERMS[id] : id;
  return (
    <>
      <button
        ref={button}
        type="button"
        className="term"
        popoverTarget={popover}
        onClick={place}
        title={`${title}: what is this?`}
      >
        {children}
      </button>
      <div ref={card} id={popover} popover="auto" className="term-card">
        <strong>{title}</strong>
        <p>{text}</p>
      </div>
    </>
  );
}
