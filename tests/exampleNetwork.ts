import { readFileSync } from 'node:fs';
import { readWeights } from '../src/rnn/safetensors';
import type { RnnWeights } from '../src/rnn/weights';

/** A network that tests take as an example; not one that ships (fixtures/networks/README.md). */
export const exampleNetwork = (id: string): RnnWeights =>
  readWeights(readFileSync(`tests/fixtures/networks/${id}.safetensors`)).weights;
