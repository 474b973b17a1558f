import { readFileSync } from 'node:fs';
import { loadConfigFromFile, type UserConfig } from 'vite';
import { describe, expect, it } from 'vitest';
import { CONTENT_SECURITY_POLICY, HEADERS, headersFile, withPolicy } from '../../../build-plugins/headers';
import { withoutStyleAttributes } from '../../../build-plugins/svgText';
import { TRUSTED_POLICY } from '../../../src/workers/trusted';

const directives = (policy: string): Record<string, string> =>
  Object.fromEntries(policy.split('; ').map((part) => [part.slice(0, part.indexOf(' ')), part.slice(part.indexOf(' ') + 1)]));

describe('the headers of the page', () => {
  it('are the same as meta tag, from the server of npm start and in _headers', async () => {
    const meta = withPolicy(readFileSync('index.html', 'utf8')).match(
      /http-equiv="Content-Security-Policy" content="([^"]+)"/,
    )![1];
    expect(meta).toBe(CONTENT_SECURITY_POLICY);
    const loaded = await loadConfigFromFile({ command: 'serve', mode: 'production', isPreview: true });
    expect((loaded!.config as UserConfig).preview!.headers).toEqual(HEADERS);
    const [everything] = headersFile().split('/assets/*');
    const written = everything!
      .split('\n')
      .filter((line) => line.startsWith('  '))
      .map((line) => [line.trim().split(':')[0]!, line.slice(line.indexOf(': ') + 2)]);
    expect(Object.fromEntries(written)).toEqual(HEADERS);
  });

  it('begin with nothing and allow the page its own files, WebAssembly and one policy for scripts', () => {
    const policy = directives(CONTENT_SECURITY_POLICY);
    expect(policy['default-src']).toBe("'none'");
    expect(policy['script-src']).toBe("'self' 'wasm-unsafe-eval'");
    expect(policy['connect-src']).toBe("'self'");
    expect(policy['trusted-types']).toBe(TRUSTED_POLICY);
    expect(policy['require-trusted-types-for']).toBe("'script'");
    expect(CONTENT_SECURITY_POLICY).not.toMatch(/unsafe-inline|'unsafe-eval'|https?:|\*/);
  });

  it('let other sites embed the page', () => {
    expect(CONTENT_SECURITY_POLICY).not.toContain('frame-ancestors');
    expect(Object.keys(HEADERS)).not.toContain('X-Frame-Options');
    expect(HEADERS['Cross-Origin-Resource-Policy']).toBe('cross-origin');
  });

  it('stand in the page before anything that is loaded, within the bytes that browsers look at for the character set', () => {
    const html = withPolicy(readFileSync('index.html', 'utf8'));
    expect(html.indexOf('Content-Security-Policy')).toBeLessThan(html.search(/<(link|script|style)/));
    expect(html.indexOf('charset')).toBeLessThan(100);
    expect(html).not.toMatch(/<style|style="|<script(?![^>]*src=)|\son\w+=/);
  });

  it('refuse a page without a place for them', () => {
    expect(() => withPolicy('<html></html>')).toThrow(/must contain <meta charset/);
  });
});

describe('svgcanvas', () => {
  it('is built without style attributes; another text than the known one stops the build', () => {
    const code = readFileSync('node_modules/svgcanvas/dist/svgcanvas.esm.js', 'utf8');
    expect(code).toContain('setAttribute("style"');
    expect(withoutStyleAttributes(code)).not.toContain('setAttribute("style"');
    expect(() => withoutStyleAttributes('export {}')).toThrow(/has changed/);
  });
});
