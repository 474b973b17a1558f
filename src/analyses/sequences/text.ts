import type { Orientation, Separator, SequenceReading } from '../../hmm/sequences/reading';
import type { TrainingStatus } from '../../state/training/slice';
import { estimateText } from '../../ui/numbers';
import { duration } from '../../views/training/progress';
import type { FittedPoint } from './compute';

/** Words of the panel that reads sequences. */

export const SEPARATORS: Record<Separator, string> = {
  ',': 'comma',
  ';': 'semicolon',
  '\t': 'tab',
  ' ': 'space',
  '-': 'dash',
};

export const ORIENTATIONS: Record<Orientation, string> = {
  rows: 'each row is a sequence',
  columns: 'each column is a sequence',
  long: 'one label a row, in one column',
  'one-hot': 'one label a row, the column with the 1',
  letters: 'each row is a sequence of letters',
};

export const READING = {
  title: 'How it was read',
  change: 'Read it another way',
  guess: 'as guessed',
  again: 'Back to the guess',
  fit: 'Fit models to these sequences',
  fitHint: 'Models with 1 to 8 hidden states are fitted; nothing is fitted before',
  suggested: (states: number, most: number) =>
    `These sequences suggest ${states} hidden ${states === 1 ? 'state' : 'states'}: with so many, the Bayesian information criterion (BIC) is lowest${states === most ? '. It is the largest number that was tried, so there may be more' : ''}.`,
  failed: 'It could not be read in this way.',
  missing: {
    label: 'missing entries',
    usual: 'empty, NA, N/A, NaN, null, %, *',
    empty: 'empty cells alone',
    own: 'other marks…',
    ownLabel: 'Marks of missing entries, with spaces between them',
  },
};

const count = (n: number, one: string, many: string): string => `${n.toLocaleString('en')} ${n === 1 ? one : many}`;

/** "a table, comma between the cells, first row a header; each row is a sequence" */
export function readAs({ source, separator, header, orientation }: SequenceReading): string {
  if (source === 'json') return 'JSON';
  if (source === 'fasta') return 'FASTA: each letter is a label';
  const cells = separator === undefined ? '' : `, ${SEPARATORS[separator]} between the cells`;
  return `a table${cells}, ${header ? 'the first row is a header' : 'no header'}; ${ORIENTATIONS[orientation]}`;
}

/** Lengths that are listed one by one. */
const LISTED = 8;

/** "lengths 12, 30, 12", or the least, the middle and the greatest of many. */
function lengthsText(lengths: readonly number[]): string {
  if (lengths.length === 1) return `length ${lengths[0]!.toLocaleString('en')}`;
  if (lengths.length <= LISTED) return `lengths ${lengths.join(', ')}`;
  const sorted = lengths.toSorted((a, b) => a - b);
  return `lengths ${sorted[0]} to ${sorted.at(-1)}, median ${sorted[Math.floor(sorted.length / 2)]}`;
}

/** "3 sequences, cut into 15 at 12 missing entries" */
function sequencesText(pieces: number, reading: SequenceReading | undefined): string {
  const missing = reading?.missing.reduce((sum, mark) => sum + mark.count, 0) ?? 0;
  if (!reading || missing === 0 || reading.nWhole === pieces) return count(pieces, 'sequence', 'sequences');
  const column = reading.sequenceColumn === undefined ? undefined : reading.columns[reading.sequenceColumn];
  const by = column ? ` (by “${column.slice(0, 40)}”)` : '';
  const cuts = count(missing, 'missing entry', 'missing entries');
  return `${count(reading.nWhole, 'sequence', 'sequences')}${by}, cut into ${pieces.toLocaleString('en')} at ${cuts}`;
}

/** "3 sequences, 120 labels, lengths 40, 40, 40; 2 different labels" */
export function countsText(lengths: readonly number[], labels: number, reading?: SequenceReading): string {
  const total = lengths.reduce((sum, length) => sum + length, 0);
  return `${sequencesText(lengths.length, reading)}, ${count(total, 'label', 'labels')}, ${lengthsText(lengths)}; ${count(labels, 'different label', 'different labels')}`;
}

/** What the windows are, of which a network is trained. */
export const WINDOWS = {
  cut: (windows: number, length: number, rest: number): string =>
    `${count(windows, 'window', 'windows')} of ${length} labels${rest === 0 ? '' : `; ${count(rest, 'label', 'labels')} at the ends of sequences ${rest === 1 ? 'is' : 'are'} in none`}. The network is trained on two of three windows; the others show how low its loss can become.`,
  few: (least: number): string => `At least ${least} windows are needed`,
  train: (states: number): string => `Train on the sequences (compared with ${states} ${states === 1 ? 'state' : 'states'})`,
  trainHint: 'A fresh network is trained on the windows themselves; the panels and the report compare it with the fitted model',
};

export const STORED = {
  text: 'These sequences are stored in this browser, so they are here again after a reload. They are sent nowhere.',
  remove: 'Remove them',
};

/** "How many states a model has" beside "how much it foresees": what memory is worth in these sequences. */
export function memoryText({ nStates, memory }: Pick<FittedPoint, 'nStates' | 'memory'>): string {
  if (nStates === 1) return 'One hidden state has no memory: each label is drawn independently of those before.';
  const gain = `${estimateText(memory, 3)} nats a label, n = ${memory.n} stretches of the sequences`;
  if (memory.low > 0)
    return `With ${nStates} hidden states the model foresees the next label better than independent draws, by ${gain}.`;
  if (memory.high < 0)
    return `With ${nStates} hidden states the model foresees the next label worse than independent draws: ${gain}.`;
  return `It is undecided whether ${nStates} hidden states foresee the next label better than independent draws: ${gain}.`;
}

const ENDS: Partial<Record<TrainingStatus, string>> = {
  finished: 'The training is finished',
  diverged: 'The training ran into numbers that are not finite',
  failed: 'The training failed',
};

/** The line below the buttons, from the start of a training to its end. */
export const TRAINING_LINE = {
  under: (update: number, total: number, secondsLeft: number | undefined): string =>
    `The network trains: update ${update.toLocaleString('en')} of ${total.toLocaleString('en')}${secondsLeft === undefined ? '' : `, about ${duration(secondsLeft)} left`}.`,
  over: (status: TrainingStatus, update: number): string =>
    `${ENDS[status] ?? 'The training was stopped'} after ${update.toLocaleString('en')} updates.`,
  pause: 'Pause',
  resume: 'Resume',
  report: 'Open the report on this network',
} as const;
