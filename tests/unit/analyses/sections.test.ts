import { describe, expect, it } from 'vitest';
import { arrange, neighbour, type PanelPlace, panelText } from '../../../src/analyses/sections';
import { splitLead } from '../../../src/ui/Details';

const PANELS: readonly PanelPlace[] = [
  { id: 'collapse', section: 'dynamics' },
  { id: 'rotation', section: 'dynamics' },
  { id: 'kick', section: 'mechanism' },
  { id: 'noise-level', section: 'noise' },
];

describe('the setting of the panel', () => {
  it('names a panel, its section, and the one beside it', () => {
    expect(arrange('', PANELS)).toEqual({ section: undefined, first: undefined, beside: undefined, unknown: [] });
    expect(arrange('rotation', PANELS)).toMatchObject({ section: 'dynamics', first: 'rotation', beside: undefined });
    expect(arrange('kick.noise-level', PANELS)).toMatchObject({ section: 'mechanism', first: 'kick', beside: 'noise-level' });
  });
  it('passes over names of no panel, and tells them; a name that stands twice counts once', () => {
    expect(arrange('no.kick', PANELS)).toEqual({ section: 'mechanism', first: 'kick', beside: undefined, unknown: ['no'] });
    expect(arrange('kick.kick.', PANELS)).toMatchObject({ first: 'kick', beside: undefined, unknown: [] });
    expect(arrange('3.14', PANELS)).toMatchObject({ first: undefined, unknown: ['3', '14'] });
  });
  it('is read as it was written', () => {
    for (const beside of [undefined, 'kick', 'rotation']) {
      const { first, beside: again } = arrange(panelText('rotation', beside), PANELS);
      expect([first, again]).toEqual(['rotation', beside === 'rotation' ? undefined : beside]);
    }
  });
  it('leads on within a section and ends at its ends', () => {
    expect(neighbour('collapse', 1, PANELS)).toBe('rotation');
    expect(neighbour('rotation', -1, PANELS)).toBe('collapse');
    expect(neighbour('rotation', 1, PANELS)).toBeUndefined();
    expect(neighbour('collapse', -1, PANELS)).toBeUndefined();
  });
});

describe('a lead', () => {
  it('stands whole when it is short, and by its first sentence when it is long; nothing is lost', () => {
    expect(splitLead('Short. It stays.')).toEqual(['Short. It stays.', '']);
    const long = `Which few units? ${'They are silenced one by one. '.repeat(8)}`.trim();
    const [first, rest] = splitLead(long);
    expect(first).toBe('Which few units?');
    expect(first + rest).toBe(long);
    const one = 'x'.repeat(300);
    expect(splitLead(one)).toEqual([one, '']);
  });
});
