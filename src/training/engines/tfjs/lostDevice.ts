import type * as TensorFlow from '@tensorflow/tfjs';
import { type Engine, EngineError } from '../../engine';
import { isLost } from '../webgpu/device';

type Tf = typeof TensorFlow;

/** What a backend stands on and may lose. */
export interface Ground {
  /** What the reason says. */
  name: string;
  /** Settles when it is lost. */
  lost: Promise<unknown>;
  /** Whether it is lost, where that is known before the promise settles. */
  isLost?(): boolean;
}

/** What is used of the backends that TensorFlow.js keeps to itself. */
interface WebglBackend {
  gpgpu: { gl: WebGL2RenderingContext; itemsToPoll: unknown[] };
}
interface WebgpuBackend {
  device: GPUDevice;
}

/** How to see that a backend has lost its ground: before it is used again, and while it is used. */
export interface GroundWatch {
  gone(backend: unknown): Promise<boolean>;
  watch(backend: unknown): Ground;
}

export const WEBGL_GROUND: GroundWatch = {
  gone: async (backend) => (backend as WebglBackend).gpgpu.gl.isContextLost(),
  watch(backend) {
    const { gpgpu } = backend as WebglBackend;
    const lost = new Promise<void>((resolve) => {
      gpgpu.gl.canvas.addEventListener('webglcontextlost', () => {
        // Fences of a lost context never pass: nothing is waited for any more.
        gpgpu.itemsToPoll = [];
        resolve();
      });
    });
    return { name: 'the graphics context', lost, isLost: () => gpgpu.gl.isContextLost() };
  },
};

export const WEBGPU_GROUND: GroundWatch = {
  gone: (backend) => isLost((backend as WebgpuBackend).device),
  watch: (backend) => ({ name: 'the graphics device', lost: (backend as WebgpuBackend).device.lost }),
};

/**
 * The same engine on ground that may be lost. TensorFlow.js does not look at that: on a lost WebGL context it waits for ever, and what
 * is read back is 0. Here every call fails instead, those under way too.
 */
export function failWhenLost(engine: Engine, ground: Ground): Engine {
  let gone = false;
  const reason = `${ground.name} was lost`;
  const lost = ground.lost.then(() => {
    gone = true;
    throw new EngineError(reason);
  });
  // Whoever waits hears of it; without a waiter it is no unhandled rejection.
  lost.catch(() => {});
  const check = () => {
    if (gone || ground.isLost?.()) throw new EngineError(reason);
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
