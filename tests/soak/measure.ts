import type { CDPSession, Page } from 'playwright-core';

/** What a page holds and how evenly it moves. */
export interface Sample {
  /** Bytes of JavaScript objects of the page after a collection of garbage. */
  heap: number;
  /** The same of the workers, together. */
  workerHeap: number;
  nodes: number;
  listeners: number;
  workers: number;
  /** Tensors alive in the trainer; undefined while it has not loaded TensorFlow.js. */
  tensors: number | undefined;
  /** Frames since the last sample, the 95 % quantile of their lengths in ms, and the processor time of the page for one of them. */
  frames: number;
  frameP95: number;
  frameMedian: number;
  cpuPerFrame: number;
}

interface FrameLog {
  lengths: number[];
}

/** Begins to measure frames in a page. @returns takes a sample; frames are counted anew after each */
export async function measure(page: Page): Promise<() => Promise<Sample>> {
  const devtools = await page.context().newCDPSession(page);
  // Processor time of the page's own thread: other programs on the machine do not change it.
  await devtools.send('Performance.enable', { timeDomain: 'threadTicks' });
  await page.evaluate(() => {
    const log: FrameLog = { lengths: [] };
    Object.assign(window, { frameLog: log });
    let last: number | undefined;
    const tick = (now: number) => {
      if (last !== undefined) log.lengths.push(now - last);
      last = now;
      requestAnimationFrame(tick);
    };
    requestAnimationFrame(tick);
  });
  let cpu = (await metrics(devtools)).cpu;
  return async () => {
    const lengths = await page.evaluate(() => {
      const log = (window as unknown as { frameLog: FrameLog }).frameLog;
      const taken = log.lengths;
      log.lengths = [];
      return taken;
    });
    const spent = (await metrics(devtools)).cpu - cpu;
    // Twice: what the first collection lets go of may hold more.
    for (let n = 0; n < 2; n++) await devtools.send('HeapProfiler.collectGarbage');
    const { heap, nodes, listeners, cpu: after } = await metrics(devtools);
    cpu = after;
    const sorted = lengths.sort((a, b) => a - b);
    const at = (share: number) => sorted[Math.floor(share * (sorted.length - 1))] ?? Number.NaN;
    return {
      heap,
      nodes,
      listeners,
      ...(await ofWorkers(page)),
      frames: sorted.length,
      frameP95: at(0.95),
      frameMedian: at(0.5),
      cpuPerFrame: (1000 * spent) / Math.max(1, sorted.length),
    };
  };
}

async function metrics(devtools: CDPSession) {
  const { metrics: list } = await devtools.send('Performance.getMetrics');
  const value = (name: string) => list.find((metric) => metric.name === name)!.value;
  return {
    heap: value('JSHeapUsedSize'),
    nodes: value('Nodes'),
    listeners: value('JSEventListeners'),
    cpu: value('TaskDuration'),
  };
}

async function ofWorkers(page: Page): Promise<Pick<Sample, 'workers' | 'workerHeap' | 'tensors'>> {
  const workers = page.workers();
  const answers = await Promise.all(
    workers.map((worker) =>
      worker
        .evaluate(() => {
          const { memory } = performance as unknown as { memory?: { usedJSHeapSize: number } };
          // TensorFlow.js keeps its engine here, for copies of itself to find.
          const engine = (globalThis as unknown as { _tfengine?: { state: { numTensors: number } } })._tfengine;
          return { heap: memory?.usedJSHeapSize ?? 0, tensors: engine?.state.numTensors };
        })
        // One that ended meanwhile holds nothing.
        .catch(() => ({ heap: 0, tensors: undefined })),
    ),
  );
  return {
    workers: workers.length,
    workerHeap: answers.reduce((sum, { heap }) => sum + heap, 0),
    tensors: answers.find(({ tensors }) => tensors !== undefined)?.tensors,
  };
}
