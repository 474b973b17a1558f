import { describe, expect, it } from 'vitest';
import { flippedDirections, profileDirections } from '../../../src/dynamics/kick/kickProfile';
import { CLUSTER, KICK_ZONE, TRANSITION } from '../../../src/dynamics/zones/zones';
import { finish } from '../../../src/math/progress';
import { H, plantedNetwork } from './plantedSwitch';

const sorted = (units: readonly number[]) => [...units].sort((a, b) => a - b);
const { weights } = plantedNetwork();

describe('profiles of the recurrent drive', () => {
  it('are those of plain loops over the run', () => {
    const { run, directions } = finish(profileDirections(weights, 1));
    const { recurrentWeights } = weights;
    const drive = (s: number, unit: number) => {
      let sum = 0;
      for (let j = 0; j < H; j++) sum += recurrentWeights[unit * H + j]! * run.states[s * H + j]!;
      return sum;
    };
    const steps = [...run.labels.keys()];
    for (const { from, to, states, profiles } of directions) {
      const candidates = profiles.flatMap(({ fits, ...profile }) => (fits ? [profile] : []));
      const leads = (s: number) => {
        let t = s;
        while (t < run.labels.length && run.labels[t] === from) t++;
        return run.labels[t] === to;
      };
      const own = steps.filter((s) => run.labels[s] === from);
      const inZone = (zone: number) => own.filter((s) => run.zones[s] === zone);
      const rows = {
        cluster: inZone(CLUSTER),
        kick: inZone(KICK_ZONE).filter(leads),
        transition: inZone(TRANSITION).filter(leads),
      };
      expect(states).toEqual({ cluster: rows.cluster.length, kick: rows.kick.length, transition: rows.transition.length });
      const expected = Array.from({ length: H }, (_, unit) => {
        const values = (list: number[]) => list.map((s) => drive(s, unit));
        const mean = (list: number[]) => list.reduce((a, b) => a + b, 0) / list.length;
        const squares = (list: number[], middle = mean(list)) => list.reduce((a, b) => a + (b - middle) ** 2, 0);
        const [c, k, t] = [values(rows.cluster), values(rows.kick), values(rows.transition)];
        const [cluster, kick, transition] = [mean(c), mean(k), mean(t)];
        const way = transition - cluster;
        const discriminability = way / Math.sqrt((squares(c) + squares(t)) / (c.length + t.length - 2));
        return {
          unit,
          cluster,
          kick,
          transition,
          discriminability,
          crossing: -cluster / way,
          kickPosition: (kick - cluster) / way,
        };
      })
        .filter(({ cluster, transition, discriminability }) => cluster < 0 && transition > 0 && discriminability > 1.5)
        .sort((a, b) => b.discriminability - a.discriminability);
      expect(sorted(candidates.map(({ unit }) => unit))).toEqual(sorted(expected.map(({ unit }) => unit)));
      const known = new Map(expected.map((profile) => [profile.unit, profile]));
      candidates.forEach((profile, n) => {
        for (const [name, value] of Object.entries(profile))
          expect(value).toBeCloseTo(known.get(profile.unit)![name as 'kick'], 3);
        if (n > 0) expect(profile.discriminability).toBeLessThanOrEqual(candidates[n - 1]!.discriminability);
      });
    }
  });
});

describe('candidates', () => {
  it('fire in at least 5 % of the steps between the last cluster state and the flip', () => {
    const { run, directions } = finish(profileDirections(weights, 1));
    for (const { from, to, approach, candidates } of directions) {
      const steps: number[] = [];
      for (let t = 1; t < run.labels.length; t++) {
        if (run.labels[t - 1] !== from || run.labels[t] !== to) continue;
        const way: number[] = [];
        let s = t - 1;
        while (s >= 0 && run.labels[s] === from && run.zones[s] !== CLUSTER) way.push(s--);
        if (s >= 0 && run.labels[s] === from) steps.push(...way);
      }
      expect(approach).toBe(steps.length);
      const share = (unit: number) => steps.filter((s) => run.states[s * H + unit]! > 0).length / steps.length;
      expect(candidates).toEqual(Array.from({ length: H }, (_, unit) => unit).filter((unit) => share(unit) >= 0.05));
    }
  });
});

describe('flipped directions', () => {
  it('are the ordered pairs of labels taken at least five times, most often first', () => {
    const labels = [...'0'.repeat(3), ...'20'.repeat(6), ...'01'.repeat(5)].map(Number);
    // 0→2 six times, 2→0 six times, 0→1 five times, 1→0 four times.
    expect(flippedDirections(Uint8Array.from(labels), 3)).toEqual([
      { from: 0, to: 2, flips: 6 },
      { from: 2, to: 0, flips: 6 },
      { from: 0, to: 1, flips: 5 },
    ]);
    expect(flippedDirections(new Uint8Array(50), 3)).toEqual([]);
  });
});
