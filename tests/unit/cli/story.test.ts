import { describe, expect, it } from 'vitest';
import { momentsOf } from '../../../cli/story/birth';
import type { Gallery } from '../../../cli/story/gallery';
import { fact } from '../../../cli/story/measure';
import { differences, type Measured, measureAll, measuredFromJson, measuredToJson } from '../../../cli/story/measured';
import { initialWeights } from '../../../src/rnn/weights';

const weights = initialWeights({ hiddenSize: 4, inputDim: 2, nOutputs: 3 }, 1);
const GALLERY = { weights: () => weights } as unknown as Gallery;
const of = (facts: Measured[string]['facts']): Measured => ({ net: { fingerprint: 'abc', facts } });

describe('measured facts', () => {
  it('are kept by network, with the fingerprint of its weights, and read back as they were', () => {
    const measured = measureAll(GALLERY, [
      fact('net', 'a.one', () => 3),
      fact('net', 'a.stay', () => [41.8, 40, 43, 4785]),
      fact('gallery', 'a.name', () => 'kick group'),
    ]);
    expect(measured.net!.fingerprint).toMatch(/^[0-9a-f]{8}$/);
    expect(measured.gallery).toEqual({ facts: { 'a.name': 'kick group' } });
    expect(measuredFromJson(measuredToJson(measured))).toEqual(measured);
  });

  it('name what cannot be measured, and never keep what is no number', () => {
    const broken = fact('net', 'a.one', () => {
      throw new Error('no kick group');
    });
    expect(() => measureAll(GALLERY, [broken])).toThrow('a.one (net) cannot be measured: no kick group');
    expect(() => measureAll(GALLERY, [fact('net', 'a.one', () => Number.POSITIVE_INFINITY)])).toThrow(
      'a.one (net) came out as Infinity',
    );
  });

  it('differ in words: by more than a fiftieth, by a count, by a name, by the weights', () => {
    expect(differences(of({ stay: 100, share: 0.9 }), of({ stay: 101, share: 0.91 }))).toEqual([]);
    expect(differences(of({ stay: 100 }), of({ stay: 103 }))).toEqual(['stay (net): on file 100, measured 103']);
    expect(differences(of({ units: 2 }), of({ units: 3 }))).toEqual(['units (net): on file 2, measured 3']);
    expect(differences(of({ kind: 'a' }), of({ kind: 'b' }))).toEqual(['kind (net): on file a, measured b']);
    expect(differences(of({ old: 1 }), of({ new: 2 }))).toEqual([
      'old (net): on file 1, no longer measured',
      'new (net): not on file, measured 2',
    ]);
    expect(differences(of({}), { net: { fingerprint: 'other', facts: {} } })).toEqual([
      'net: the facts on file are of other weights',
    ]);
  });
});

describe('moments of a training', () => {
  const checkpoint = (update: number, bounded: boolean) => ({ update, bounded, weights });
  const landmarks = [{ firstUpdate: 0, batch: 8, seqLen: 4, floor: 2, plateau: 10 }];

  it('are none where the loss never leaves its plateau, or nothing circles afterwards', () => {
    const flat = { shape: weights, landmarks, losses: Array(100).fill(10), checkpoints: [checkpoint(0, true)] };
    expect(() => momentsOf(flat)).toThrow('never leaves its plateau');
    const losses = [...Array(50).fill(10), ...Array(50).fill(2)];
    expect(() => momentsOf({ ...flat, losses, checkpoints: [checkpoint(0, true), checkpoint(25, true)] })).toThrow('circles');
  });
});
