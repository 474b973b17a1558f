import { useEffect, useRef } from 'react';

/** A bright dot where the pointer is, large enough for the last row. */
export function LaserDot() {
  const dot = useRef<HTMLDivElement>(null);
  useEffect(() => {
    const move = (event: PointerEvent) => {
      if (dot.current) dot.current.style.transform = `translate(${event.clientX}px, ${event.clientY}px)`;
    };
    window.addEventListener('pointermove', move);
    return () => window.removeEventListener('pointermove', move);
  }, []);
  return <div ref={dot} className="laser-dot" data-testid="laser" aria-hidden="true" />;
}
