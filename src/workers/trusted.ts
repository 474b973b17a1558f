/**
 * The one door through which scripts are started. Under `require-trusted-types-for 'script'` a browser that knows Trusted Types
 * refuses to start a worker from a bare string; it wants the word of a policy that the page's headers name.
 */

/** Named in the content security policy (build-plugins/headers.ts). */
export const TRUSTED_POLICY = 'noisy-orbits';

/** What the page needs of the browser's `trustedTypes`; its TrustedScriptURL stands where a string stood. */
interface TrustedTypes {
  createPolicy(name: string, rules: { createScriptURL(url: string): string }): { createScriptURL(url: string): string };
}

/**
 * A script's address, if it is of the page's own origin.
 * @throws TypeError with a sentence when it is not
 */
export function ownScript(url: string): string {
  const { href, origin, protocol } = new URL(url, location.href);
  // The origin of a blob: address is that of its maker, so the protocol is compared as well.
  if (origin !== location.origin || protocol !== location.protocol)
    throw new TypeError(`The script ${href.slice(0, 200)} is not of this page's own origin and was not started.`);
  return href;
}

const rules = { createScriptURL: ownScript };
const policy = (globalThis as { trustedTypes?: TrustedTypes }).trustedTypes?.createPolicy(TRUSTED_POLICY, rules) ?? rules;

/** The address of a script of our own, in the form that the browser's script sinks accept. @throws TypeError otherwise */
export const trustedScript = (url: string): string => policy.createScriptURL(url);

/** Starts a module worker of our own; `url` comes from an import that ends in `?worker&url`. */
export const startWorker = (url: string): Worker => new Worker(trustedScript(url), { type: 'module' });
