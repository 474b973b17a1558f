import type { AppStore } from '../store';
import type { Analyses } from './scheduler';

/** Gives a function that asks for the kick groups as long as an intervention may need them; call it when that may have changed. */
export function requireKickGroups(store: AppStore, analyses: Analyses): () => void {
  let forget: (() => void) | undefined;
  return () => {
    forget?.();
    const { settings, silencing } = store.getState();
    forget = settings.actOn === 'none' && !silencing ? undefined : analyses.want('kick');
  };
}
