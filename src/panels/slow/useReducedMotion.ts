import { useSyncExternalStore } from 'react';

/** One for the page: the film asks at every frame, and the browser keeps what each new query leaves behind. */
let asked: MediaQueryList | undefined;
const query = (): MediaQueryList => {
  asked ??= window.matchMedia('(prefers-reduced-motion: reduce)');
  return asked;
};

const subscribe = (changed: () => void): (() => void) => {
  query().addEventListener('change', changed);
  return () => query().removeEventListener('change', changed);
};

/** Whether the system asks for less motion. */
export const useReducedMotion = (): boolean => useSyncExternalStore(subscribe, () => query().matches);
