import { safeParse } from 'valibot';
import { runId, type StudyFile, StudyFileSchema, type StudyModel, type StudyResult } from '../../claims/study';
import { PAPER_HMMS } from '../../hmm/models';
import { createPromiseMemory } from '../../math/memory';
import { readSafetensors } from '../../rnn/safetensors';
import { type RnnShape, type RnnWeights, unpackWeights } from '../../rnn/weights';
import type { KeptNetwork } from '../persistence/networkRecord';
import { fetchShipped } from './presets';

/** The study of the recipes, as it ships in public/study. */

const BASE = './study/';

const results = createPromiseMemory<StudyFile['results']>();
const weightFiles = createPromiseMemory<ReturnType<typeof readSafetensors>>();

/** Results by the id of their run. @throws Error with a phrase when they cannot be loaded */
export const studyResults = (): Promise<StudyFile['results']> =>
  results('study.json', async () => {
    const parsed = safeParse(StudyFileSchema, JSON.parse(new TextDecoder().decode(await fetchShipped(`${BASE}study.json`))));
    if (!parsed.success) throw new Error(`study.json cannot be read: ${parsed.issues[0].message}`);
    return parsed.output.results;
  });

const weightFile = (model: StudyModel) =>
  weightFiles(model, async () => readSafetensors(await fetchShipped(`${BASE}${model}.safetensors`)));

/** The network that was judged in a run of the study. @throws Error with a phrase when it cannot be loaded */
export async function studyWeights(run: StudyResult): Promise<RnnWeights> {
  const { tensors, metadata } = await weightFile(run.model);
  const tensor = tensors[runId(run)];
  if (!tensor) throw new Error(`no weights of ${runId(run)} are on file`);
  return unpackWeights(tensor.data as Float32Array, JSON.parse(metadata.shape ?? '{}') as RnnShape);
}

/** A network of the study, in the form in which networks of this browser are opened. */
export function studyNetwork(run: StudyResult, weights: RnnWeights): KeptNetwork {
  const { initialGain, readoutGain, activityPenalty, pairWeight, model, seed, found } = run;
  const differs = [
    'a size of 64 units with 16 inputs, fresh samples in batches of 512',
    ...(initialGain === 1 ? [] : [`W_hh × ${initialGain} at the start`]),
    ...(readoutGain === 1 ? [] : [`W_out × ${readoutGain} at the start`]),
    ...(activityPenalty === 0 ? [] : [`an activity penalty of ${activityPenalty}`]),
    ...(pairWeight === 0 ? [] : [`a pair term of ${pairWeight}`]),
  ];
  return {
    fingerprint: found!.fingerprint,
    name: `study, seed ${seed}`,
    named: false,
    source: 'training',
    hmm: PAPER_HMMS[model],
    weights,
    update: found!.update,
    seed,
    recipe: { name: 'study', differs },
    order: 0,
    savedAt: 0,
    link: '',
  };
}
