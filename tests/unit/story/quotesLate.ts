import { expect } from 'vitest';
import { EXIT_STEPS } from '../../../src/dynamics/kick/exitProbability';
import { EXIT_BAR } from '../../../src/dynamics/kick/kickNeurons';
import { CLUSTER } from '../../../src/dynamics/zones/zones';
import { PAPER_HMMS } from '../../../src/hmm/paper';
import { underGain } from '../../../src/rnn/intervention';
import { DIVERGENCE_CAP, simulate } from '../../../src/rnn/simulate';
import { RECIPES } from '../../../src/training/recipes';
import { exitsHeldAtZero, groupOf, integratorsOf, rareAgreement, stepsToMeet, turnsOf, under, zonesOfRun } from './measures';
import { type Quote, quote, within } from './quote';
import { findings, historyOf, marked, mean, mechanismOf, numberAfter, PRESETS, share, staysOf, weightsOf } from './shipped';

/** Kick neurons, what breaks, how training went, richer models, and what is open. */

const FOUR = ['chain-2', 'chain-2-s2', 'chain-2-s3', 'chain-2-paper'];
const direction = (id: string, from: number, to: number) =>
  mechanismOf(id).directions.find((one) => one.from === from && one.to === to)!;

const KICK: Quote[] = [
  quote('kick', 'how often the favoured output still changes within 40 steps', () => expect(EXIT_STEPS).toBe(40)),
  quote('kick', 'the best of 40 random groups of the same size', () => {
    const { score } = direction('chain-2', 2, 0);
    expect(score!.null).toHaveLength(40);
    expect(score!.changed.value).toBeLessThan(Math.min(...score!.null));
  }),
  quote('kick', 'the state stays at output 2', () =>
    within(under('chain-2', groupOf('chain-2', 'B'), 'recurrent', 0).occupancy[2]!, 0.95, 1),
  ),
  quote('kick', 'two units of 64, keeps the state at output 2, but for short trips', () => {
    expect(groupOf('chain-2', 'B')).toHaveLength(2);
    expect(weightsOf('chain-2').hiddenSize).toBe(64);
    const free = under('chain-2', [], 'recurrent', 1);
    const { occupancy, flips } = under('chain-2', groupOf('chain-2', 'B'), 'recurrent', 0);
    within(free.occupancy[2]!, 0.35, 0.65);
    within(occupancy[2]!, 0.95, 1);
    within(flips / free.flips, 0.2, 0.9);
  }),
  quote('kick', 'within some hundred steps the two are one again', () => {
    const weights = weightsOf('chain-2');
    const silenced = underGain(weights, { units: groupOf('chain-2', 'B'), part: 'recurrent' }, 0);
    const after = (network: typeof weights, seed: number) => simulate(network, { steps: 1, seed, warmUp: 300 }).states;
    const meetings = [1, 2, 3, 4, 5, 6, 7, 8].map((seed) =>
      stepsToMeet(weights, [after(silenced, seed), after(weights, seed)], 50 + seed),
    );
    expect(Math.max(...meetings)).toBeLessThan(300);
    within(mean(meetings), 40, 160);
  }),
  quote('kick', 'from output 2 within 40 steps fell from 64 % to less than 1 %', () => {
    const { score } = direction('chain-2', 2, 0);
    expect([...score!.group].sort((a, b) => a - b)).toEqual(groupOf('chain-2', 'B'));
    expect((100 * score!.base.value).toFixed(0)).toBe('64');
    expect(score!.changed.value).toBeLessThan(0.01);
    const { base, held } = exitsHeldAtZero('chain-2', 2, 0, score!.group);
    within(base, 0.5, 0.8);
    expect(held).toBeLessThan(0.03);
  }),
  quote('kick', 'at μ = 0, its units still receive their noise', () => {
    const units = groupOf('chain-2', 'B');
    const weights = weightsOf('chain-2');
    expect(underGain(weights, { units, part: 'recurrent' }, 0).inputWeights).toEqual(weights.inputWeights);
  }),
  quote('kick', 'at output 0 nine steps in ten, for all its short trips to 2', () => {
    const { occupancy, flips } = under('chain-2', groupOf('chain-2', 'A'), 'recurrent', 0);
    expect(groupOf('chain-2', 'A')).toHaveLength(3);
    within(occupancy[0]!, 0.85, 0.95);
    expect(flips).toBeGreaterThan(30);
  }),
  quote('kick', 'found only by trying every group of three among the candidates', () => {
    const { candidates, exhaustive, path, score } = direction('chain-2', 0, 2);
    const n = candidates.length;
    expect(exhaustive).toMatchObject({ tried: (n * (n - 1) * (n - 2)) / 6, size: 3 });
    expect(exhaustive!.best.group).toEqual(score!.group);
    expect(path[2]!.ratio).toBeGreaterThan(EXIT_BAR);
  }),
  quote(
    'kick',
    'lowers the exits to a quarter, and below every random group, in every direction that can be judged) 6 of the 21',
    () => {
      expect(EXIT_BAR).toBe(0.25);
      expect(marked('C10', '✓')).toBe(6);
      for (const [id, { mark }] of Object.entries(findings('C10')))
        if (mark === '✓') for (const { verdict } of mechanismOf(id).directions) expect(['found', 'scarce']).toContain(verdict);
    },
  ),
  quote('kick', 'the three-state chain, seed 1, no three of the candidates are enough in either direction', () => {
    for (const { exhaustive, verdict } of mechanismOf('chain-3').directions) {
      expect(verdict).toBe('none');
      expect(exhaustive).toMatchObject({ size: 3, met: 0 });
    }
  }),
];

/** One long run with group B silenced. */
const silencedRun = () =>
  simulate(underGain(weightsOf('chain-2'), { units: groupOf('chain-2', 'B'), part: 'recurrent' }, 0), {
    steps: 100_000,
    seed: 5,
    warmUp: 300,
  });

const BREAK: Quote[] = [
  quote('break', 'At 0 only its noise is left, at 1 it is untouched', () => {
    const weights = weightsOf('chain-2');
    expect(underGain(weights, { units: groupOf('chain-2', 'B'), part: 'recurrent' }, 1)).toEqual(weights);
  }),
  quote('break', 'begins to stay too long at output 2', () => {
    const stay = [1, 0.5, 0].map((gain) => under('chain-2', groupOf('chain-2', 'B'), 'recurrent', gain).occupancy[2]!);
    expect(stay).toEqual([...stay].sort((a, b) => a - b));
  }),
  quote('break', 'stops at a length of 10,000', () => expect(DIVERGENCE_CAP).toBe(10_000)),
  quote('break', 'all of 40 measured runs did so within 1,000 steps, for either group', () => {
    expect(findings('C14')['chain-2']!.text.match(/40 of 40 runs grew without bound/g)).toHaveLength(2);
    for (const group of ['A', 'B'])
      for (const seed of [1, 2, 3]) {
        const weights = underGain(weightsOf('chain-2'), { units: groupOf('chain-2', group), part: 'recurrent' }, 1.9);
        expect(simulate(weights, { steps: 1000, seed }).divergent).toBe(true);
      }
  }),
  quote('break', 'goes on switching about as often', () => {
    const ratio = under('chain-2', integratorsOf('chain-2'), 'input', 0).flips / under('chain-2', [], 'input', 1).flips;
    within(ratio, 0.8, 1.3);
  }),
  quote('break', 'None of the four two-state networks that ship is trapped this way', () => {
    expect(
      PRESETS.filter(({ hmm }) => hmm === 'chain-2')
        .map(({ id }) => id)
        .sort(),
    ).toEqual([...FOUR].sort());
    for (const id of FOUR) {
      const cut = under(id, integratorsOf(id), 'input', 0);
      for (const occupancy of cut.occupancy) expect(occupancy).toBeLessThan(0.85);
      expect(cut.flips / under(id, [], 'input', 1).flips).toBeGreaterThan(0.7);
    }
  }),
  quote('break', 'while output 2 is the favourite a 0 is drawn in 3 of 100 steps', () => {
    const { outputLabels, sampledOutputs } = silencedRun();
    const drawn = [...sampledOutputs].filter((_, t) => outputLabels[t] === 2);
    within(100 * share(drawn, (output) => output === 0), 2.5, 3.9);
  }),
  quote('break', 'Three in four of these zeros come about so', () => {
    const { outputLabels, sampledOutputs } = silencedRun();
    const labels = [...outputLabels].filter((_, t) => sampledOutputs[t] === 0);
    within(
      share(labels, (label) => label === 2),
      0.68,
      0.85,
    );
  }),
];

const checkpoint = (update: number) => historyOf('chain-2').checkpoints.find((one) => one.update === update)!;
const stayAt = (update: number) =>
  mean(staysOf(simulate(checkpoint(update).weights, { steps: 20_000, seed: 3, warmUp: 100 }).outputLabels));
const lossAround = (update: number) => mean(historyOf('chain-2').losses.slice(update, update + 5));
const LINES = historyOf('chain-2').landmarks[0]!;

const BIRTH: Quote[] = [
  quote('birth', 'The state turns, but nothing holds: the favoured output changes about every four steps', () => {
    within(stayAt(0), 3, 5);
    const turns = [1, 2, 3].map((seed) => turnsOf(checkpoint(0).weights, seed).perThousand);
    for (const perThousand of turns) within(Math.abs(perThousand), 30, 80);
  }),
  quote('birth', 'a small price on activity and, late, a term on pairs of outputs', () => {
    const { activityPenalty, pairWeight, phases } = RECIPES.live['chain-2'];
    expect(activityPenalty).toBeGreaterThan(0);
    expect(pairWeight).toBe(0);
    expect(phases.map((phase) => (phase.pairWeight ?? pairWeight) > 0)).toEqual([false, true, true, true]);
    expect(phases[0]!.updates).toBeGreaterThan(155);
  }),
  quote('birth', 'scaled up (gain 2)', () => expect(PRESETS.find(({ id }) => id === 'chain-2')!.gain).toBe(2)),
  quote('birth', 'From gain 1, as in the paper', () => expect(RECIPES.live['chain-2'].initialGain).not.toBe(1)),
  quote('birth', 'Within twenty updates the loss falls to a plateau, and it waits there until about update 85', () => {
    for (const update of [20, 30, 40, 50, 60, 70, 80]) within(lossAround(update) / LINES.plateau, 0.96, 1.04);
    expect(lossAround(0)).toBeGreaterThan(1.1 * LINES.plateau);
    expect(lossAround(90)).toBeLessThan(0.85 * LINES.plateau);
  }),
  quote('birth', 'The outputs now come in the right shares', () => {
    const { sampledOutputs } = simulate(checkpoint(75).weights, { steps: 20_000, seed: 3, warmUp: 100 });
    const shares = [0, 1, 2].map((output) => share(sampledOutputs, (drawn) => drawn === output));
    expect(shares).toEqual([expect.closeTo(0.495, 1), expect.closeTo(0.01, 2), expect.closeTo(0.495, 1)]);
  }),
  quote('birth', 'still changes about every four steps', () => within(stayAt(75), 3, 5)),
  quote('birth', 'Between updates 85 and 130 the loss falls four fifths of the way to its floor', () => {
    within(lossAround(85) / LINES.plateau, 0.9, 1.02);
    within((LINES.plateau - lossAround(130)) / (LINES.plateau - LINES.floor), 0.75, 0.87);
  }),
  quote('birth', 'At 85 outputs still change every few steps', () => within(stayAt(85), 4, 10)),
  quote('birth', 'At 100 they last far too long', () => expect(stayAt(100)).toBeGreaterThan(80)),
  quote(
    'birth',
    'At 120 and 155 the state goes round about once for each round trip of the favoured output, from 0 to 2 and back',
    () => {
      for (const update of [120, 155])
        for (const seed of [1, 2, 3]) within(Math.abs(turnsOf(checkpoint(update).weights, seed).perTrip), 0.7, 1.2);
    },
  ),
  quote('birth', 'Checkpoints 90 and 95 grow without bound when they run freely', () => {
    const { checkpoints } = historyOf('chain-2');
    expect(checkpoints.filter(({ bounded }) => !bounded).map(({ update }) => update)).toEqual([90, 95]);
  }),
  quote('birth', 'and 115 does after some 5,000 steps', () => {
    const ends = [1, 2, 3].map((seed) => simulate(checkpoint(115).weights, { steps: 10_000, seed }));
    for (const { divergent } of ends) expect(divergent).toBe(true);
    within(mean(ends.map(({ steps }) => steps)), 3500, 6500);
  }),
];

const pairTurns = (id: string) =>
  ['0 and 1', '0 and 2', '1 and 2'].map((pair) => numberAfter(findings('C20')[id]!.text, `between ${pair} is`));
const chains = (ids: readonly string[]) => PRESETS.filter(({ hmm }) => ids.includes(hmm)).map(({ id }) => findings('C5')[id]!);

const RICHER: Quote[] = [
  quote('richer', 'a middle state that shows outputs 0 and 2 equally often', () => {
    const [, middle] = PAPER_HMMS['chain-3'].emissionMatrix;
    expect(middle![0]).toBeCloseTo(middle![2]!, 12);
  }),
  quote('richer', 'gone round one way, about once for each way there and back', () => {
    const rows = chains(['chain-3']);
    expect(rows).toHaveLength(4);
    for (const { mark, text } of rows) {
      expect(mark).toBe('✓');
      expect(text).toContain('20 of 20 runs turn in the same sense');
    }
  }),
  quote('richer', 'always one sense, but only 0.5 to 0.6 of a turn in three of their six networks', () => {
    const rows = chains(['chain-4', 'chain-5']);
    expect(rows).toHaveLength(6);
    for (const { text } of rows) expect(text).toContain('20 of 20 runs turn in the same sense');
    const few = rows.filter(({ mark }) => mark === '✗').map(({ text }) => numberAfter(text, 'PC1–PC[23] is'));
    expect(few).toHaveLength(3);
    for (const turns of few) expect(['0.5', '0.6']).toContain(turns.toFixed(1));
    for (const id of ['chain-4', 'chain-5']) expect(findings('C5')[id]!.mark).toBe('✗');
  }),
  quote('richer', '91, 67, 53 and 48 of 100 steps lie in a cluster, for two to five states', () => {
    const told = [91, 67, 53, 48];
    for (const [n, id] of ['chain-2', 'chain-3', 'chain-4', 'chain-5'].entries())
      within(100 * zonesOfRun(id, 4000).shareOf(CLUSTER) - told[n]!, -4, 4);
  }),
  quote('richer', 'in two of the three pairs the state of this network circles about once per round trip', () => {
    const turns = pairTurns('fully').sort((a, b) => a - b);
    within(turns[1]!, 0.8, 1.2);
    within(turns[2]!, 0.8, 1.2);
    expect(turns[0]).toBeLessThan(0.3);
  }),
  quote('richer', 'failed or stayed open on all seven such networks', () => {
    const rows = PRESETS.filter(({ hmm }) => hmm === 'fully' || hmm === 'cyclic').map(({ id }) => findings('C20')[id]!.mark);
    expect(rows).toHaveLength(7);
    expect(rows).not.toContain('✓');
  }),
  quote('richer', 'states 1 and 3 both show output 1 in nine of ten steps, and both lead on to states 0 and 2', () => {
    const { transitionMatrix: A, emissionMatrix: B } = PAPER_HMMS.cyclic;
    for (const state of [1, 3]) {
      expect(B[state]![1]).toBeCloseTo(0.9, 12);
      expect(A[state]![0]).toBeCloseTo(A[state]![2]!, 12);
    }
  }),
  quote('richer', 'state 1 then shows 0, state 3 shows 2', () => {
    const { emissionMatrix: B } = PAPER_HMMS.cyclic;
    expect([B[1]![0], B[3]![2]]).toEqual([expect.closeTo(0.1, 12), expect.closeTo(0.1, 12)]);
    expect([B[1]![2], B[3]![0]]).toEqual([0, 0]);
  }),
  quote('richer', 'agree in 56 of 100 cases in the three ring networks here (50 would be chance)', () => {
    const rings = PRESETS.filter(({ hmm }) => hmm === 'cyclic');
    expect(rings).toHaveLength(3);
    for (const { id } of rings) {
      const { agree, pairs } = rareAgreement(id);
      expect(pairs).toBeGreaterThan(4000);
      within(100 * agree, 53, 59);
    }
  }),
  quote('richer', 'States 0 and 2 of the ring are no neighbours', () => {
    const { transitionMatrix: A } = PAPER_HMMS.cyclic;
    expect([A[0]![2], A[2]![0]]).toEqual([0, 0]);
  }),
];

const OPEN: Quote[] = [
  quote('open', 'hold on every network here, some on none', () => {
    expect([marked('C3', '✓'), marked('C9', '✓')]).toEqual([PRESETS.length, 0]);
  }),
  quote('open', 'On the 21 networks that ship here, the fall to a single point is reproduced 21 times', () => {
    expect(PRESETS).toHaveLength(21);
    expect(marked('C3', '✓')).toBe(21);
  }),
  quote('open', 'wandering in clusters and straight crossings 20 times', () => expect(marked('C7', '✓')).toBe(20)),
  quote('open', 'a few kick neurons in every direction 6 times', () => expect(marked('C10', '✓')).toBe(6)),
  quote('open', 'at most five states and three outputs', () => {
    for (const { nStates, nOutputs } of Object.values(PAPER_HMMS)) {
      expect(nStates).toBeLessThanOrEqual(5);
      expect(nOutputs).toBe(3);
    }
  }),
];

export const LATE: readonly Quote[] = [...KICK, ...BREAK, ...BIRTH, ...RICHER, ...OPEN];
