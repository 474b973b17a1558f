import { finish } from '../../math/progress';
import type { ReadWeights } from '../../rnn/weightFiles';
import type { Pool } from '../../workers/pool/pool';
import { readWeightsRequest } from '../../workers/pool/protocol';
import type { AppStore } from '../store';

/** Larger files are read in a worker, because the page would freeze. */
const BACKGROUND_BYTES = 2 ** 20;

/**
 * The network in a file.
 * @returns undefined when it was cancelled
 */
export async function readWeightFile(store: AppStore, pool: Pool, file: File): Promise<ReadWeights | undefined> {
  const bytes = new Uint8Array(await file.arrayBuffer());
  if (bytes.length > BACKGROUND_BYTES) return readInBackground(store, pool, file.name, bytes);
  const { weightFileOrReason } = await import('../../rnn/weightFiles');
  return finish(weightFileOrReason(file.name, bytes));
}

/**
 * Reads a large file in a worker, which can be cancelled.
 * @returns undefined when it was cancelled
 */
async function readInBackground(
  store: AppStore,
  pool: Pool,
  name: string,
  bytes: Uint8Array<ArrayBuffer>,
): Promise<ReadWeights | undefined> {
  store.getState().openingFile?.cancel();
  const given = new AbortController();
  const opening = { name, progress: 0, cancel: () => given.abort() };
  store.setState({ openingFile: opening });
  const answer = await pool.run(readWeightsRequest({ name, bytes }), {
    priority: 'asked',
    signal: given.signal,
    transfer: [bytes.buffer],
    onProgress: (progress) => store.setState({ openingFile: { ...opening, progress } }),
  });
  if (store.getState().openingFile?.cancel === opening.cancel) store.setState({ openingFile: undefined });
  if (answer.ok) return answer.value;
  return answer.code === 'superseded' ? undefined : { ok: false, message: `${answer.message}.` };
}
