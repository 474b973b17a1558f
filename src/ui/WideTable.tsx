import { type ReactNode, useEffect, useRef, useState } from 'react';

/** A table that scrolls sideways where it does not fit: then it can be reached, and scrolled, by keys. */
export function WideTable({ className, children }: { className?: string; children: ReactNode }) {
  const box = useRef<HTMLDivElement>(null);
  const [scrolls, setScrolls] = useState(false);
  const look = () => setScrolls(box.current !== null && box.current.scrollWidth > box.current.clientWidth);
  // What is in the table may have changed with this rendering.
  useEffect(look);
  // biome-ignore lint/correctness/useExhaustiveDependencies: `look` reads the box alone
  useEffect(() => {
    const observer = new ResizeObserver(look);
    observer.observe(box.current!);
    return () => observer.disconnect();
  }, []);
  const reachable = scrolls ? ({ tabIndex: 0, role: 'group', 'aria-label': 'Table, scrolls sideways' } as const) : {};
  return (
    <div ref={box} className={className ? `wide-table ${className}` : 'wide-table'} {...reachable}>
      {children}
    </div>
  );
}
