import { excerpt } from '../safetensors';

/** Compares what a file says about its network with the only kind of network that the app runs. */

/** The step that every network is run with. */
export const RUN_AS = 'h ← ReLU(W_hh h + W_in x)';

/** Texts in a file with their keys: metadata, settings of a training script, arrays of a single text. */
export type Said = readonly (readonly [key: string, value: string])[];

const ACTIVATION_KEY =
  /^(?:non_?linearity|nonlin|activation|act|(?:hidden_|rnn_|recurrent_)?(?:activation|act)(?:_?f(?:n|unc|unction))?)$/i;
const KIND_KEY = /^(?:cell|rnn|model|network|net|layer|architecture|arch|mode|type|class)(?:_?(?:type|name|class|kind|mode))?$/i;
const BIAS_KEY = /^(?:use_?|with_?)?bias(?:es)?$/i;
const RELU = /^(?:torch\.|jax\.|tf\.)?(?:nn\.|functional\.|keras\.|activations\.)*relu(?:\(.*\))?$/i;
const OTHER_KIND = /lstm|gru|tanh|sigmoid|softplus|leaky|elman|ctrnn|transformer|mamba/i;
/** Names of numbers that only a network with a leak has. */
const LEAK = /^(?:alpha|tau|leak(?:_?rate)?|decay)$/i;
/** Texts within a JSON text, such as {"nonlinearity": "tanh"} in one entry of the metadata. */
const JSON_PAIR = /"(\w{1,40})"\s*:\s*(?:"([^"]{1,60})"|(true|false))/g;
/** Longer texts are not searched for settings. */
const MAX_TEXT = 20_000;

function settings(said: Said): Said {
  return said.flatMap(([key, value]) => {
    const inside = value.length <= MAX_TEXT && value.trimStart().startsWith('{') ? [...value.matchAll(JSON_PAIR)] : [];
    const pairs = inside.map(([, name = '', text, flag]) => [name, text ?? flag ?? ''] as const);
    return [[key.slice(key.lastIndexOf('.') + 1), value] as const, ...pairs];
  });
}

const otherNumbers = `the app runs ${RUN_AS}, so the network would behave differently here than in training`;

/** The warning about a file that says nothing of its network. */
export const UNSAID = `The file does not say which activation the network has: it will be run as ${RUN_AS}, with the outputs W_out h and no biases.`;

/**
 * Warnings about running the network of a file as the app does. None if the file says that it was written by the app.
 * @param names of all tensors in the file
 * @param unused names of those that are in none of the three matrices
 * @param hasBiases whether there are biases in the file (which are refused unless they are zero)
 */
export function architectureWarnings(
  said: Said,
  names: readonly string[],
  unused: readonly string[],
  hasBiases: boolean,
): string[] {
  if (said.some(([key, value]) => key === 'format' && value === 'noisy-orbits')) return [];
  const warnings: string[] = [];
  let isRelu = false;
  for (const [key, value] of settings(said)) {
    const says = `The file says ${excerpt(key, 40)} = "${excerpt(value.trim(), 40)}"`;
    const activation = ACTIVATION_KEY.test(key);
    if (activation || KIND_KEY.test(key)) {
      if (RELU.test(value.trim()) || /(?:^|_)relu$/i.test(value.trim())) isRelu = true;
      else if (activation || OTHER_KIND.test(value)) warnings.push(`${says}: ${otherNumbers}.`);
    } else if (BIAS_KEY.test(key) && /^true$/i.test(value) && !hasBiases)
      warnings.push(`${says}, but it holds no biases: the app runs the network without any.`);
  }
  const tanh = names.find((name) => /tanh/i.test(name));
  if (tanh !== undefined) warnings.push(`The name "${excerpt(tanh)}" says tanh: ${otherNumbers}.`);
  const leak = names.find((name) => LEAK.test(name));
  if (leak !== undefined)
    warnings.push(`The name "${excerpt(leak)}" looks like that of a leak or time constant: the app has none, it runs ${RUN_AS}.`);
  const layer = unused.find((name) => /\.(?:weight|bias)$/i.test(name));
  if (layer !== undefined)
    warnings.push(
      `"${excerpt(layer)}" belongs to a layer that the app does not run, so the network would behave differently here than in training.`,
    );
  const different = [...new Set(warnings)].slice(0, 6);
  return different.length > 0 || isRelu ? different : [UNSAID];
}

const WEIGHT_NORM = 'torch.nn.utils.remove_weight_norm';
const PRUNING = 'torch.nn.utils.prune.remove';
const PARAMETRISATION = 'torch.nn.utils.parametrize.remove_parametrizations';

/** How PyTorch names the parts from which it computes a matrix, and the call that puts the matrix back. */
const PARTS: readonly { pattern: RegExp; what: string; call: string }[] = [
  { pattern: /parametrizations\.([^.]+)\.(?:original\d*|\d.*)$/, what: 'torch.nn.utils.parametrize', call: PARAMETRISATION },
  { pattern: /([^.]+)_mask$/, what: 'pruned', call: PRUNING },
  { pattern: /([^.]+)_g$/, what: 'weight norm', call: WEIGHT_NORM },
  { pattern: /([^.]+)_u$/, what: 'spectral norm', call: 'torch.nn.utils.remove_spectral_norm' },
];

/** A matrix of which the file holds only the parts. */
export interface Reparametrised {
  /** Its name without the parts. */
  matrix: string;
  what: string;
  /** What to call, with the name of the parameter. */
  call: string;
}

/** The matrix that a tensor is a part of; undefined for names of any other form. */
export function reparametrised(name: string): Reparametrised | undefined {
  for (const { pattern, what, call } of PARTS) {
    const parameter = pattern.exec(name)?.[1];
    if (parameter !== undefined)
      return { matrix: name.replace(pattern, parameter), what, call: `${call}(module, "${excerpt(parameter)}")` };
  }
  return undefined;
}
