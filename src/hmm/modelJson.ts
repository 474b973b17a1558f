import * as v from 'valibot';
import { assertHmm, HmmError, type HmmSpec } from './spec';

/** A model as a JSON file: the fields of HmmSpec; name and topology may be left out. */

const numbers = v.array(v.number('holds something that is not a number'), 'is not a list of numbers');
const matrix = v.array(numbers, 'is not a list of rows');
const MISSING = 'is missing, or of the wrong kind';

const ModelSchema = v.object(
  {
    name: v.optional(v.string('is not a text'), 'own model'),
    topology: v.optional(
      v.picklist(
        ['linear-chain', 'fully-connected', 'cyclic', 'custom'],
        'is none of linear-chain, fully-connected, cyclic, custom',
      ),
      'custom',
    ),
    nStates: v.number(MISSING),
    nOutputs: v.number(MISSING),
    startProb: numbers,
    transitionMatrix: matrix,
    emissionMatrix: matrix,
  },
  MISSING,
);

/** @throws HmmError with a sentence when the text is no model that can be sampled */
export function modelFromJson(text: string): HmmSpec {
  let raw: unknown;
  try {
    raw = JSON.parse(text);
  } catch {
    throw new HmmError('The model is not valid JSON.');
  }
  const parsed = v.safeParse(ModelSchema, raw, { abortEarly: true });
  if (parsed.success) return assertHmm(parsed.output);
  const [issue] = parsed.issues;
  throw new HmmError(`The model cannot be read: ${v.getDotPath(issue) ?? 'its description'} ${issue.message}.`);
}
