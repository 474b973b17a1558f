import { describe, expect, it } from 'vitest';
import { PALETTES, type Palette, PROFILES } from '../../../src/charts/palette';
import { ciede2000, contrast, difference, mixOver, VISIONS } from './colourVision';

/** WCAG 2.2: words 1.4.3 (AA), graphical objects and the borders of controls 1.4.11 (AA). */
const WORDS = 4.5;
const OBJECTS = 3;
/** Style sheets and canvases paint with these shares: `button.primary kbd`, and the panel behind the note of a dropped file. */
const KBD_OPACITY = 0.8;
const DROP_NOTE = 0.88;

type Pair = readonly [name: string, colour: string, ground: string];

const each = (name: string, colours: readonly string[]): [string, string][] =>
  colours.map((colour, n) => [`${name} ${n}`, colour]);

/** Every colour of words with every ground it stands on. */
function words(p: Palette): Pair[] {
  const plain = Object.entries({ ink: p.ink, muted: p.muted, accent: p.accent, warning: p.warning, error: p.error });
  // Names of readout axes and verdicts are written in the colours of outputs.
  const coloured = [...plain, ...each('output', p.outputs)];
  return [
    ...coloured.map(([name, colour]): Pair => [`${name} on the panel`, colour, p.panel]),
    ...plain.map(([name, colour]): Pair => [`${name} on the page`, colour, p.background]),
    // Numbers stand in outputs: marks, the symbols drawn in slow mode, the strip of the editor.
    ...each('output', p.outputs).map(([name, colour]): Pair => [`the panel's colour in ${name}`, p.panel, colour]),
    ['words of a pressed or primary button', p.onAccent, p.accent],
    ['its key', mixOver(p.onAccent, p.accent, KBD_OPACITY), p.accent],
    ['a word of the prose pointed at', p.accent, p.line],
    ['a note over a page', p.ink, mixOver(p.panel, p.ink, DROP_NOTE)],
  ];
}

/** What has to be seen to read a picture or to find a control, with every ground it stands on. */
function objects(p: Palette): Pair[] {
  const drawn = [
    ...each('output', p.outputs),
    ...each('zone', p.zones),
    ...each('group', p.groups),
    ...each('population', p.populations),
    ['noise off', p.noiseOff],
    ['negative', p.negative],
    ['positive', p.positive],
    ['accent: the ring of focus, sliders, curves', p.accent],
    ['warning', p.warning],
    ['error', p.error],
    ['muted: arrows of the model', p.muted],
    ['edge of a control', p.edge],
  ] as const;
  return drawn.flatMap(([name, colour]): Pair[] => [
    [`${name} on the panel`, colour, p.panel],
    [`${name} on the page`, colour, p.background],
  ]);
}

const below = (pairs: readonly Pair[], least: number): string[] =>
  pairs
    .filter(([, colour, ground]) => contrast(colour, ground) < least)
    .map(([name, colour, ground]) => `${name}: ${colour} on ${ground} is ${contrast(colour, ground).toFixed(2)}`);

describe.each(PROFILES)('colours of the profile %s', (profile) => {
  const palette = PALETTES[profile];

  it('words have a contrast of 4.5 at least', () => expect(below(words(palette), WORDS)).toEqual([]));

  it('pictures and controls have a contrast of 3 at least', () => expect(below(objects(palette), OBJECTS)).toEqual([]));

  it.each(Object.entries(VISIONS))('the colours of a list are told apart with %s', (_, vision) => {
    const { outputs, zones, groups, populations, noiseOff, negative, positive } = palette;
    /** Smallest CIEDE2000 within a list; outputs are seen in small dots, and any two of them beside each other. */
    const LISTS: [name: string, colours: readonly string[], least: number][] = [
      ['outputs', outputs, 12],
      ['zones', zones, 12],
      ['groups and populations', [...groups, ...populations], 10],
      ['signs', [negative, positive], 20],
      ...outputs.map((output, n): [string, string[], number] => [`output ${n} and noise off`, [output, noiseOff], 8]),
    ];
    const close = LISTS.flatMap(([name, colours, least]) =>
      colours.flatMap((a, n) =>
        colours
          .slice(n + 1)
          .filter((b) => difference(a, b, vision) < least)
          .map((b) => `${name}: ${a} and ${b} differ by ${difference(a, b, vision).toFixed(1)}`),
      ),
    );
    expect(close).toEqual([]);
  });
});

describe('the measures themselves', () => {
  it('contrast is that of WCAG', () => {
    expect(contrast('#000000', '#ffffff')).toBeCloseTo(21, 6);
    expect(contrast('#777777', '#ffffff')).toBeCloseTo(4.478, 3);
    expect(contrast('#123456', '#123456')).toBe(1);
  });

  // From the test data of Sharma, Wu and Dalal (2005).
  it.each([
    [[50, 2.6772, -79.7751], [50, 0, -82.7485], 2.0425],
    [[50, 0, 0], [50, -1, 2], 2.3669],
    [[50, -0.001, 2.49], [50, 0.0011, -2.49], 4.7461],
    [[50, 2.5, 0], [50, 0, -2.5], 4.3065],
    [[50, 2.5, 0], [50, 3.1736, 0.5854], 1],
    [[60.2574, -34.0099, 36.2677], [60.4626, -34.1751, 39.4387], 1.2644],
  ] as const)('CIEDE2000 of %j and %j is %f', (a, b, expected) => expect(ciede2000(a, b)).toBeCloseTo(expected, 4));

  it('eyes without a cone confuse what they are known to confuse', () => {
    const [red, green] = ['#b05050', '#7a7340'];
    expect(difference(red, green, VISIONS.deuteranopia!)).toBeLessThan(0.6 * difference(red, green, VISIONS.usual!));
    const [blue, teal] = ['#3a6ea5', '#3a8a80'];
    expect(difference(blue, teal, VISIONS.tritanopia!)).toBeLessThan(0.6 * difference(blue, teal, VISIONS.usual!));
  });
});
