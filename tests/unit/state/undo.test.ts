import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { defaultSettings, type Settings } from '../../../src/state/settings/settings';
import { createUndo } from '../../../src/state/settings/undo';
import { createAppStore } from '../../../src/state/store';

function open() {
  const store = createAppStore(defaultSettings());
  const time = { now: 0 };
  const apply = (changes: Partial<Settings>) => store.setState(({ settings }) => ({ settings: { ...settings, ...changes } }));
  return { apply, time, undo: createUndo(store, apply, () => time.now), settings: () => store.getState().settings };
}

describe('taking back', () => {
  it('a drag is one change', () => {
    const { apply, time, undo, settings } = open();
    for (const sigma of [1.2, 1.5, 1.9, 2.4]) {
      apply({ sigma });
      time.now += 100;
    }
    expect(undo.undo()).toBe(true);
    expect(settings().sigma).toBe(1);
    expect(undo.undo()).toBe(false);
  });
  it('a change of model is taken back, with what was changed before it; a change of place is not', () => {
    const { apply, time, undo, settings } = open();
    apply({ sigma: 2 });
    time.now += 2000;
    apply({ preset: 'chain-5' });
    time.now += 2000;
    expect(undo.undo()).toBe(true);
    expect(settings()).toMatchObject({ preset: 'chain-2', sigma: 2 });
    expect(undo.undo()).toBe(true);
    expect(settings().sigma).toBe(1);
    expect(undo.redo()).toBe(true);
    expect(undo.redo()).toBe(true);
    expect(settings()).toMatchObject({ preset: 'chain-5', sigma: 2 });
    apply({ chapter: 'noise' });
    expect(undo.undo()).toBe(false);
  });
  it('on, later off and at once on again: the first press is what is taken back', () => {
    const { apply, time, undo, settings } = open();
    apply({ sigma: 4 });
    time.now += 2000;
    apply({ sigma: 1 });
    time.now += 300;
    apply({ sigma: 4 });
    expect(undo.undo()).toBe(true);
    expect(settings().sigma).toBe(1);
  });
  it('always changes something, leads back to where one began, and making again leads to where one was', () => {
    const change = fc.record({
      sigma: fc.constantFrom(1, 2, 3),
      wait: fc.constantFrom(0, 500, 1000),
      speed: fc.constantFrom(0, 30, 60),
    });
    fc.assert(
      fc.property(fc.array(change, { maxLength: 12 }), (changes) => {
        const { apply, time, undo, settings } = open();
        const first = settings();
        for (const { sigma, wait, speed } of changes) {
          time.now += wait;
          apply(speed === 0 ? { sigma } : { speed });
        }
        const last = settings();
        const walk = (step: () => boolean) => {
          for (let before = settings(); step(); before = settings()) expect(settings()).not.toEqual(before);
        };
        walk(undo.undo);
        expect(settings()).toEqual(first);
        walk(undo.redo);
        expect(settings()).toEqual(last);
      }),
      { seed: 9, numRuns: 500 },
    );
  });
});
