import { describe, expect, it } from 'vitest';
import { isComposing, keyOf } from '../../../src/ui/keyboard';

describe('the key that was meant', () => {
  it.each([
    ['Russian', 'т', 'KeyN', 'n'],
    ['Russian, with Shift', 'Т', 'KeyN', 'n'],
    ['Greek', 'ν', 'KeyN', 'n'],
    ['Hebrew', 'מ', 'KeyN', 'n'],
    ['Arabic', 'ى', 'KeyN', 'n'],
    ['Korean', 'ㅜ', 'KeyN', 'n'],
    ['Russian, Ctrl Z', 'я', 'KeyZ', 'z'],
    ['Greek, Ctrl Y', 'υ', 'KeyY', 'y'],
    ['Russian full stop', 'ю', 'Period', '.'],
    ['French digits', 'é', 'Digit2', '2'],
    ['Bulgarian, another place', 'я', 'Backquote', 'я'],
    ['German Z, where Y is elsewhere', 'z', 'KeyY', 'z'],
    ['Dvorak', 'n', 'KeyL', 'n'],
    ['capitals', 'N', 'KeyN', 'n'],
    ['arrows', 'ArrowRight', 'ArrowRight', 'arrowright'],
    ['Escape', 'Escape', 'Escape', 'escape'],
  ])('%s', (_, key, code, wanted) => {
    expect(keyOf({ key, code })).toBe(wanted);
  });
  it('is none while a word is composed', () => {
    expect(isComposing({ isComposing: true, keyCode: 78 })).toBe(true);
    expect(isComposing({ isComposing: false, keyCode: 229 })).toBe(true);
    expect(isComposing({ isComposing: false, keyCode: 78 })).toBe(false);
  });
});
