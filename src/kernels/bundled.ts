import { KERNELS_BASE64 } from './kernels.generated';
import { provideKernels } from './module';

/** Importing this provides the kernels from the bundle itself. */
provideKernels(Uint8Array.from(atob(KERNELS_BASE64), (character) => character.charCodeAt(0)));
