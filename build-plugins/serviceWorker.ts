import { createHash } from 'node:crypto';
import { readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { build, type Plugin } from 'vite';
import { type OfflineFile, type OfflineFiles, PAGE } from '../src/app/offline/files.ts';
import { HEADERS } from './headers.ts';

const ENTRY = 'src/app/offline/worker.ts';
const OUTPUT = 'sw.js';
/** Shipped networks: kept apart from the app, when there is time. */
const NETWORKS = 'presets/';
const NOT_FOR_THE_PAGE = new Set([OUTPUT, '_headers']);

/** Browsers take the first format of a font that they know, and all that run this app know woff2. */
const isUnusedFont = (name: string, all: ReadonlySet<string>): boolean => {
  const [stem] = name.split(/-[\w-]{8}\.(?:woff|ttf)$/);
  return stem !== name && [...all].some((other) => other.startsWith(`${stem}-`) && other.endsWith('.woff2'));
};

const digest = (bytes: Uint8Array): string => createHash('sha256').update(bytes).digest('base64');

/** Everything in a build that the app may ask for, with hashes. @param folder of the build */
export function listFiles(folder: string): OfflineFiles {
  const names = readdirSync(folder, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => path.relative(folder, path.join(entry.parentPath, entry.name)).split(path.sep).join('/'))
    .sort();
  const all = new Set(names);
  const files = names
    .filter((name) => !NOT_FOR_THE_PAGE.has(name) && !name.endsWith('.map') && !isUnusedFont(name, all))
    .map((name): OfflineFile => {
      const bytes = readFileSync(path.join(folder, name));
      return { url: name === 'index.html' ? PAGE : name, integrity: `sha256-${digest(bytes)}`, bytes: bytes.length };
    });
  const isNetwork = ({ url }: OfflineFile) => url.startsWith(NETWORKS);
  return {
    version: digest(Buffer.from(JSON.stringify(files))).replace(/\W/g, '').slice(0, 12),
    app: files.filter((file) => !isNetwork(file)),
    data: files.filter(isNetwork).sort((a, b) => a.bytes - b.bytes),
    headers: HEADERS,
  };
}

/**
 * Builds the service worker after everything else, with the list of what was built in it. A plain script: not every browser takes
 * a module here.
 */
export const serviceWorker = (): Plugin => {
  let root = '';
  let folder = '';
  return {
    name: 'service-worker',
    apply: 'build',
    configResolved(config) {
      root = config.root;
      folder = path.resolve(root, config.build.outDir);
    },
    writeBundle: {
      order: 'post',
      sequential: true,
      async handler() {
        await build({
          root,
          configFile: false,
          publicDir: false,
          logLevel: 'warn',
          define: { __OFFLINE_FILES__: JSON.stringify(listFiles(folder)) },
          build: {
            outDir: folder,
            emptyOutDir: false,
            target: 'es2022',
            modulePreload: false,
            rollupOptions: { input: path.resolve(root, ENTRY), output: { format: 'iife', entryFileNames: OUTPUT } },
          },
        });
      },
    },
  };
};
