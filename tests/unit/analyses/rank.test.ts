import { describe, expect, it } from 'vitest';
import { startOf } from '../../../src/analyses/graph';
import { rank } from '../../../src/analyses/rank/compute';
import { changesFigure, errorFigure, runFigure } from '../../../src/analyses/rank/figures';
import { fewestText } from '../../../src/analyses/rank/RankBody';
import { rank as request } from '../../../src/analyses/rank/request';
import { PALETTES } from '../../../src/charts/palette';
import { handBuiltNetwork } from '../../../src/dynamics/circuit/handBuilt';
import { summariseOrbit } from '../../../src/dynamics/orbit/orbit';
import { PAPER_HMMS } from '../../../src/hmm/models';
import { defaultSettings } from '../../../src/state/settings/settings';
import { recordingContext } from '../charts/recordingContext';
import { finish } from '../finish';

const { weights } = handBuiltNetwork();
const hmm = PAPER_HMMS['chain-2'];
const orbit = summariseOrbit(weights, { steps: 3000, seed: 1 });
const start = weights.recurrentWeights.map((value) => 0.1 * value);
const view = finish(rank({ weights, hmm, basis: orbit.basis, seed: 1 }));
const changed = finish(rank({ weights, hmm, basis: orbit.basis, seed: 1, start }));

describe('rank', () => {
  it('has a run of every point of the curve, the whole network last, as far as it stays within bounds', () => {
    expect(view.runs.map((run) => run.rank)).toEqual(view.curve.map((point) => point.rank));
    expect(view.runs.at(-1)!.rank).toBe(6);
    for (const { points, labels } of view.runs) expect(points).toHaveLength(4 * labels.length);
    expect(view.runs.map(({ labels }) => labels.length === 1500)).toEqual(view.curve.map(({ bounded }) => bounded));
    // Without recurrent weights there is no memory: the output changes far more often.
    expect(view.curve[0]!.changes.low).toBeGreaterThan(view.whole.changes.high);
  });

  it('cuts what training changed where the start is known, and tells how far it moved', () => {
    expect([view.cut, changed.cut]).toEqual(['weights', 'change']);
    expect(Object.keys(view.richness)).toEqual(['weights']);
    expect(changed.richness.moved).toBeCloseTo(9, 4);
    expect(changed.richness.cosine).toBeCloseTo(1, 5);
    expect(changed.richness.change).toBeCloseTo(changed.richness.weights, 3);
  });

  it('is told in a sentence', () => {
    expect(fewestText(view)).toMatch(/of 6 parts of the weights keep|Only the whole network/);
    expect(fewestText({ fewest: 3, cut: 'change', hiddenSize: 64 })).toBe(
      'The start weights and 3 of 64 parts of the change keep the switch.',
    );
    expect(fewestText({ fewest: 0, cut: 'change', hiddenSize: 64 })).toContain('start weights alone');
    expect(fewestText({ fewest: 64, cut: 'weights', hiddenSize: 64 })).toContain('Only the whole network');
    const { fewest: _, ...none } = view;
    expect(fewestText(none)).toContain('too rarely');
  });

  it('is drawn as it stands in the tables', () => {
    const { columns, rows } = changesFigure(view, 0).table();
    for (const row of rows) expect(row).toHaveLength(columns.length);
    expect(rows.map(([of]) => of)).toEqual(view.curve.map((point) => point.rank));
    expect(rows.at(-1)![2]).toBe(view.whole.changes.value);
    expect(errorFigure(view, 0).table().rows.at(-1)![1]).toBe(view.whole.emissionError);
    const { context, painted } = recordingContext();
    runFigure(view, 2, [0, 1], orbit.origin).draw(context, 300, 250, PALETTES.screen);
    const colours: readonly string[] = PALETTES.screen.outputs;
    expect(painted.some(({ kind, colour }) => kind === 'rect' && colour === PALETTES.screen.noiseOff)).toBe(true);
    expect(painted.some(({ kind, colour }) => kind === 'rect' && colours.includes(colour))).toBe(true);
  });
});

describe('the start of a network', () => {
  const preset = { scores: { seqLen: 30 } };
  const network = { weights, hmm, fingerprint: 'x', preset };
  const first = (update: number) => ({ checkpoints: [{ update, weights: { ...weights, recurrentWeights: start } }] });
  const sources = (history: ReturnType<typeof first> | undefined) => ({
    network,
    history,
    orbit,
    settings: defaultSettings(),
    analyses: {},
    groupEdits: {},
    experiment: undefined,
    draft: undefined,
    ownSequences: undefined,
  });

  it('is the first checkpoint of its own training, at update 0', () => {
    expect(startOf({ network, history: first(0) })).toBe(start);
    expect(startOf({ network, history: first(50) })).toBeUndefined();
    expect(startOf({ network, history: undefined })).toBeUndefined();
    const { preset: _, ...brought } = network;
    expect(startOf({ network: brought, history: first(0) })).toBeUndefined();
  });

  it('makes the result without it out of date', () => {
    expect(request.key(sources(undefined))).not.toBe(request.key(sources(first(0))));
    expect(request.input(sources(first(0))).start).toBe(start);
  });
});
