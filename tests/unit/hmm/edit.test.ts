import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  addOutput,
  addState,
  fromTemplate,
  removeOutput,
  removeState,
  setCell,
  TEMPLATES,
  type TemplateId,
  withCell,
} from '../../../src/hmm/edit';
import { PAPER_HMMS } from '../../../src/hmm/models';
import { decodeModel, encodeModel, GRAIN, grained, grainedModel } from '../../../src/hmm/modelText';
import { HmmError, type HmmSpec, hmmProblems } from '../../../src/hmm/spec';

const row = fc
  .array(fc.double({ min: 0, max: 1, noNaN: true }), { minLength: 2, maxLength: 8 })
  .filter((r) => r.some((p) => p > 1e-3));
const sum = (values: readonly number[]) => values.reduce((a, b) => a + b, 0);
const parts = (values: readonly number[]) => values.map((p) => Math.round(p * GRAIN));

const anyModel: fc.Arbitrary<HmmSpec> = fc
  .record({
    states: fc.integer({ min: 1, max: 8 }),
    outputs: fc.integer({ min: 2, max: 6 }),
    seed: fc.array(fc.nat(999), { minLength: 130, maxLength: 130 }),
    name: fc.string({ maxLength: 60 }),
  })
  .map(({ states, outputs, seed, name }) => {
    let at = 0;
    const rowOf = (width: number) => grained(Array.from({ length: width }, () => 0.01 + seed[at++ % seed.length]!));
    return {
      name: name.replaceAll('~', '-') || 'x',
      topology: 'custom',
      nStates: states,
      nOutputs: outputs,
      startProb: rowOf(states),
      transitionMatrix: Array.from({ length: states }, () => rowOf(states)),
      emissionMatrix: Array.from({ length: states }, () => rowOf(outputs)),
    };
  });

describe('a row', () => {
  it('is brought to whole parts of 1/10,000 that sum to 1 exactly, each within a part of its share', () => {
    fc.assert(
      fc.property(row, (values) => {
        const whole = grained(values);
        expect(sum(parts(whole))).toBe(GRAIN);
        whole.forEach((p, i) => {
          expect(Math.abs(p - values[i]! / sum(values))).toBeLessThanOrEqual(1.0001 / GRAIN);
        });
        expect(grained(whole)).toEqual(whole);
      }),
    );
  });
  it('keeps its sum and its locked cells when a cell is set', () => {
    fc.assert(
      fc.property(
        row,
        fc.nat(),
        fc.double({ min: 0, max: 1, noNaN: true }),
        fc.array(fc.boolean(), { minLength: 8, maxLength: 8 }),
        (values, at, value, locks) => {
          const before = grained(values);
          const cell = at % before.length;
          const after = withCell(before, cell, value, locks);
          expect(sum(parts(after))).toBe(GRAIN);
          after.forEach((p, i) => {
            if (i !== cell && locks[i]) expect(Math.abs(p - before[i]!)).toBeLessThanOrEqual(1.0001 / GRAIN);
          });
          const held = before.reduce((total, p, i) => total + (i !== cell && locks[i] ? p : 0), 0);
          const free = before.some((_, i) => i !== cell && !locks[i]);
          if (free) expect(after[cell]!).toBeCloseTo(Math.min(value, 1 - held), 3);
        },
      ),
    );
  });
  it('shares what is left in proportion', () => {
    expect(withCell([0.5, 0.3, 0.2], 0, 0.75, [])).toEqual([0.75, 0.15, 0.1]);
    expect(withCell([0.5, 0.3, 0.2], 0, 0.75, [false, true, false])).toEqual([0.7, 0.3, 0]);
    expect(withCell([1, 0, 0], 0, 0.4, [])).toEqual([0.4, 0.3, 0.3]);
  });
});

describe('a model changed by hand', () => {
  it('is always a model', () => {
    fc.assert(
      fc.property(anyModel, fc.array(fc.nat(5), { maxLength: 12 }), (start, moves) => {
        const changes: ((now: HmmSpec) => HmmSpec)[] = [
          addState,
          (now) => removeState(now, now.nStates - 1),
          addOutput,
          removeOutput,
          (now) => setCell(now, 'transitionMatrix', 0, now.nStates - 1, 0.37, []),
          (now) => setCell(now, 'emissionMatrix', now.nStates - 1, 1, 0.9, [true]),
        ];
        let now = start;
        for (const move of moves)
          try {
            now = changes[move]!(now);
          } catch (error) {
            expect(error).toBeInstanceOf(HmmError);
          }
        expect(hmmProblems(now)).toEqual([]);
      }),
    );
  });
  it('gets a new state that is entered, left, and emits what no other does', () => {
    fc.assert(
      fc.property(anyModel, (start) => {
        fc.pre(start.nStates < 8);
        const made = addState(start);
        const at = start.nStates;
        expect(made.transitionMatrix.some((row, i) => i !== at && row[at]! > 0)).toBe(true);
        expect(made.transitionMatrix[at]!.some((p, j) => j !== at && p > 0)).toBe(true);
        for (const row of start.emissionMatrix) expect(row).not.toEqual(made.emissionMatrix[at]);
      }),
    );
  });
  it('takes an output that no state emits, and stays without a twin up to eight states', () => {
    let now = addState(grainedModel(PAPER_HMMS['chain-2']));
    expect(now.emissionMatrix[2]).toEqual([0.05, 0.9, 0.05]);
    while (now.nStates < 8) now = addState(now);
    expect(new Set(now.emissionMatrix.map((row) => row.join())).size).toBe(8);
  });
  it('says that it is one’s own, until it is named', () => {
    const chain = grainedModel(PAPER_HMMS['chain-2']);
    const changed = setCell(chain, 'transitionMatrix', 0, 0, 0.5, []);
    expect(changed.name).toBe('Own model, 2 states');
    expect(addState(changed).name).toBe('Own model, 3 states');
    expect(removeState(removeState(addState(changed), 0), 0).name).toBe('Own model, 1 state');
    expect(addState({ ...changed, name: 'Sleep' }).name).toBe('Sleep');
    expect(addState(fromTemplate('ring', 4, 3, 0.9)).name).toBe('Own model, 5 states');
  });
  it('has between one and eight states and two and six outputs', () => {
    let now = grainedModel(PAPER_HMMS['chain-2']);
    for (let n = 2; n < 8; n++) now = addState(now);
    expect(() => addState(now)).toThrow(HmmError);
    for (let n = 3; n < 6; n++) now = addOutput(now);
    expect(() => addOutput(now)).toThrow(HmmError);
    while (now.nStates > 1) now = removeState(now, 0);
    expect(() => removeState(now, 0)).toThrow(HmmError);
    while (now.nOutputs > 2) now = removeOutput(now);
    expect(() => removeOutput(now)).toThrow(HmmError);
  });
  it.each(Object.keys(TEMPLATES) as TemplateId[])('comes from the template %s', (id) => {
    const made = fromTemplate(id, 4, 5, TEMPLATES[id].usual);
    expect(hmmProblems(made)).toEqual([]);
    expect(made.transitionMatrix.flat().every((p) => Number.isInteger(Math.round(p * GRAIN * 1e6) / 1e6))).toBe(true);
  });
});

describe('a model in a link', () => {
  it('is the very same model again', () => {
    fc.assert(
      fc.property(anyModel, (model) => {
        const decoded = decodeModel(encodeModel(model));
        expect(decoded).toEqual({ ok: true, spec: { ...model, name: model.name.slice(0, 60) } });
      }),
    );
  });
  it('of five states and three outputs takes less than 300 characters', () => {
    expect(encodeModel(grainedModel(PAPER_HMMS['chain-5'])).length).toBeLessThan(300);
  });
  it('is refused with a phrase when it is damaged, and nothing is thrown', () => {
    const good = encodeModel(grainedModel(PAPER_HMMS['chain-3']));
    fc.assert(
      fc.property(fc.nat(good.length), fc.string({ maxLength: 4 }), (at, junk) => {
        const decoded = decodeModel(good.slice(0, at) + junk + good.slice(at + junk.length));
        if (decoded.ok) expect(hmmProblems(decoded.spec)).toEqual([]);
        else expect(decoded.reason.length).toBeGreaterThan(5);
      }),
    );
    fc.assert(fc.property(fc.string(), (text) => void decodeModel(text)));
    for (const text of ['', 'x9.3~0~a', 'x2.7~0~a', 'x2.2~1.2~a', `${good}~`]) expect(decodeModel(text).ok).toBe(false);
  });
});
