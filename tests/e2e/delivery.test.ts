import { createServer, type IncomingMessage, request, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { Page } from 'playwright-core';
import type { InlineConfig } from 'vite';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { CONTENT_SECURITY_POLICY, HEADERS } from '../../build-plugins/headers';
import { type App, ready, serveApp, startApp, trainFromLab } from './browser';
import { also, moving, offline, openOn, WITH_WORKER } from './served';

/** How the app reaches its users: what it may do, where its files come from, without a network, inside other pages. */

const LAB = '?v=3&view=lab';
const SMALL = `${LAB}&recipe=custom&hidden=16&inputs=4&batch=64&length=20&readout=1&penalty=0.03&updates=20`;

/** Violations reported from pages, workers and the service worker alike: the policy of the app, with an address for reports. */
const reports: string[] = [];
const collecting = also(
  (req, res, next) => {
    if (req.url !== '/violations') return next();
    let body = '';
    req.on('data', (part) => {
      body += part;
    });
    req.on('end', () => {
      const report = JSON.parse(body)['csp-report'];
      reports.push(
        `${report['effective-directive']} ${report['blocked-uri']} in ${report['source-file'] ?? report['document-uri']}`,
      );
      res.end();
    });
  },
  { preview: { headers: { 'Content-Security-Policy': `${CONTENT_SECURITY_POLICY}; report-uri /violations` } } },
);

let app: App;
beforeAll(async () => {
  app = await startApp(collecting);
});
afterAll(async () => {
  await app.close();
});

const trained = async (page: Page) => {
  await trainFromLab(page);
  await page.waitForSelector('[data-status=finished]', { timeout: 60_000 });
};

describe('the content security policy', () => {
  it('is kept while the app is opened, trains, saves a picture and keeps itself; every request stays on the origin', async () => {
    const { page, context, problems } = await app.open('', undefined, WITH_WORKER);
    const asked: string[] = [];
    context.on('request', (one) => asked.push(one.url()));
    await page.goto(app.url + SMALL);
    await ready(page);
    await trained(page);
    const download = page.waitForEvent('download');
    await page.locator('.save-figure button', { hasText: 'SVG' }).first().click();
    expect((await download).suggestedFilename()).toMatch(/\.svg$/);
    await offline(page, 'complete');
    expect(asked.filter((url) => !url.startsWith(app.url) && !url.startsWith('blob:'))).toEqual([]);
    expect(asked.length).toBeGreaterThan(50);
    expect(reports).toEqual([]);
    expect(problems).toEqual([]);
    await context.close();
  });

  it('refuses and reports what is planted against it, in the page and in a worker', async () => {
    const { page, context } = await app.open(LAB);
    await ready(page);
    const tried = await page.evaluate(async () => {
      const attempt = async (act: () => unknown) => {
        try {
          await act();
          return 'went through';
        } catch (error) {
          return (error as Error).name;
        }
      };
      const later = (act: () => unknown) => new Promise((resolve) => setTimeout(() => resolve(attempt(act))));
      return {
        // biome-ignore lint/security/noGlobalEval: it is tried so that it be refused
        eval: await later(() => globalThis.eval('1')),
        worker: await attempt(() => new Worker('./sw.js')),
        html: await attempt(() => document.body.insertAdjacentHTML('beforeend', '<b>x</b>')),
        elsewhere: await attempt(() => fetch('http://localhost:9/')),
        policy: await attempt(() =>
          (
            window as unknown as { trustedTypes: { createPolicy(name: string, rules: object): unknown } }
          ).trustedTypes.createPolicy('other', {}),
        ),
      };
    });
    expect(tried).toEqual({
      eval: 'EvalError',
      worker: 'TypeError',
      html: 'TypeError',
      elsewhere: 'TypeError',
      policy: 'TypeError',
    });
    const inWorker = await page.workers()[0]!.evaluate(async () => {
      try {
        await fetch('http://localhost:9/');
        return 'went through';
      } catch (error) {
        return (error as Error).name;
      }
    });
    expect(inWorker).toBe('TypeError');
    await expect.poll(() => reports.filter((line) => line.startsWith('connect-src')).length).toBe(2);
    expect(reports.some((line) => line.startsWith('require-trusted-types-for'))).toBe(true);
    reports.length = 0;
    await context.close();
  });
});

/** An answer to exactly this path: browsers and fetch would tidy it first. */
const rawGet = (base: string, path: string): Promise<{ status: number; headers: IncomingMessage['headers']; body: string }> =>
  new Promise((resolve, reject) => {
    const { hostname, port } = new URL(base);
    request({ hostname, port, path, agent: false }, (answer) => {
      let body = '';
      answer.on('data', (part) => {
        body += part;
      });
      answer.on('end', () => resolve({ status: answer.statusCode!, headers: answer.headers, body }));
    })
      .on('error', reject)
      .end();
  });

const OUTSIDE = [
  '/../package.json',
  '/../../../../../../etc/passwd',
  '/%2e%2e/package.json',
  '/..%2fpackage.json',
  '/%2e%2e%2fpackage.json',
  '/..%5cpackage.json',
  '/%252e%252e%252fpackage.json',
  '/assets/../../package.json',
  '/assets/..%2f..%2fpackage.json',
  '/presets/%2e%2e/%2e%2e/package.json',
  '//etc/passwd',
  '/@fs/etc/passwd',
  `/@fs${process.cwd()}/package.json`,
  `/@fs/${process.cwd()}/package.json?raw`,
  '/@id/package.json',
  '/package.json',
  '/package.json?import&raw',
  '/src/main.tsx',
  '/.git/config',
  '/%00/../package.json',
];

describe('the server of npm start', () => {
  let served: Awaited<ReturnType<typeof serveApp>>;
  beforeAll(async () => {
    served = await serveApp();
  });
  afterAll(() => served.stop());

  it('sends the headers of the table with the page, scripts, networks and with errors', async () => {
    const script = (await rawGet(served.url, '/')).body.match(/src="\.(\/assets\/[^"]+\.js)"/)![1]!;
    for (const path of ['/', LAB, script, '/presets/index.json', '/sw.js', '/manifest.webmanifest', '/assets/none.js']) {
      const { headers } = await rawGet(served.url, path.startsWith('/') ? path : `/${path}`);
      for (const [name, value] of Object.entries(HEADERS)) expect(headers[name.toLowerCase()], `${name} of ${path}`).toBe(value);
      expect(headers['x-frame-options']).toBeUndefined();
    }
    expect((await rawGet(served.url, '/')).headers['content-type']).toMatch(/^text\/html/);
    expect((await rawGet(served.url, '/manifest.webmanifest')).headers['content-type']).toMatch(/manifest\+json|json/);
  });

  it.each(OUTSIDE)('gives nothing but its own page or an error for %s', async (path) => {
    const page = (await rawGet(served.url, '/')).body;
    const { status, body } = await rawGet(served.url, path);
    if (body !== page) {
      expect(status).toBeGreaterThanOrEqual(400);
      expect(body).not.toMatch(/root:|"dependencies"|createRoot|\[core\]/);
    }
  });

  it('is installable: the browser finds nothing wrong with the manifest', async () => {
    const { page, context } = await openOn(app, served.url + LAB);
    const session = await context.newCDPSession(page);
    const { errors, data } = await session.send('Page.getAppManifest');
    expect(errors).toEqual([]);
    expect(JSON.parse(data!).start_url).toBe('./');
    const { installabilityErrors } = await session.send('Page.getInstallabilityErrors');
    // Test pages are private ones, which cannot install anything.
    expect(installabilityErrors.map((one) => one.errorId).filter((id) => id !== 'in-incognito')).toEqual([]);
    await context.close();
  });
});

describe('without a network', () => {
  it('a visited app moves, trains, and opens a network and a history it never showed', async () => {
    const served = await serveApp();
    const { page, context, problems } = await openOn(app, served.url + LAB);
    await offline(page, 'complete');
    const [first, asked] = await page.evaluate(() => [
      performance.getEntriesByName('first-moving-frame')[0]!.startTime,
      performance.getEntriesByType('resource').find((entry) => entry.name.includes('OfflineLine'))!.startTime,
    ]);
    expect(asked).toBeGreaterThan(first!);
    await served.stop();
    expect(await page.evaluate(() => fetch('./none.txt').then(String, () => 'no network'))).toBe('no network');

    await page.reload();
    await moving(page);
    expect(await page.evaluate(() => crossOriginIsolated)).toBe(true);
    await offline(page, 'complete');

    await page.goto(served.url + SMALL);
    await ready(page);
    await trained(page);

    await page.goto(`${served.url}${LAB}&preset=chain-5`);
    await moving(page);
    expect(await page.getByTestId('network').getAttribute('data-origin')).toBe('preset');
    await page.getByTestId('open-history').click();
    await page.getByTestId('history').waitFor();
    expect(problems).toEqual([]);
    await context.close();
  });

  it('works under a sub-path of a host that sends no headers, and has them from the second visit on', async () => {
    const served = await serveApp({ configFile: false, base: '/deep/down/' });
    expect(served.url).toMatch(/\/deep\/down\/$/);
    const { page, context, problems } = await openOn(app, served.url + LAB);
    await page.waitForSelector('html[data-offline=ready], html[data-offline=complete]', { timeout: 60_000 });
    expect(await page.evaluate(() => crossOriginIsolated)).toBe(false);
    await served.stop();
    await page.reload();
    await moving(page);
    expect(await page.evaluate(() => crossOriginIsolated)).toBe(true);
    const policies = await page.evaluate(async () => (await fetch('./')).headers.get('content-security-policy'));
    expect(policies).toBe(CONTENT_SECURITY_POLICY);
    expect(problems).toEqual([]);
    await context.close();
  });
});

describe('where it cannot be kept', () => {
  const TROUBLES: readonly [string, InlineConfig][] = [
    [
      'the host has no service worker',
      also((req, res, next) => {
        if (req.url === '/sw.js') res.writeHead(404).end('none');
        else next();
      }),
    ],
    [
      'a file is not the one that was built',
      also((req, res, next) => {
        if (req.url === '/icons/maskable.svg') res.end('<svg xmlns="http://www.w3.org/2000/svg"/>');
        else next();
      }),
    ],
  ];
  it.each(TROUBLES)('%s: the app runs as ever, and the state says why', async (_, trouble) => {
    const served = await serveApp(trouble);
    const { page, context, problems } = await openOn(app, served.url + LAB);
    await moving(page);
    await offline(page, 'unavailable');
    expect(await page.locator('.notice').count()).toBe(0);
    expect(await page.evaluate(async () => (await caches.keys()).length)).toBe(0);
    expect(problems).toEqual([]);
    await context.close();
    await served.stop();
  });
});

describe('inside another page', () => {
  it.each([
    ['an ordinary page', {}],
    [
      'an isolated page',
      { 'Cross-Origin-Opener-Policy': 'same-origin', 'Cross-Origin-Embedder-Policy': 'require-corp' } as Record<string, string>,
    ],
  ])('of another site, %s, the app moves and keeps nothing', async (_, headers) => {
    const html = `<!doctype html><title>Lecture notes</title><iframe width="900" height="700" src="${app.url}${LAB}"></iframe>`;
    const foreign: Server = createServer((_req, res) => {
      for (const [name, value] of Object.entries(headers)) res.setHeader(name, value);
      res.setHeader('content-type', 'text/html').end(html);
    });
    await new Promise<void>((resolve) => foreign.listen(0, 'localhost', resolve));
    const { page, context, problems } = await openOn(app, `http://localhost:${(foreign.address() as AddressInfo).port}/`);
    const frame = page.frames().find((one) => one.url().startsWith(app.url))!;
    await frame.waitForSelector('[data-ready=yes]', { timeout: 30_000 });
    await moving(frame);
    await frame.waitForSelector('html[data-offline=unavailable]');
    expect(context.serviceWorkers()).toEqual([]);
    expect(problems).toEqual([]);
    expect(reports).toEqual([]);
    await context.close();
    foreign.close();
    foreign.closeAllConnections();
  });
});
