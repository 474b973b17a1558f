import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';

const HERE = 'https://user.example/app/index.html?v=2';

beforeEach(() => {
  vi.resetModules();
  const { href, origin, protocol } = new URL(HERE);
  vi.stubGlobal('location', { href, origin, protocol });
});
afterEach(() => vi.unstubAllGlobals());

describe('the policy for scripts', () => {
  it('lets scripts of the own origin through, as whole addresses', async () => {
    const { ownScript } = await import('../../../src/workers/trusted');
    expect(ownScript('./assets/worker-1.js')).toBe('https://user.example/app/assets/worker-1.js');
    expect(ownScript('/src/worker.ts?worker_file&type=module')).toBe(
      'https://user.example/src/worker.ts?worker_file&type=module',
    );
  });

  it.each([
    'https://elsewhere.example/worker.js',
    '//elsewhere.example/worker.js',
    'http://user.example/app/worker.js',
    'https://user.example:8443/worker.js',
    'blob:https://user.example/0a1b2c3d',
    'data:text/javascript,alert(1)',
    'javascript:alert(1)',
    'https://user.example@elsewhere.example/worker.js',
  ])('refuses %s', async (url) => {
    const { ownScript } = await import('../../../src/workers/trusted');
    expect(() => ownScript(url)).toThrow(/is not of this page's own origin and was not started/);
  });

  it('makes one policy under the name that the headers allow, and starts workers through it', async () => {
    const made: string[] = [];
    const started: unknown[] = [];
    vi.stubGlobal('trustedTypes', {
      createPolicy: (name: string, rules: { createScriptURL(url: string): string }) => {
        made.push(name);
        return { createScriptURL: (url: string) => ({ trusted: rules.createScriptURL(url) }) };
      },
    });
    vi.stubGlobal(
      'Worker',
      class {
        constructor(...given: unknown[]) {
          started.push(given);
        }
      },
    );
    const { startWorker, TRUSTED_POLICY } = await import('../../../src/workers/trusted');
    startWorker('./assets/worker-1.js');
    expect(made).toEqual([TRUSTED_POLICY]);
    expect(started).toEqual([[{ trusted: 'https://user.example/app/assets/worker-1.js' }, { type: 'module' }]]);
    expect(() => startWorker('https://elsewhere.example/x.js')).toThrow(TypeError);
    expect(started).toHaveLength(1);
  });
});
