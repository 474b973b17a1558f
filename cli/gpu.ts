import { EngineError } from '../src/training/engine';

/** What the npm package of Dawn, Chromium's WebGPU, exports. It is installed by whoever wants it: it weighs 130 MB. */
interface Dawn {
  create(options: string[]): GPU;
  globals: Record<string, unknown>;
}
/** Not a literal, so that nothing is bundled and the package does not have to be there. */
const DAWN: string = 'webgpu';

/**
 * Puts WebGPU where browsers have it.
 * @param from the package, or the address of a module that exports the same
 * @throws EngineError where the package is missing, with the line that installs it, or does not start
 */
export async function provideWebgpu(from = DAWN): Promise<void> {
  let dawn: Dawn;
  try {
    dawn = (await import(/* @vite-ignore */ from)) as Dawn;
  } catch (error) {
    const missing = (error as NodeJS.ErrnoException).code === 'ERR_MODULE_NOT_FOUND';
    if (missing)
      throw new EngineError('WebGPU in Node needs a package of 130 MB that is not installed: npm install --no-save webgpu');
    throw new EngineError(`the package webgpu does not start here: ${error instanceof Error ? error.message : String(error)}`);
  }
  Object.assign(globalThis, dawn.globals);
  // Node 20 has no navigator, and that of later ones cannot be written to.
  Object.defineProperty(globalThis, 'navigator', { value: { gpu: dawn.create([]) }, configurable: true });
}
