import { excerpt, WeightFileError } from '../safetensors';
import { NETWORK_LIMITS, type RnnWeights } from '../weights';
import { architectureWarnings, RUN_AS, reparametrised, type Said } from './architecture';
import { entryCount, isNumberType } from './numbers';

/** Turns the named tensors of any kind of file into a network, and back. */

export interface NamedTensor {
  name: string;
  /** How the entries were written: a `NumberType`, "decimal", or any other type, which `read` refuses */
  dtype: string;
  shape: readonly number[];
  /** Row-major entries; called only once the shape is known to fit */
  read: () => Float32Array;
  /** Its content, if it is a single text. */
  text?: string;
}

/** What a reader of one format finds in a file. */
export interface TensorSource {
  tensors: NamedTensor[];
  metadata: Record<string, string>;
  /** Names of what else the file holds: counters, texts, the state of an optimiser. */
  others?: readonly string[];
  /** Texts, beside the metadata, that may say what kind of network it is */
  said?: Said;
  notes: string[];
}

const MAX_BIAS_ENTRIES = 4096;
/**
 * Each bias is read to check that it is zero, and a pickle can name one tensor a million times. So the number of tensors is
 * limited.
 */
const MAX_TENSORS = 1024;
const MAX_NOTES = 8;

type Role = 'input' | 'recurrent' | 'readout';

/** Names as the reference code saves them: what is written, and what a sentence asks for. */
const TENSOR_NAMES: Record<Role, string> = {
  input: 'rnn.weight_ih_l0',
  recurrent: 'rnn.weight_hh_l0',
  readout: 'fc.weight',
};

/** Prefixes that wrappers put before a name. They are removed, however often they occur, before a name is looked up. */
const PREFIXES = ['module.', 'model.', 'state_dict.', 'model_state_dict.', '_orig_mod.', 'network.', 'net.', 'rnn.', 'cell.'];

/** Known names of each matrix (lower case, without prefix). */
const ALIASES: Record<Role, readonly string[]> = {
  input: ['weight_ih_l0', 'weight_ih', 'w_ih', 'w_in', 'w_input', 'input_weights', 'inputweights', 'input.weight', 'i2h.weight'],
  recurrent: [
    'weight_hh_l0',
    'weight_hh',
    'w_hh',
    'w_rec',
    'recurrent_weights',
    'recurrentweights',
    'recurrent.weight',
    'h2h.weight',
  ],
  readout: [
    ...['fc', 'readout', 'out', 'output', 'linear', 'decoder', 'h2o'].map((layer) => `${layer}.weight`),
    ...['w_out', 'w_output', 'readout_weights', 'readoutweights', 'output_weights', 'fc_weight'],
  ],
};
const ROLE_OF = new Map(
  (Object.keys(ALIASES) as Role[]).flatMap((role) => ALIASES[role].map((alias): [string, Role] => [alias, role])),
);
const BIAS = /(?:^|[._])(?:bias|b_)/;
/** Layers of the network. Biases of other layers do not matter. */
const OWN_LAYERS = new Set(
  Object.values(ALIASES).flatMap((aliases) => aliases.map((alias) => /^(.*)\.weight$/.exec(alias)?.[1])),
);
const OTHER_CELL = /(?:^|[._])(lstm|gru)[^.]*\.(?:.*\.)?weight_[ih]h/;
const LAYER = /^(?:weight|bias)_(?:ih|hh|hr)_l(\d+)(_reverse)?$/;

/** The name without wrappers, in lower case. */
function plainName(name: string): string {
  let plain = name.toLowerCase();
  for (let prefix: string | undefined = ''; prefix !== undefined; ) {
    plain = plain.slice(prefix.length);
    prefix = PREFIXES.find((candidate) => plain.startsWith(candidate));
  }
  return plain;
}

/** Whether it is a bias of the network's own three matrices. */
function isOwnBias(plain: string): boolean {
  const layer = /^(.+)\.[^.]*$/.exec(plain)?.[1];
  return BIAS.test(plain) && (layer === undefined || OWN_LAYERS.has(layer));
}

/** At most eight names, quoted and cut to a readable length. */
const quoted = (names: readonly string[]): string =>
  names
    .slice(0, 8)
    .map((name) => `"${excerpt(name)}"`)
    .join(', ') + (names.length > 8 ? ` and ${names.length - 8} more` : '');

interface SortedTensors {
  matrices: Record<Role, NamedTensor>;
  biases: NamedTensor[];
  unused: string[];
}

function sortTensors(tensors: readonly NamedTensor[]): SortedTensors {
  const found: Partial<Record<Role, NamedTensor>> = {};
  const sorted = { biases: [] as NamedTensor[], unused: [] as string[] };
  for (const tensor of tensors) {
    const plain = plainName(tensor.name);
    const cell = OTHER_CELL.exec(tensor.name.toLowerCase())?.[1];
    if (cell)
      throw new WeightFileError(
        `Tensor ${quoted([tensor.name])} is of a network of another kind (${cell.toUpperCase()}); the app runs ${RUN_AS}: train with torch.nn.RNN(…, nonlinearity="relu", bias=False).`,
      );
    const layer = LAYER.exec(plain);
    if (layer && (Number(layer[1]) > 0 || layer[2]))
      throw new WeightFileError(
        `Tensor ${quoted([tensor.name])} belongs to a second ${layer[2] ? 'direction' : 'layer'}; this model has one layer running forwards: train with num_layers=1, bidirectional=False.`,
      );
    const role = ROLE_OF.get(plain);
    const rival = role && found[role];
    if (rival)
      throw new WeightFileError(
        `Tensors ${quoted([rival.name, tensor.name])} could both be the ${role} matrix: keep one of them in the file.`,
      );
    if (role) found[role] = tensor;
    else if (isOwnBias(plain) && isNumbers(tensor)) sorted.biases.push(tensor);
    else sorted.unused.push(tensor.name);
  }
  for (const role of Object.keys(ALIASES) as Role[]) if (!found[role]) throw missing(role, tensors);
  return { matrices: found as Record<Role, NamedTensor>, ...sorted };
}

const isNumbers = ({ dtype }: NamedTensor): boolean => dtype === 'decimal' || isNumberType(dtype);

/** The reason why a matrix is missing: the file holds only its parts, or it is quantised, or it does not exist. */
function missing(role: Role, tensors: readonly NamedTensor[]): WeightFileError {
  for (const { name } of tensors) {
    const parts = reparametrised(name);
    if (parts && ROLE_OF.get(plainName(parts.matrix)) === role)
      return new WeightFileError(
        `The ${role} matrix is reparametrised (${parts.what}), it stands as parts such as ${quoted([name])}: call ${parts.call} and save again.`,
      );
  }
  if (tensors.some(({ name }) => /_packed_params|\.zero_point$|_zero_point$|qweight$/.test(name)))
    return new WeightFileError(
      `The file has no ${role} matrix, but parts of a quantised one: the network is quantised: call .dequantize() and save again.`,
    );
  return new WeightFileError(
    `The file has no ${role} matrix "${TENSOR_NAMES[role]}" (it has ${quoted(tensors.map((tensor) => tensor.name)) || 'no tensors'}): save it under that name.`,
  );
}

/** Notes on biases that are all zero. @throws WeightFileError on any other */
function checkBiases(biases: readonly NamedTensor[]): string[] {
  for (const bias of biases) {
    const size = entryCount(bias.shape);
    if (!(size <= MAX_BIAS_ENTRIES))
      throw new WeightFileError(
        `Bias ${quoted([bias.name])} has ${size} entries; the model has no biases: train with bias=False.`,
      );
    const values = bias.read();
    const index = values.findIndex((value) => value !== 0);
    if (index >= 0)
      throw new WeightFileError(
        `Bias ${quoted([bias.name])} holds ${values[index]} at entry ${index}; the model has no biases: train with bias=False, in torch.nn.RNN(…, nonlinearity="relu", bias=False) and in torch.nn.Linear.`,
      );
  }
  const notes = biases.slice(0, MAX_NOTES).map(({ name }) => `Bias ${quoted([name])} is all zero, so it changes nothing.`);
  const rest = biases.length - notes.length;
  return rest > 0 ? [...notes, `${rest} more biases are zero as well.`] : notes;
}

/** Hidden units of the recurrent matrix. @throws WeightFileError when it is not square, or of another kind of network */
function hiddenSizeOf(recurrent: NamedTensor): number {
  const [rows, columns] = recurrent.shape as [number, number];
  const gated = [3, 4].includes(rows / columns) ? ` (${rows / columns} gates a unit, as a GRU or LSTM has)` : '';
  if (rows !== columns)
    throw new WeightFileError(
      `Tensor ${quoted([recurrent.name])} has shape [${rows}, ${columns}]${gated}; a plain RNN has a square recurrent matrix [H, H].`,
    );
  if (rows < 1 || rows > NETWORK_LIMITS.hiddenSize)
    throw new WeightFileError(
      `Tensor ${quoted([recurrent.name])} has ${rows} hidden units; 1 to ${NETWORK_LIMITS.hiddenSize} can be run.`,
    );
  return rows;
}

/** Whether a matrix is stored as in PyTorch ([to, from]); 'either' when it is square and cannot tell. */
function orientation(tensor: NamedTensor, hiddenAxis: 0 | 1, hiddenSize: number): 'stored' | 'transposed' | 'either' {
  const hiddenAxes = tensor.shape.map((length) => length === hiddenSize);
  if (hiddenAxes[0] && hiddenAxes[1]) return 'either';
  if (hiddenAxes[hiddenAxis]) return 'stored';
  if (hiddenAxes[1 - hiddenAxis]) return 'transposed';
  const expected = hiddenAxis === 0 ? `[${hiddenSize}, d]` : `[K, ${hiddenSize}]`;
  throw new WeightFileError(
    `Tensor ${quoted([tensor.name])} has shape [${tensor.shape.join(', ')}], which does not fit ${hiddenSize} hidden units: ${expected} is needed.`,
  );
}

/**
 * Which matrices to transpose. If input and read-out are both transposed, the network computes h·W, so the recurrent matrix is
 * transposed too.
 */
function orientations(matrices: Record<Role, NamedTensor>, hiddenSize: number): { transposed: Set<Role>; notes: string[] } {
  const input = orientation(matrices.input, 0, hiddenSize);
  const readout = orientation(matrices.readout, 1, hiddenSize);
  const turned = (['input', 'readout'] as const).filter((role) => ({ input, readout })[role] === 'transposed');
  if (turned.length === 0) return { transposed: new Set(), notes: [] };
  const names = quoted(turned.map((role) => matrices[role].name));
  if (input === 'either' || readout === 'either')
    throw new WeightFileError(
      `${names} is transposed, and the other matrix is square, so its direction cannot be told: save all as PyTorch does, [H, d] and [K, H].`,
    );
  if (turned.length === 1)
    return {
      transposed: new Set(turned),
      notes: [`${names} was transposed to fit; the recurrent matrix was taken as it is, [to, from].`],
    };
  return {
    transposed: new Set<Role>([...turned, 'recurrent']),
    notes: [`${names} are stored for row vectors (h·W), so all three matrices were transposed, the recurrent one too.`],
  };
}

/**
 * Entries of a [rows×columns] tensor, transposed if asked.
 * @throws WeightFileError naming the first entry that is not finite
 */
function readMatrix({ name, shape, read }: NamedTensor, transposed: boolean): Float32Array {
  const values = read();
  const [rows, columns] = shape as [number, number];
  const index = values.findIndex((value) => !Number.isFinite(value));
  if (index >= 0)
    throw new WeightFileError(
      `Tensor ${quoted([name])} holds ${values[index]} at entry ${index} (row ${Math.floor(index / columns)}, column ${index % columns}); such a network cannot be run: use an earlier checkpoint.`,
    );
  if (!transposed) return values;
  return Float32Array.from(values, (_, at) => values[(at % rows) * columns + Math.floor(at / rows)]!);
}

/** A network, and sentences on how it was read. */
export interface ReadNetwork {
  weights: RnnWeights;
  /** What was left out, transposed or rounded. */
  notes: string[];
  /** Why its numbers may not be those of the network that was trained */
  warnings: string[];
}

/** The network that the tensors describe. @throws WeightFileError */
export function networkFromTensors(
  tensors: readonly NamedTensor[],
  { others = [], said = [] }: { others?: readonly string[]; said?: Said } = {},
): ReadNetwork {
  if (tensors.length > MAX_TENSORS)
    throw new WeightFileError(
      `The file has ${tensors.length} tensors; a network of this kind has three, and at most ${MAX_TENSORS} are read.`,
    );
  const { matrices, biases, unused } = sortTensors(tensors);
  for (const { name, shape } of Object.values(matrices))
    if (shape.length !== 2)
      throw new WeightFileError(
        `Tensor ${quoted([name])} has ${shape.length} dimensions; a matrix has 2: reshape it and save again.`,
      );
  const hiddenSize = hiddenSizeOf(matrices.recurrent);
  const { transposed, notes } = orientations(matrices, hiddenSize);
  const inputDim = matrices.input.shape[transposed.has('input') ? 0 : 1]!;
  const nOutputs = matrices.readout.shape[transposed.has('readout') ? 1 : 0]!;
  if (inputDim < 1 || inputDim > NETWORK_LIMITS.inputDim)
    throw new WeightFileError(
      `Tensor ${quoted([matrices.input.name])} has ${inputDim} inputs; 1 to ${NETWORK_LIMITS.inputDim} can be run.`,
    );
  if (nOutputs < NETWORK_LIMITS.nOutputs.low || nOutputs > NETWORK_LIMITS.nOutputs.high)
    throw new WeightFileError(
      `Tensor ${quoted([matrices.readout.name])} has ${nOutputs} outputs; ${NETWORK_LIMITS.nOutputs.low} to ${NETWORK_LIMITS.nOutputs.high} can be shown.`,
    );
  notes.push(...checkBiases(biases));
  const left = [...unused, ...others];
  if (left.length > 0) notes.push(`Not used: ${quoted(left)}.`);
  if (Object.values(matrices).some(({ dtype }) => dtype === 'float64'))
    notes.push('The float64 weights were rounded to float32.');
  const weights: RnnWeights = {
    hiddenSize,
    inputDim,
    nOutputs,
    inputWeights: readMatrix(matrices.input, transposed.has('input')),
    recurrentWeights: readMatrix(matrices.recurrent, transposed.has('recurrent')),
    readoutWeights: readMatrix(matrices.readout, transposed.has('readout')),
  };
  const names = tensors.map(({ name }) => name);
  return { weights, notes, warnings: architectureWarnings(said, names, unused, biases.length > 0) };
}

/** The three tensors of a network under the names of the reference code. */
export const tensorsOfNetwork = (weights: RnnWeights): { name: string; shape: [number, number]; data: Float32Array }[] => [
  { name: TENSOR_NAMES.input, shape: [weights.hiddenSize, weights.inputDim], data: weights.inputWeights },
  { name: TENSOR_NAMES.recurrent, shape: [weights.hiddenSize, weights.hiddenSize], data: weights.recurrentWeights },
  { name: TENSOR_NAMES.readout, shape: [weights.nOutputs, weights.hiddenSize], data: weights.readoutWeights },
];
