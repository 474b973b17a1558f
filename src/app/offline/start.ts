import { FIRST_FRAME } from '../../state/live/frames';
import type { AppStore } from '../../state/store';

/** Views without the live picture have no first moving frame: they begin after so many milliseconds. */
const AT_THE_LATEST = 10_000;

/** Resolves once the picture has moved, so that nothing here delays it. */
const moved = (): Promise<void> =>
  new Promise((resolve) => {
    const done = () => {
      clearTimeout(timer);
      observer.disconnect();
      resolve();
    };
    const observer = new PerformanceObserver((list) => {
      if (list.getEntriesByName(FIRST_FRAME).length > 0) done();
    });
    const timer = setTimeout(done, AT_THE_LATEST);
    observer.observe({ type: 'mark', buffered: true });
  });

/** Makes the app work offline, after its first moving frame; the code for it is fetched only then. */
export async function startOffline(store: AppStore): Promise<void> {
  await moved();
  const { announceOffline } = await import('./OfflineLine');
  await announceOffline(store);
}
