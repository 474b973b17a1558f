import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { CLAIM_IDS } from '../../../src/claims/claim';
import { CLAIMS, type ClaimEvent, COMPARING, runClaims } from '../../../src/claims/index';
import { PAPER_HMMS } from '../../../src/hmm/models';
import { readWeights } from '../../../src/rnn/safetensors';
import { example, exampleInput, exploding, results, runRow, untrained } from './networks';

describe('the table of claims', () => {
  it('holds C1 to C24 in order', () => {
    expect(CLAIM_IDS).toEqual(Array.from({ length: 24 }, (_, k) => `C${k + 1}`));
    expect(CLAIMS.map(({ id }) => id)).toEqual(CLAIM_IDS);
  });

  it.each(CLAIMS)('says in words what $id claims, how it is tested and what the paper has', (claim) => {
    expect(claim.title).toMatch(/^[A-Z].{4,70}$/);
    expect(claim.statement).toMatch(/^[A-Z].{40,400}\.$/);
    expect(claim.statement).not.toMatch(/Jacobian|argmax|softmax|eigenspace/);
    expect(claim.test).toMatch(/^[A-Z\d].{30,400}\.$/);
    expect(claim.paper).toMatch(/^.{10,200}\.$/);
    if (claim.ours !== undefined) expect(claim.ours).toMatch(/\.$/);
  });
});

describe('claims that compare networks', () => {
  it('are those that read the others, and no other claim is given them', () => {
    const reads = CLAIMS.filter(({ run }) => run.toString().includes('siblings')).map(({ id }) => id);
    expect(COMPARING).toEqual(reads);
  });
});

describe('runClaims', () => {
  const input = exampleInput('chain-2');

  it('yields each result as it is found, quick ones first, and ends with all in order', () => {
    const events: ClaimEvent[] = [];
    const work = runClaims(input, { only: ['C4', 'C5', 'C16', 'C23'] });
    let step = work.next();
    for (; !step.done; step = work.next()) events.push(step.value);
    const done = events.flatMap(({ result }) => result ?? []);
    expect(done.map(({ id }) => id)).toEqual(['C23', 'C4', 'C5', 'C16']);
    expect(step.value.map(({ id }) => id)).toEqual(['C4', 'C5', 'C16', 'C23']);
    const progress = events.map((event) => event.progress);
    expect(progress).toEqual([...progress].sort((a, b) => a - b));
    expect(progress.at(-1)).toBe(1);
  });

  it('gives the same results twice, and numbers with n for each', () => {
    const [first, second] = [0, 1].map(() => results(input, 'C3', 'C4', 'C5', 'C23', 'C24'));
    expect(second).toEqual(first);
    for (const { effects, reason } of first!) {
      expect(effects.length).toBeGreaterThan(0);
      for (const { estimate } of effects) expect(estimate.n).toBeGreaterThan(0);
      expect(reason).toMatch(/\d/);
    }
    expect(first!.map(({ verdict }) => verdict).filter((_, n) => n !== 2)).toEqual([
      ...['reproduced', 'identity', 'reproduced', 'reproduced'],
    ]);
  });

  it('C5 is decided in PC1–PC2; a second plane and the ring stand beside it', () => {
    const { weights } = readWeights(readFileSync('tests/golden/chain3_h64_d16.safetensors'));
    const [trained] = results({ weights, hmm: PAPER_HMMS['chain-3'], seed: 1, seqLen: 30 }, 'C5');
    expect(trained!.verdict).toBe('reproduced');
    expect(trained!.reason).toContain('in PC1–PC2');
    expect(trained!.parts!.map(({ name, beside }) => [name, beside])).toEqual([
      ['a ring around the resting point in PC1–PC2', true],
    ]);
    const [start] = results(untrained('chain-3', 1), 'C5');
    expect(start!.verdict).toBe('not-reproduced');
    for (const { name, beside, reason } of start!.parts!) {
      expect(name).toMatch(/^turns in another plane, PC[12]–PC3$|^a ring/);
      expect(beside).toBe(true);
      expect(reason).toMatch(/\d/);
    }
  });

  it('says what is missing: the history, more networks, another model', () => {
    const reasons = results(input, 'C16', 'C17', 'C18', 'C19', 'C20', 'C22').map(({ verdict, reason, effects }) => {
      expect(verdict).toBe('not-applicable');
      expect(effects).toEqual([]);
      return reason;
    });
    for (const reason of reasons.slice(0, 3)) expect(reason).toContain('training history');
    expect(reasons[3]).toContain('1 of M = 2, 0 of M = 3');
    expect(reasons[4]).toContain('a single one');
    expect(reasons[5]).toContain('0 and 1 with H = 64');
    const [turns] = results(untrained('fully'), 'C5');
    expect(turns!.verdict).toBe('not-applicable');
    expect(turns!.reason).toContain('about chains');
  });
});

describe('an exploding network', () => {
  const all = results(exploding());
  const byId = new Map(all.map((result) => [result.id, result]));

  it('fails C23, and nothing else is said of it', () => {
    expect(byId.get('C23')!.verdict).toBe('not-reproduced');
    expect(byId.get('C23')!.reason).toMatch(/passes 10000 by step \d+/);
    const apart = ['C16', 'C17', 'C18', 'C20'];
    for (const { id, verdict } of all)
      if (id !== 'C23') expect([id, verdict]).toEqual([id, apart.includes(id) ? 'not-applicable' : 'inconclusive']);
  });

  it('gives that as the reason of all claims that need a bounded network', () => {
    for (const { id, needs } of CLAIMS)
      if (needs.includes('bounded') && byId.get(id)!.verdict === 'inconclusive')
        expect(byId.get(id)!.reason).toContain('grows without bound');
  });
});

describe('an untrained network', () => {
  it('reproduces only what must hold without training', () => {
    const all = results(untrained('chain-2', 1, { hiddenSize: 32, inputDim: 8 }));
    const verdicts = Object.fromEntries(all.map(({ id, verdict }) => [id, verdict]));
    const holding = all.filter(({ verdict }) => verdict === 'reproduced' || verdict === 'identity').map(({ id }) => id);
    expect(holding).toEqual(['C3', 'C4', 'C23']);
    expect(verdicts).toMatchObject({ C1: 'not-reproduced', C2: 'not-reproduced', C5: 'not-reproduced', C6: 'not-reproduced' });
    for (const id of ['C10', 'C11', 'C12', 'C13', 'C14', 'C15', 'C21']) expect([id, verdicts[id]]).toEqual([id, 'inconclusive']);
  });
});

describe('claims about several networks', () => {
  const inputs = (['chain-2', 'chain-3', 'chain-4', 'chain-5'] as const).flatMap((id) =>
    [id, `${id}-s2`, `${id}-s3`].map((name) => example(name, id)),
  );

  it('C19 compares three networks of each length', () => {
    const [own, ...siblings] = inputs;
    // The network itself among the others counts once.
    const [found] = results({ ...own!, seed: 1, siblings: [...siblings, own!] }, 'C19');
    expect(found!.effects).toHaveLength(7);
    for (const { estimate } of found!.effects) expect(estimate.n).toBe(3);
    expect(found!.effects[0]!.estimate.value).toBeGreaterThan(found!.effects[1]!.estimate.value);
  });

  it('C22 compares networks of equal size by their number of inputs', () => {
    const row = CLAIMS.find(({ id }) => id === 'C22')!;
    const network = (inputDim: number, seed: number) => {
      const input = untrained('chain-2', 1 + 0.01 * seed, { hiddenSize: 6, inputDim });
      return { id: `${inputDim} ${seed}`, weights: input.weights, hmm: input.hmm };
    };
    const siblings = [network(1, 1), network(1, 2), network(1, 3), network(10, 1), network(10, 2)];
    const found = runRow(row, { ...network(12, 1), seed: 1, seqLen: 12, siblings });
    expect(found.effects.map(({ estimate }) => estimate.n)).toEqual([3, 3, 3]);
    expect(found.effects[0]!.name).toContain('H = 6');
    expect(runRow(row, { ...network(12, 1), seed: 1, siblings: siblings.slice(1) }).reason).toContain('2 and 3 with H = 6');
  });
});
