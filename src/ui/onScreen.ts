import { createContext, type RefObject, useCallback, useContext, useLayoutEffect, useState, useSyncExternalStore } from 'react';

/** Width and height of an element in CSS pixels, kept up to date; 0 until measured. */
export function useSize(element: RefObject<Element | null>): { width: number; height: number } {
  const [size, setSize] = useState({ width: 0, height: 0 });
  useLayoutEffect(() => {
    if (!element.current) return;
    const observer = new ResizeObserver(([entry]) => {
      if (entry) setSize({ width: entry.contentRect.width, height: entry.contentRect.height });
    });
    observer.observe(element.current);
    return () => observer.disconnect();
  }, [element]);
  return size;
}

/** Whether a media query holds now; the component is drawn again when that changes. */
export function useMediaQuery(text: string): boolean {
  const subscribe = useCallback(
    (changed: () => void) => {
      const query = window.matchMedia(text);
      query.addEventListener('change', changed);
      return () => query.removeEventListener('change', changed);
    },
    [text],
  );
  return useSyncExternalStore(subscribe, () => window.matchMedia(text).matches);
}

/** Whether the system asks for less motion. */
export const useReducedMotion = (): boolean => useMediaQuery('(prefers-reduced-motion: reduce)');

/** Whether the panel around a component can be seen. Outside of analysis panels everything counts as seen. */
export const VisibilityContext = createContext(true);

export const useIsVisible = (): boolean => useContext(VisibilityContext);
