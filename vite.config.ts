import { availableParallelism } from 'node:os';
import react from '@vitejs/plugin-react';
import { defineConfig } from 'vitest/config';
import { DEVELOPMENT_HEADERS, HEADERS, securityHeaders } from './build-plugins/headers.ts';
import { bundledLicences } from './build-plugins/licences.ts';
import { serviceWorker } from './build-plugins/serviceWorker.ts';
import { svgText } from './build-plugins/svgText.ts';
import { ALONE, IN_EVERY_RUN, pathOf } from './tests/browser-tests.ts';
import LongestFirst from './tests/longest-first.ts';

const licences = bundledLicences();

/** Tests that compute all the time: one on every core. Left to itself, Vitest keeps one core free, which is half of a small machine. */
const computing = { setupFiles: ['tests/kernels.ts'], testTimeout: 60_000, maxWorkers: availableParallelism() };

/** Browser tests, after the others and two at a time: each waits most of the time. */
const browsing = {
  testTimeout: 240_000,
  hookTimeout: 120_000,
  // CI's machine is shared and has no one to look: there a browser test is tried once more, and the end of the run names it.
  retry: process.env.CI ? 1 : 0,
  // How long a poll waits for what a page is to show: a second, the default, is short for two pages drawn in software.
  expect: { poll: { timeout: 20_000 } },
  maxWorkers: 2,
  sequence: { groupOrder: 1 },
};

export default defineConfig({
  base: './',
  plugins: [react(), svgText(), securityHeaders(), licences.page, serviceWorker()],
  worker: { format: 'es', plugins: () => [licences.workers] },
  build: {
    target: 'es2022',
    chunkSizeWarningLimit: 1200,
    assetsInlineLimit: 0,
    modulePreload: { polyfill: false },
    // What the first picture needs is one script: compressed as a whole it is smaller than in thirty parts.
    rolldownOptions: { output: { codeSplitting: { groups: [{ name: 'first', tags: ['$initial'] }] } } },
  },
  server: { headers: DEVELOPMENT_HEADERS },
  preview: { headers: HEADERS, port: 4173 },
  optimizeDeps: { include: ['@tensorflow/tfjs', '@tensorflow/tfjs-backend-webgpu'] },
  test: {
    reporters: ['default', './tests/closing-line-reporter.ts'],
    sequence: { sequencer: LongestFirst },
    projects: [
      {
        extends: true,
        test: { name: 'unit', include: ['tests/unit/**/*.test.ts'], ...computing },
      },
      {
        extends: true,
        test: {
          name: 'component',
          include: ['tests/component/**/*.test.tsx'],
          environment: 'happy-dom',
          // The app is loaded once for all files of a worker: that takes longer than the tests.
          isolate: false,
          ...computing,
          setupFiles: [...computing.setupFiles, 'tests/component/browserParts.ts'],
        },
      },
      {
        extends: true,
        test: { name: 'golden', include: ['tests/golden/*.test.ts'], ...computing },
      },
      {
        extends: true,
        test: { name: 'golden-all', include: ['tests/golden/all/*.test.ts'], ...computing },
      },
      { extends: true, test: { name: 'e2e', include: IN_EVERY_RUN.map(pathOf), ...browsing } },
      {
        extends: true,
        test: { name: 'e2e-all', include: [pathOf('*')], exclude: [...IN_EVERY_RUN, ...ALONE].map(pathOf), ...browsing },
      },
      {
        extends: true,
        test: { name: 'e2e-alone', include: ALONE.map(pathOf), ...browsing, maxWorkers: 1, sequence: { groupOrder: 2 } },
      },
    ],
  },
});
