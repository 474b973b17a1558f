import type { Plugin } from 'vite';
import { TRUSTED_POLICY } from '../src/workers/trusted.ts';

/**
 * What the page may do, in one table. It is delivered three times, each made from here: as a meta tag in index.html (any host),
 * as headers of `npm start`, and as the file `_headers`, which some hosts read. The service worker adds the headers to what it
 * keeps, so that a host that sends none has them from the second visit on.
 */
const POLICY: Readonly<Record<string, readonly string[]>> = {
  'default-src': ["'none'"],
  // The kernels and a TensorFlow.js backend are WebAssembly; nothing needs eval.
  'script-src': ["'self'", "'wasm-unsafe-eval'"],
  'style-src': ["'self'"],
  'img-src': ["'self'", 'data:', 'blob:'],
  'font-src': ["'self'"],
  'connect-src': ["'self'"],
  'worker-src': ["'self'"],
  'media-src': ['blob:'],
  'manifest-src': ["'self'"],
  'base-uri': ["'none'"],
  'form-action': ["'none'"],
  'require-trusted-types-for': ["'script'"],
  'trusted-types': [TRUSTED_POLICY],
  // No frame-ancestors: other sites may embed the page.
};

export const CONTENT_SECURITY_POLICY = Object.entries(POLICY)
  .map(([name, values]) => `${name} ${values.join(' ')}`)
  .join('; ');

/** Devices of the visitor that the page never asks for, nor anything it might embed. */
const UNUSED_DEVICES = [
  'accelerometer',
  'camera',
  'display-capture',
  'geolocation',
  'gyroscope',
  'hid',
  'magnetometer',
  'microphone',
  'midi',
  'payment',
  'serial',
  'usb',
] as const;

/** Cross-origin isolation: precise timers, and shared memory if it were wanted. The page also runs without it. */
const ISOLATION = {
  'Cross-Origin-Opener-Policy': 'same-origin',
  'Cross-Origin-Embedder-Policy': 'require-corp',
  // Isolated pages of other sites may embed this one.
  'Cross-Origin-Resource-Policy': 'cross-origin',
} as const;

/** Headers of every file. */
export const HEADERS: Readonly<Record<string, string>> = {
  'Content-Security-Policy': CONTENT_SECURITY_POLICY,
  ...ISOLATION,
  'X-Content-Type-Options': 'nosniff',
  'Referrer-Policy': 'no-referrer',
  'Permissions-Policy': UNUSED_DEVICES.map((name) => `${name}=()`).join(', '),
};

/** For `vite dev`, whose own client needs inline scripts and a socket: no content security policy. */
export const DEVELOPMENT_HEADERS: Readonly<Record<string, string>> = ISOLATION;

/** How long a file may be kept: those with a hash in their name for ever, the others are asked for again. */
const KEPT = [
  { path: '/assets/*', header: 'Cache-Control: public, max-age=31536000, immutable' },
  { path: '/sw.js', header: 'Cache-Control: no-cache' },
] as const;

/** The file `_headers` in the form that Netlify and Cloudflare Pages read. */
export const headersFile = (): string =>
  [
    '# Made by build-plugins/headers.ts.',
    '/*',
    ...Object.entries(HEADERS).map(([name, value]) => `  ${name}: ${value}`),
    ...KEPT.flatMap(({ path, header }) => [path, `  ${header}`]),
    '',
  ].join('\n');

const CHARSET = '<meta charset="utf-8" />';

/**
 * The page with its policy as the first thing after the character set, so that it holds for all that follows.
 * @throws Error when the page has no such place
 */
export function withPolicy(html: string): string {
  if (!html.includes(CHARSET)) throw new Error(`index.html must contain ${CHARSET}: the content security policy goes after it.`);
  return html.replace(
    CHARSET,
    `${CHARSET}\n    <meta http-equiv="Content-Security-Policy" content="${CONTENT_SECURITY_POLICY}" />`,
  );
}

/** Writes the policy into the built page and `_headers` beside it. */
export const securityHeaders = (): Plugin => ({
  name: 'security-headers',
  apply: 'build',
  transformIndexHtml: { order: 'post', handler: withPolicy },
  generateBundle() {
    this.emitFile({ type: 'asset', fileName: '_headers', source: headersFile() });
  },
});
