import '../../kernels/bundled';
import { expose } from 'comlink';
import { runClaims } from '../../claims';
import { releaseCallback } from '../releaseCallback';
import { yieldToEventLoop } from '../yieldToEventLoop';
import type { ClaimsApi } from './protocol';

/** Milliseconds of work between two looks at the message queue. */
const YIELD_EVERY_MS = 60;

let newest = 0;

async function work(...[input, onEvent]: Parameters<ClaimsApi['run']>): Promise<void> {
  const own = ++newest;
  const report = runClaims(input);
  let last = performance.now();
  for (const { progress, result } of report) {
    if (result) onEvent({ kind: 'result', result });
    else if (performance.now() - last < YIELD_EVERY_MS) continue;
    onEvent({ kind: 'progress', share: progress });
    await yieldToEventLoop();
    last = performance.now();
    if (own !== newest) return;
  }
}

const api: ClaimsApi = {
  async run(input, onEvent) {
    try {
      await work(input, onEvent);
    } finally {
      releaseCallback(onEvent);
    }
  },
};

expose(api);
