import { provideKernels } from '../kernels/bytes';
import file from '../kernels/kernels.wasm?url';

/** Fetches the kernels beside everything else the first picture needs; where that fails they come as a script. */
export async function fetchKernels(): Promise<void> {
  try {
    const response = await fetch(file);
    if (!response.ok) throw new Error(`${response.status}`);
    provideKernels(new Uint8Array(await response.arrayBuffer()));
  } catch {
    await import('../kernels/bundled');
  }
}
