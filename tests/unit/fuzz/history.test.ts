import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { readSafetensors } from '../../../src/rnn/safetensors';
import { initialWeights, packWeights } from '../../../src/rnn/weights';
import { writeSafetensors } from '../../../src/rnn/writeSafetensors';
import { writeHistory } from '../../../src/training/history';
import { CASES, fuzz } from './cases';
import { awkward, damage, damageText } from './damage';
import { jsonEdits, toJson } from './jsonEdits';
import { history } from './readers';

const shape = { hiddenSize: 3, inputDim: 2, nOutputs: 2 };
const updates = [0, 5, 20];
const file = writeHistory(
  { shape, losses: [8, 7.5, 6], landmarks: [{ firstUpdate: 0, batch: 8, seqLen: 10, floor: 5, plateau: 8 }] },
  updates.map((update) => ({ update, bounded: update > 0, ...(update > 0 && { maxCell: 0.1, changeRate: -0.2 }) })),
  updates.map((update) => packWeights(initialWeights(shape, update))),
);
const { tensors, metadata } = readSafetensors(file);
const description: unknown = JSON.parse(metadata.history!);
/** The file with another description; the tensors stay. */
const described = (text: string): Uint8Array => writeSafetensors({ tensors, metadata: { ...metadata, history: text } });

const half = fc.oneof(fc.constantFrom(Number.NaN, Number.POSITIVE_INFINITY, 65_504), awkward);

const files: fc.Arbitrary<Uint8Array> = fc.oneof(
  { weight: 3, arbitrary: damage.map((harmed) => harmed(file)) },
  { weight: 6, arbitrary: jsonEdits.map((edited) => described(toJson(edited(description)))) },
  { weight: 2, arbitrary: damageText.map((harmed) => described(harmed(metadata.history!))) },
  {
    weight: 2,
    arbitrary: fc
      .record({ hiddenSize: awkward, inputDim: awkward, nOutputs: awkward }, { requiredKeys: [] })
      .map((sizes) => described(toJson({ ...(description as object), shape: { ...shape, ...sizes } }))),
  },
  {
    weight: 2,
    arbitrary: fc.tuple(fc.nat(2), fc.nat(), half).map(([which, at, value]) => {
      const name = `checkpoint.${updates[which]}`;
      const tensor = tensors[name]!;
      return writeSafetensors({
        metadata,
        tensors: { ...tensors, [name]: { ...tensor, data: tensor.data.with(at % tensor.data.length, value) } },
      });
    }),
  },
);

describe('training histories', () => {
  it(`are read or refused with a sentence, ${CASES} times`, () => {
    let read = 0;
    fuzz(CASES, files, (bytes) => {
      if (history(bytes)) read++;
    });
    expect(read).toBeGreaterThan(CASES / 50);
  });
});
