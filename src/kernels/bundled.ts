import { provideKernels } from './bytes';
import { KERNELS_BASE64 } from './kernels.generated';

/** Importing this provides the kernels from the bundle itself. */
provideKernels(Uint8Array.from(atob(KERNELS_BASE64), (character) => character.charCodeAt(0)));
