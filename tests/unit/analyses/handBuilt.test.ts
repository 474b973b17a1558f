import { describe, expect, it } from 'vitest';
import { builtFigure, endsOf } from '../../../src/analyses/handBuilt/HandBuiltBody';
import { unitNameIn } from '../../../src/analyses/units';
import { PALETTES } from '../../../src/charts/palette';
import { handBuiltNetwork } from '../../../src/dynamics/circuit/handBuilt';
import { loadPreset } from '../../../src/state/networks/presets';
import { decodeLink, encodeLink } from '../../../src/state/settings/link';
import { defaultSettings } from '../../../src/state/settings/settings';
import { createAppStore } from '../../../src/state/store';
import { linkReaches } from '../../../src/views/share/links';
import { recordingContext } from '../charts/recordingContext';

const built = handBuiltNetwork();
const settings = { ...defaultSettings(), network: 'by-hand' } as const;

describe('the picture of the network built by hand', () => {
  it('names every unit and shows every recurrent weight once', () => {
    const { context, painted } = recordingContext();
    builtFigure(built, [0, 0, 1, 0.5, 0, 0]).draw(context, 900, 430, PALETTES.screen);
    const words = painted.filter(({ kind }) => kind === 'text').map(({ text }) => text!);
    for (const { name, part } of built.units) {
      expect(words).toContain(name);
      expect(words).toContain(part);
    }
    const shown = new Set(words.filter((word) => /^[−-]?\d?\.\d+$/.test(word)));
    expect(shown.size).toBe(
      new Set(built.connections.filter(({ kind }) => kind === 'recurrent').map(({ weight }) => weight)).size,
    );
  });

  it('has a row for every weight with its ends in words', () => {
    const { rows } = builtFigure(built, []).table();
    expect(rows).toHaveLength(built.connections.length);
    const noise = built.connections.find(({ kind }) => kind === 'noise')!;
    const readout = built.connections.find(({ kind }) => kind === 'readout')!;
    expect(endsOf(noise, built.units)).toEqual(['noise 1', 'supply +']);
    expect(endsOf(readout, built.units)).toEqual(['population 0', 'output 0']);
  });
});

describe('opening it', () => {
  it('needs nothing but its setting, and marks it as constructed with its units in words', async () => {
    const network = (await loadPreset(settings))!;
    expect(network.origin).toBe('constructed');
    expect(network.unitNames).toEqual(built.units.map(({ name }) => name));
    const store = createAppStore(settings);
    store.setState({ network });
    expect(unitNameIn(4)(store.getState())).toBe('4 kick 0→2');
    expect(linkReaches(store.getState(), network)).toBe(true);
    store.setState({ network: { ...network, unitNames: undefined } as never });
    expect(unitNameIn(4)(store.getState())).toBe('4');
  });

  it('is a link that says so', () => {
    const link = encodeLink({ ...settings, view: 'lab' });
    expect(link).toContain('network=by-hand');
    expect(decodeLink(link).settings.network).toBe('by-hand');
    expect(decodeLink('?v=3&view=lab').settings.network).toBe('trained');
  });
});
