import { type ComponentType, lazy, useEffect, useSyncExternalStore } from 'react';
import { dismiss, notify } from '../state/page/slice';
import { useAppController } from './context';
import { LAZY } from './text';

/** What is done where a part cannot be fetched: said in its place, said as a notice (dialogs have no place), or nothing. */
export type WithoutIt = 'say here' | 'notify' | 'leave out';

interface Missing {
  message: string;
  again: () => void;
}

function MissingHere({ message, again }: Missing) {
  return (
    <p className="analysis-note" role="alert">
      {LAZY.missing(message)}{' '}
      <button type="button" onClick={again}>
        {LAZY.again}
      </button>
    </p>
  );
}

function MissingNoticed({ message, again }: Missing) {
  const { store } = useAppController();
  useEffect(() => {
    const id = notify(store, 'error', LAZY.missing(message), { label: LAZY.again, run: again });
    return () => dismiss(store, id);
  }, [store, message, again]);
  return null;
}

/** It is looked for again after so many milliseconds, and twice as many each time, up to the longest: not every browser tells of a network. */
const FIRST_WAIT = 4000;
const LONGEST_WAIT = 60_000;

const STAND_INS: Record<WithoutIt, ComponentType<Missing>> = {
  'say here': MissingHere,
  notify: MissingNoticed,
  'leave out': () => null,
};

/**
 * A component whose code is fetched when it is first shown, inside of a Suspense. React's own `lazy` remembers a failure for ever and
 * takes down what is around it; here the rest of the page goes on, and it is tried again when asked, once there is a network, and
 * from time to time.
 */
export function lazyComponent<P extends object>(
  load: () => Promise<ComponentType<P>>,
  without: WithoutIt = 'say here',
): ComponentType<P> {
  const StandIn = STAND_INS[without];
  const listeners = new Set<() => void>();
  const subscribe = (listener: () => void) => {
    listeners.add(listener);
    return () => void listeners.delete(listener);
  };
  let missing = false;
  let timer: ReturnType<typeof setTimeout> | undefined;
  /** Silently: what is said stays until the part is there. */
  const lookAgain = (wait: number) => {
    clearTimeout(timer);
    timer = setTimeout(
      () =>
        void load().then(
          // It may have come another way meanwhile, and is not to be begun anew.
          () => missing && again(),
          () => lookAgain(Math.min(2 * wait, LONGEST_WAIT)),
        ),
      wait,
    );
  };
  const fetchPart = async (): Promise<{ default: ComponentType<P> }> => {
    try {
      return { default: await load() };
    } catch (error) {
      // Which file it was tells a reader nothing.
      const message = (error instanceof Error ? error.message : String(error)).replace(/:? ?https?:\S+/, '');
      missing = true;
      window.addEventListener('online', again, { once: true });
      lookAgain(FIRST_WAIT);
      return { default: () => <StandIn message={message} again={again} /> };
    }
  };
  const make = () => lazy(fetchPart);
  let part = make();
  const again = () => {
    missing = false;
    window.removeEventListener('online', again);
    clearTimeout(timer);
    part = make();
    for (const listener of listeners) listener();
  };
  // biome-ignore lint/correctness/noComponentHookFactories: called once for each part and outside of components, as `lazy` is
  return function Fetched(props: P) {
    const Part: ComponentType<P> = useSyncExternalStore(subscribe, () => part);
    return <Part {...props} />;
  };
}

/** A module that is fetched when it is first asked for; undefined until it is there. A fetch that failed is tried again at the next asking. */
export function lazyModule<T>(load: () => Promise<T>): () => T | undefined {
  let value: T | undefined;
  let asked = false;
  return () => {
    if (!asked) {
      asked = true;
      load().then(
        (module) => {
          value = module;
        },
        () => {
          asked = false;
        },
      );
    }
    return value;
  };
}
