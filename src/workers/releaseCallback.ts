import { type ProxyMethods, releaseProxy } from 'comlink';

/**
 * Lets go of a function of the page's that was called from a worker. Its channel would stay open, with all that the function holds,
 * until some collection of garbage here.
 */
export const releaseCallback = (callback: object): void => (callback as Partial<ProxyMethods>)[releaseProxy]?.();
