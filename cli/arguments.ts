import { Command, Option } from 'commander';
import { PAPER_HMM_IDS, type PaperHmmId } from '../src/hmm/models';

/** Exit status after wrong use. */
const WRONG_USE = 2;

/** Ends the program with one sentence. */
export function fail(message: string): never {
  console.error(message);
  process.exit(WRONG_USE);
}

/** Reads a whole number option; ends the program with a sentence if it is wrong. */
export function wholeNumber(name: string, text: string, low: number): number {
  const value = Number(text);
  if (!Number.isInteger(value) || value < low) fail(`--${name} must be a whole number of at least ${low}, got "${text}".`);
  return value;
}

export function presetId(text: string | undefined): PaperHmmId {
  if (!text || !(PAPER_HMM_IDS as string[]).includes(text))
    fail(`--preset must be one of ${PAPER_HMM_IDS.join(', ')}, got "${text ?? ''}".`);
  return text as PaperHmmId;
}

/** One option of a command. */
export interface OptionText {
  /** The placeholder for its value in the help, such as FILE; an option without one is a switch. */
  value?: string;
  help: string;
  default?: string;
}

/** Options that several commands take. */
export const COMMON = {
  seed: { value: 'N', default: '1', help: 'seed of every random draw' },
  folder: { value: 'FOLDER', default: 'public/presets', help: 'folder with the networks and their index.json' },
  preset: { value: 'ID', help: 'the model of the paper the network was made for: chain-2 … chain-5, fully, cyclic' },
  model: { value: 'FILE.json', help: 'any other model, as the app saves it' },
  only: { value: 'ID', help: 'this network alone' },
} as const;

/** The file that a command on one network takes. */
export const NETWORK_FILE = { name: 'FILE', help: 'weights: .safetensors, .pth, .pt, .ckpt, .npz or .json' } as const;

/** The description of a command for `--help`. */
export interface CommandText<T extends Record<string, OptionText>> {
  /** The name after `npm run`. */
  name: string;
  about: string;
  /** Its arguments without a name, such as FILE, and what they are. */
  file?: { name: string; help: string };
  options: T;
  /** What follows the name in examples. */
  examples: readonly string[];
}

/** Text for an option with a value, a boolean for a switch. */
export type OptionValues<T extends Record<string, OptionText>> = {
  [K in keyof T]: T[K] extends { value: string } ? (T[K] extends { default: string } ? string : string | undefined) : boolean;
};

/** The usage line after an error message. */
export const usageOf = ({ name }: { name: string }): string => `npm run ${name} -- --help lists what can be asked for.`;

/** The command line as a program of the commander library. */
function programOf<T extends Record<string, OptionText>>({ name, about, file, options, examples }: CommandText<T>): Command {
  const program = new Command(`npm run ${name} --`).description(about).allowExcessArguments(false);
  if (file) program.argument(`[${file.name}]`, file.help);
  for (const [key, { value, help, default: usual }] of Object.entries(options))
    program.addOption(new Option(value ? `--${key} <${value}>` : `--${key}`, help).default(usual));
  program.addHelpText('after', `\nExamples:\n${examples.map((one) => `  npm run ${name} -- ${one}`.trimEnd()).join('\n')}`);
  return program.helpOption('--help', 'show this text');
}

/**
 * Reads options and files. `--help` prints the whole command. An unknown option ends the program with status 2 and suggests the
 * nearest known one.
 */
export function readOptions<const T extends Record<string, OptionText>>(
  command: CommandText<T>,
  given: readonly string[] = process.argv.slice(2),
): { values: OptionValues<T>; positionals: string[] } {
  const program = programOf(command);
  program.exitOverride(({ exitCode }) => process.exit(exitCode === 0 ? 0 : WRONG_USE));
  program.configureOutput({
    outputError: (text, write) => write(`${text.replace(/^error: (.)/, (_, first: string) => first.toUpperCase())}`),
  });
  program.parse(given, { from: 'user' });
  const found = program.opts<Record<string, string | undefined>>();
  const entries = Object.entries(command.options).map(([key, { value }]) => {
    const own = found[new Option(`--${key}`).attributeName()];
    return [key, value ? own : own !== undefined];
  });
  // The table says which kind of value each key has.
  return { values: Object.fromEntries(entries) as OptionValues<T>, positionals: program.args };
}
