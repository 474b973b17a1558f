import '../../kernels/bundled';
import { expose } from 'comlink';
import type { Engine, EngineId, OptimiserState } from '../../training/engine';
import { chooseEngine, type EngineTrial, giveBack } from '../../training/engines/choose';
import { createSizeCheck, type SizeCheck } from '../../training/engines/selfCheck';
import { phaseAt } from '../../training/recipe';
import { type RunControls, type RunEvent, type StartState, settingsFor, startState, trainingRun } from '../../training/run';
import { targetSource } from '../../training/targets';
import { yieldToEventLoop } from '../yieldToEventLoop';
import type { TrainingApi, TrainingEnvelope, TrainingMessage, TrainingRequest } from './protocol';
import { openHelpers } from './threads';

/** Full states are sent this often, so that nothing older is lost if the worker dies. */
const STATE_EVERY_MS = 2000;
/** Number of updates between the copies to which a run returns when its engine fails. */
const SAFE_EVERY = 10;

const post = (training: TrainingMessage): void => self.postMessage({ training } satisfies TrainingEnvelope);

interface Session {
  request: TrainingRequest;
  controls: RunControls;
  /** How many updates may still be made; Infinity while running. */
  allowance: number;
  stopped: boolean;
  wake: () => void;
}

let session: Session | undefined;

async function rest(now: Session, engine: Engine): Promise<void> {
  post({ kind: 'state', state: await engine.readState() });
  post({ kind: 'paused' });
  while (now.allowance <= 0 && !now.stopped) await new Promise<void>((resolve) => (now.wake = resolve));
  if (!now.stopped) post({ kind: 'resumed' });
}

/** What carries over from one engine to the next when the first one breaks. */
interface Progress {
  safe: OptimiserState | undefined;
  trainedMs: number;
  lastState: number;
}

/** Drives one engine until the run ends. */
async function drive(now: Session, engine: Engine, progress: Progress, start: StartState, sizes: SizeCheck): Promise<void> {
  const { request } = now;
  const from = progress.safe ? { resume: progress.safe } : { start };
  const run = trainingRun({ ...request, ...from, engine, controls: now.controls });
  for (;;) {
    if (now.allowance <= 0 && !now.stopped) await rest(now, engine);
    if (now.stopped) break;
    const began = performance.now();
    const { value, done } = await run.next();
    progress.trainedMs += performance.now() - began;
    if (done) break;
    if (value.kind === 'phase' && sizes.due(engine, value.phase)) {
      // Kept before it is let go: what a wrong engine did at the sizes before was right.
      progress.safe = await engine.readState();
      await sizes.check(engine, start.shape, value.phase, progress.safe);
    }
    await announce(value, now, engine, progress);
    if (request.minutes !== undefined && progress.trainedMs > request.minutes * 60_000) {
      post({ kind: 'state', state: await engine.readState() });
      post({ kind: 'stopped', reason: 'minutes' });
      return;
    }
    await yieldToEventLoop();
  }
  post({ kind: 'state', state: await engine.readState() });
  if (now.stopped) post({ kind: 'stopped', reason: 'user' });
}

async function announce(event: RunEvent, now: Session, engine: Engine, progress: Progress): Promise<void> {
  const ends = event.kind === 'finished' || event.kind === 'diverged';
  if (event.kind === 'started' && now.request.resumedGain !== undefined) event.gain = now.request.resumedGain;
  if (event.kind === 'update') {
    now.allowance -= 1;
    if (event.update % SAFE_EVERY === 0) progress.safe = await engine.readState();
  }
  if (ends || performance.now() - progress.lastState > STATE_EVERY_MS) {
    progress.lastState = performance.now();
    progress.safe = await engine.readState();
    post({ kind: 'state', state: progress.safe });
  }
  post(event);
}

/** An update as the run is to make them now, for timing engines on. @param reached updates made */
function trialOf({ request, controls }: Session, { shape, state }: StartState, reached: number): EngineTrial {
  const { hmm, recipe, seed } = request;
  const { phase } = phaseAt(recipe, reached);
  const targets = targetSource(hmm, seed, request.windows, recipe.targets).targets(phase, 0);
  return {
    shape,
    state,
    batch: { batch: phase.batch, seqLen: phase.seqLen, targets },
    seed,
    settings: settingsFor(recipe, phase, controls),
    now: () => performance.now(),
  };
}

async function work(now: Session): Promise<void> {
  const start = startState(now.request);
  const broken: EngineId[] = [];
  let { threads } = now.request;
  const progress: Progress = { safe: undefined, trainedMs: 0, lastState: performance.now() };
  const reached = () => progress.safe?.updates ?? now.request.resume?.updates ?? 0;
  for (;;) {
    const trial = trialOf(now, start, reached());
    const { engine, passedOver, timings } = await chooseEngine({
      wanted: now.request.engine,
      except: broken,
      remembered: now.request.remembered,
      trial,
      helpers: openHelpers(threads - 1),
    });
    post({ kind: 'engine', id: engine.id, description: engine.description, passedOver, timings });
    try {
      await drive(now, engine, progress, start, createSizeCheck(trial.batch));
      engine.dispose();
      return;
    } catch (error) {
      const reason = error instanceof Error ? error.message : String(error);
      giveBack(engine);
      // The last resort runs on plain arrays; if that breaks there is nothing to fall back on.
      if (broken.includes(engine.id) || engine.id === 'js') throw error;
      // A native engine gets a second try in one thread: a helper may have died.
      if ((engine.id === 'wasm-simd' || engine.id === 'wasm-relaxed') && threads > 1) threads = 1;
      else broken.push(engine.id);
      post({
        kind: 'engine-lost',
        id: engine.id,
        reason,
        restoredUpdate: reached(),
      });
    }
  }
}

const api: TrainingApi = {
  start(request) {
    if (session) session.stopped = true;
    const now: Session = {
      request,
      controls: { ...request.controls },
      allowance: Number.POSITIVE_INFINITY,
      stopped: false,
      wake: () => {},
    };
    session = now;
    work(now).catch((error: unknown) =>
      post({ kind: 'failed', message: error instanceof Error ? error.message : String(error) }),
    );
  },
  pause() {
    if (session) session.allowance = 0;
  },
  resume() {
    if (!session) return;
    session.allowance = Number.POSITIVE_INFINITY;
    session.controls.reportEvery = undefined;
    session.wake();
  },
  stepOnce() {
    if (!session) return;
    session.allowance = 1;
    session.controls.reportEvery = 1;
    session.wake();
  },
  stop() {
    if (!session) return;
    session.stopped = true;
    session.wake();
  },
  setControls(controls) {
    // The run reads this very object before each update.
    if (session) Object.assign(session.controls, controls);
  },
};

expose(api);
