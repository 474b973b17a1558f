import { useEffect, useRef } from 'react';

/** A bright dot where the pointer is, large enough for the last row. */
export function LaserDot() {
  const dot = useRef<HTMLDivElement>(null);
  useEffect(() => {
    const move = (event: PointerEvent) => {
      if (!dot.current) return;
      dot.current.hidden = false;
      dot.current.style.transform = `translate(${event.clientX}px, ${event.clientY}px)`;
    };
    window.addEventListener('pointermove', move);
    return () => window.removeEventListener('pointermove', move);
  }, []);
  // Where the pointer is, is known once it moves.
  return <div ref={dot} hidden className="laser-dot" data-testid="laser" aria-hidden="true" />;
}
