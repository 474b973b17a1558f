/** Networks that the app opens and runs: largest H and d, fewest and most K. */
export const NETWORK_LIMITS = { hiddenSize: 512, inputDim: 512, nOutputs: { low: 2, high: 6 } } as const;
