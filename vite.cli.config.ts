import { defineConfig } from 'vite';

/** Bundles the Node command-line tools: they share every numerical module with the browser app. */
export default defineConfig({
  publicDir: false,
  logLevel: 'warn',
  build: {
    ssr: true,
    outDir: 'build/cli',
    target: 'node20',
    rollupOptions: {
      input: {
        train: 'cli/train.ts',
        evaluate: 'cli/evaluate.ts',
        bench: 'cli/bench.ts',
        sweep: 'cli/sweep.ts',
        mechanism: 'cli/mechanism.ts',
        claims: 'cli/claims.ts',
        emergence: 'cli/emergence.ts',
        replication: 'cli/replication.ts',
        story: 'cli/story.ts',
        study: 'cli/study.ts',
        beyond: 'cli/beyond.ts',
      },
    },
  },
});
