import * as v from 'valibot';
import { safeParse } from 'valibot';
import type { FittedModel, ModelMatch } from '../../analyses/opened/compute';
import { makeHmm, PAPER_HMM_IDS, PAPER_HMMS, type PaperHmmId } from '../../hmm/models';
import { encodeModel, grainedModel } from '../../hmm/modelText';
import { HmmError, type HmmSpec, hmmProblems } from '../../hmm/spec';
import type { BoundednessReport } from '../../rnn/simulate';
import type { RnnWeights } from '../../rnn/weights';

/** A network from a file that waits for its model. */
export interface PendingImport {
  name: string;
  weights: RnnWeights;
  /** The model that the file names, if it names one that fits. */
  hmm?: HmmSpec;
  /** What was left out, transposed or rounded while reading: sentences. */
  notes: readonly string[];
  /** Why it may not behave as it did in training: sentences. */
  warnings: readonly string[];
  /** Whether its runs stay bounded; undefined until they are made. */
  growth?: BoundednessReport;
  /** How well models describe its outputs, by the id of a model of the paper, 'named' or 'file'; 'none' where they cannot be compared. */
  matches?: Readonly<Record<string, ModelMatch | 'none'>>;
  /** A model from a file that was opened for it. */
  modelFile?: { name: string; hmm: HmmSpec };
  /** The model fitted last. */
  fit?: FittedModel;
  /** Why what was asked for last could not be done, a sentence. */
  problem?: string | undefined;
}

/** A weight file that is being read in the background. */
export interface OpeningFile {
  name: string;
  /** 0 … 1 */
  progress: number;
  /** Cancels it; nothing changes then. */
  cancel(): void;
}

const matrix = v.array(v.array(v.number()));
const HmmSchema = v.object({
  name: v.string(),
  topology: v.picklist(['linear-chain', 'fully-connected', 'cyclic', 'custom']),
  nStates: v.number(),
  nOutputs: v.number(),
  startProb: v.array(v.number()),
  transitionMatrix: matrix,
  emissionMatrix: matrix,
});

/** The model on which the file says it was trained, if it says so and the app can show it. */
export function modelOfMetadata(metadata: Readonly<Record<string, string>>): HmmSpec | undefined {
  try {
    const parsed = safeParse(HmmSchema, JSON.parse(metadata.hmm ?? ''));
    if (!parsed.success || hmmProblems(parsed.output).length > 0) return undefined;
    const { nStates, nOutputs } = parsed.output;
    return nStates <= 8 && nOutputs <= 6 ? parsed.output : undefined;
  } catch (error) {
    if (error instanceof SyntaxError || error instanceof HmmError) return undefined;
    throw error;
  }
}

/** The settings that put a model in use: as one of the paper's models if it is one, else as the user's own. */
export function settingsOfModel(hmm: HmmSpec): { model: string; preset?: PaperHmmId } {
  const same = (id: PaperHmmId) => encodeBody(PAPER_HMMS[id]) === encodeBody(hmm);
  const paper = PAPER_HMM_IDS.find(same);
  return paper ? { model: '', preset: paper } : { model: encodeModel(grainedModel(hmm)) };
}

/** A model without its name. */
const encodeBody = (hmm: HmmSpec): string =>
  encodeModel(grainedModel(hmm))
    .slice(1)
    .replace(/~[^~]*$/, '');

/** What the dialog offers for a network from a file, and what it says of one that cannot be compared with any model. */

/** Models that can be offered for a network: all have as many outputs. */
export function offeredModels({ weights, hmm, modelFile }: PendingImport): Record<string, HmmSpec> {
  const paper = PAPER_HMM_IDS.filter((id) => PAPER_HMMS[id].nOutputs === weights.nOutputs).map((id) => [id, PAPER_HMMS[id]]);
  return {
    ...(hmm ? { named: hmm } : {}),
    ...(modelFile ? { file: modelFile.hmm } : {}),
    ...(Object.fromEntries(paper) as Record<string, HmmSpec>),
  };
}

/** The model of a network that emulates none: independent draws in which all outputs are equally likely. */
export const noModel = (nOutputs: number): HmmSpec =>
  makeHmm('No model: all outputs equally likely', 'custom', [[1]], [new Array<number>(nOutputs).fill(1 / nOutputs)]);

/** Says of a network that it grows without bound; undefined for one that stays bounded. */
export function growthSentence(growth: BoundednessReport | undefined): string | undefined {
  if (!growth || growth.bounded) return undefined;
  return `This network grows without bound: within ${growth.divergedAt} steps of a run with noise one of its units passes 10,000. Such a network emulates no hidden Markov model. What is fitted to it or measured on it describes the beginning of its runs at most.`;
}
