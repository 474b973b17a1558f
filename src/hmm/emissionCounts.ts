/** Counts of a stream of emitted outputs. More can be added at any time. */
export interface EmissionCounts {
  nOutputs: number;
  /** Occurrences of each output [K]. */
  outputs: Float64Array;
  /** Successive pairs, row-major from×to [K×K]. */
  pairs: Float64Array;
}

export const emptyCounts = (nOutputs: number): EmissionCounts => ({
  nOutputs,
  outputs: new Float64Array(nOutputs),
  pairs: new Float64Array(nOutputs * nOutputs),
});

/** Counts outputs and successive pairs of sequences, labels row-major [N×T]; pairs never cross a sequence border. */
export function countEmissions(labels: Uint8Array, seqLen: number, nOutputs: number): EmissionCounts {
  const counts = emptyCounts(nOutputs);
  for (let i = 0; i < labels.length; i++) {
    counts.outputs[labels[i]!]!++;
    if (i % seqLen !== 0) counts.pairs[labels[i - 1]! * nOutputs + labels[i]!]!++;
  }
  return counts;
}
