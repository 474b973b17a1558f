let provided: Uint8Array<ArrayBuffer> | undefined;

/** Gives this thread the bytes of the kernels. A page fetches them as a file; workers, the command line and tests import `bundled`. */
export function provideKernels(bytes: Uint8Array<ArrayBuffer>): void {
  provided = bytes;
}

/** @throws Error when none were provided: that is a mistake in the program, not in the browser */
export function kernelBytes(): Uint8Array<ArrayBuffer> {
  if (!provided) throw new Error('The kernels were used before their bytes were provided.');
  return provided;
}
