import type * as TensorFlow from '@tensorflow/tfjs';
import { type Engine, EngineError } from '../../engine';

type Tf = typeof TensorFlow;

/** What is used of the backend that TensorFlow.js keeps to itself. */
interface WebglBackend {
  gpgpu: { gl: WebGL2RenderingContext; itemsToPoll: unknown[] };
}

const LOST = 'the graphics context was lost';

/**
 * The same engine on a WebGL context that may be lost. TensorFlow.js does not look at that: fences of a lost context never pass, so it
 * waits for ever, and what is read back is 0. Here every call fails instead, those under way too.
 */
export function failWhenLost(engine: Engine, tf: Tf): Engine {
  const { gpgpu } = tf.backend() as unknown as WebglBackend;
  const { gl } = gpgpu;
  const lost = new Promise<never>((_, reject) => {
    gl.canvas.addEventListener('webglcontextlost', () => {
      // Nothing is waited for any more.
      gpgpu.itemsToPoll = [];
      reject(new EngineError(LOST));
    });
  });
  // Whoever waits hears of it; without a waiter it is no unhandled rejection.
  lost.catch(() => {});
  const check = () => {
    if (gl.isContextLost()) throw new EngineError(LOST);
  };
  const guard = async <T>(work: () => Promise<T>): Promise<T> => {
    check();
    const answer = await Promise.race([work(), lost]);
    check();
    return answer;
  };
  return {
    ...engine,
    init: (...args) => guard(() => engine.init(...args)),
    step: (...args) => guard(() => engine.step(...args)),
    settle: () => guard(() => engine.settle()),
    lossAndGradient: (...args) => guard(() => engine.lossAndGradient(...args)),
    readState: () => guard(() => engine.readState()),
    writeState: (...args) => guard(() => engine.writeState(...args)),
  };
}

/** Lets a backend begin anew: the one that is there stands on a device or context that was lost. */
export function renewBackend(tf: Tf, name: string): void {
  const factory = tf.findBackendFactory(name);
  try {
    tf.removeBackend(name);
  } catch {
    // It could not be taken down in order; it is out of the registry all the same.
  }
  tf.registerBackend(name, factory);
}
