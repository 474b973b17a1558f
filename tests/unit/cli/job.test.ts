import { mkdtempSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, describe, expect, it, vi } from 'vitest';
import { readJob } from '../../../cli/training/job';
import { writeWeightFile } from '../../../src/rnn/weightFiles';
import { initialWeights } from '../../../src/rnn/weights';

const folder = mkdtempSync(join(tmpdir(), 'job-'));
const weights = initialWeights({ hiddenSize: 6, inputDim: 3, nOutputs: 3 }, 4);
const file = join(folder, 'mine.pth');
writeFileSync(file, writeWeightFile('pth', weights, {}));

/** What the program reads from its arguments, or the sentence that it ends with. */
function ask(...args: string[]) {
  const argv = process.argv;
  process.argv = [argv[0]!, 'train.js', ...args];
  const said: string[] = [];
  vi.spyOn(console, 'error').mockImplementation((text) => void said.push(String(text)));
  vi.spyOn(process, 'exit').mockImplementation((code) => {
    throw new Error(`exit ${code}: ${said.join('\n')}`);
  });
  try {
    return readJob().job;
  } finally {
    process.argv = argv;
  }
}

afterEach(() => vi.restoreAllMocks());

describe('a training that begins from a file', () => {
  it('takes weights and size from it, and is named after it', () => {
    const job = ask('--preset', 'chain-2', '--from', file);
    expect(job.from).toEqual(weights);
    expect(job.recipe).toMatchObject({ hiddenSize: 6, inputDim: 3, initialGain: 1, readoutGain: 1 });
    expect(job).toMatchObject({ id: 'chain-2-from-mine', recipeName: 'live-from-mine', gain: 1 });
  });

  it('is refused with a sentence where the sizes do not fit', () => {
    expect(() => ask('--preset', 'chain-2', '--from', file, '--hidden', '8')).toThrow(
      /exit 2: --from takes the size of its network/,
    );
    const model = join(folder, 'two.json');
    writeFileSync(model, '{"startProb":[1,0],"transitionMatrix":[[0.9,0.1],[0.1,0.9]],"emissionMatrix":[[0.9,0.1],[0.1,0.9]]}');
    expect(() => ask('--model', model, '--from', file)).toThrow(/the network has 3 outputs, the model “.*” has 2/);
    expect(() => ask('--preset', 'chain-2', '--from', join(folder, 'none.pth'))).toThrow(/No such file/);
  });
});
