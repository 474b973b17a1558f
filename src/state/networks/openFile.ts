import { modelFromFile } from '../../hmm/modelJson';
import { OUTPUT_LIMITS, STATE_LIMITS } from '../../hmm/modelText';
import { parseSequenceFile } from '../../hmm/sequences/parse';
import { SequenceError } from '../../hmm/sequences/reading';
import { HmmError, type HmmSpec } from '../../hmm/spec';
import { finish } from '../../math/progress';
import { decodeText } from '../../math/textEncoding';
import { weightFileOrReason } from '../../rnn/weightFiles';
import { notify } from '../page/slice';
import type { Bringing } from './adoptModel';
import type { SequenceActions } from './importSequences';
import { modelOfMetadata, settingsOfModel } from './pendingImport';

/** A file of any kind that the app takes, wherever it was opened or dropped: a network, sequences or a model. */

/** Endings of text with sequences, and of spreadsheets, of which the reader of sequences says how to save them. */
const SEQUENCE_ENDINGS = /\.(?:csv|tsv|tab|txt|dat|fa|fasta|fna|faa|xlsx?|xlsm|ods|numbers)$/i;
const WEIGHT_ENDINGS = /\.(?:safetensors|pth?|ckpt|bin|npz|npy|zip|pkl|pickle|h5|hdf5|keras|t?gz)$/i;
/** Larger JSON files are networks: they are read in the background. */
const MAX_JSON = 2 ** 20;
/** So many bytes show whether a file is text. */
const SHOWING = 512;

export type FileContent = { kind: 'weights' } | { kind: 'sequences' } | { kind: 'model'; hmm: HmmSpec };

/** The model in a file, if the page can show it. @throws HmmError with a sentence */
function shownModel(bytes: Uint8Array): HmmSpec {
  const hmm = modelFromFile(bytes);
  const { nStates, nOutputs } = hmm;
  if (nStates > STATE_LIMITS.high || nOutputs > OUTPUT_LIMITS.high)
    throw new HmmError(
      `The model has ${nStates} hidden states and ${nOutputs} outputs; at most ${STATE_LIMITS.high} and ${OUTPUT_LIMITS.high} can be shown.`,
    );
  return hmm;
}

/** The model in a JSON file, or the one that a weight file of the app names. @throws HmmError with a sentence */
export async function modelInFile(file: File): Promise<HmmSpec> {
  const bytes = new Uint8Array(await file.arrayBuffer());
  const network = finish(weightFileOrReason(file.name, bytes));
  return (network.ok ? modelOfMetadata(network.file.metadata) : undefined) ?? shownModel(bytes);
}

/** What a JSON text holds: the three matrices of a network, a model, or else sequences. */
function contentOfJson(name: string, bytes: Uint8Array): FileContent {
  if (finish(weightFileOrReason(name, bytes)).ok) return { kind: 'weights' };
  const text = decodeText(bytes).text;
  if (/"(?:transmat_|transitionMatrix)"/.test(text)) {
    return { kind: 'model', hmm: shownModel(bytes) };
  }
  try {
    parseSequenceFile(bytes);
    return { kind: 'sequences' };
  } catch (error) {
    if (!(error instanceof SequenceError)) throw error;
    // Names of matrices say which of the two readers should say what is wrong.
    return { kind: /"[^"]*(?:weight|W_|w_|hh|ih)[^"]*"\s*:\s*\[/.test(text.slice(0, 20_000)) ? 'weights' : 'sequences' };
  }
}

/** Whether the beginning of a file is text. */
const isText = (bytes: Uint8Array): boolean =>
  bytes.length > 0 && bytes.every((byte) => byte >= 0x20 || [0x09, 0x0a, 0x0d].includes(byte));

/**
 * What a file holds, by its ending and its content.
 * @throws HmmError for a model that cannot be used
 */
export async function contentOf(file: Pick<File, 'name' | 'size' | 'slice'>): Promise<FileContent> {
  const { name, size } = file;
  if (SEQUENCE_ENDINGS.test(name)) return { kind: 'sequences' };
  const bytesUpTo = async (end: number) => new Uint8Array(await file.slice(0, end).arrayBuffer());
  if (/\.json$/i.test(name)) return size > MAX_JSON ? { kind: 'weights' } : contentOfJson(name, await bytesUpTo(size));
  return { kind: !WEIGHT_ENDINGS.test(name) && isText(await bytesUpTo(SHOWING)) ? 'sequences' : 'weights' };
}

/** Opens a file of any kind: a network asks for its model, sequences come to their panel in the lab, a model comes into use. */
export async function openFile(
  { store, apply }: Bringing,
  { sequences, openWeights }: { sequences: Pick<SequenceActions, 'openFile'>; openWeights(file: File): Promise<void> },
  file: File,
): Promise<void> {
  try {
    const content = await contentOf(file);
    if (content.kind === 'weights') return await openWeights(file);
    if (content.kind === 'sequences') {
      apply({ view: 'lab', panel: 'sequences' });
      return await sequences.openFile(file);
    }
    apply({ view: 'lab', panel: 'editor', network: 'trained', moment: -1, ...settingsOfModel(content.hmm) });
    notify(store, 'info', `The model of ${file.name} is in use. Press T to train a network on it.`);
  } catch (error) {
    if (!(error instanceof HmmError)) throw error;
    notify(store, 'error', `${file.name} was not opened: ${error.message} What is shown stays as it was.`);
  }
}
