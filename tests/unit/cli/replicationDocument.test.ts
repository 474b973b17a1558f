import { describe, expect, it } from 'vitest';
import { type NetworkReports, replicationDocument } from '../../../cli/replicationDocument';
import type { ClaimVerdict } from '../../../src/claims/claim';
import { CLAIMS } from '../../../src/claims/index';
import { type ClaimReport, claimReport } from '../../../src/claims/report';
import { PAPER_HMMS } from '../../../src/hmm/models';
import { initialWeights } from '../../../src/rnn/weights';

const weights = initialWeights({ hiddenSize: 4, inputDim: 2, nOutputs: 3 }, 1);

/** A report in which every claim has one verdict. */
function report(verdict: ClaimVerdict): ClaimReport {
  const results = CLAIMS.map(({ needs: _, run: __, ...text }) => ({ ...text, verdict, reason: `so ${verdict}`, effects: [] }));
  return claimReport({ weights, hmm: PAPER_HMMS['chain-2'], seed: 1 }, results);
}

const network = (id: string, recipe: string, selected: ClaimVerdict, last?: ClaimVerdict): NetworkReports => ({
  id,
  recipe: { name: recipe, differs: recipe === 'paper' ? [] : ['read-out gain 8'] },
  update: 40,
  selected: report(selected),
  ...(last ? { last: { update: 50, report: report(last) } } : {}),
});

describe('the replication document', () => {
  const text = replicationDocument([
    network('a', 'live', 'reproduced', 'not-reproduced'),
    network('b', 'live', 'not-applicable'),
    network('c', 'paper', 'inconclusive', 'inconclusive'),
  ]);

  it('counts for each recipe and model, the paper’s recipe first, on how many networks a claim holds', () => {
    expect(text).toContain('| Claim | Two-state chain, recipe paper | Two-state chain, recipe live |');
    expect(text).toContain('| C1 Emissions match | 0 of 1 / 0 of 1 | 1 of 1 / 0 of 1 |');
  });

  it('has a table of its networks for each recipe and model', () => {
    expect(text).toContain('| Claim | c |');
    expect(text).toContain('| Claim | a | b |');
    expect(text).toContain('| C1 Emissions match | ✓ / ✗ | · |');
    expect(text).toContain('| C1 Emissions match | ? / ? |');
  });

  it('says of each network how it was trained, and what its last checkpoint shows', () => {
    const [, paper, live, other] = text.split(/^### /m);
    expect(paper).toContain('Trained by the paper’s recipe.');
    expect(paper).toContain('Every verdict is the same.');
    expect(live).toContain('Trained by another recipe than the paper’s (live): read-out gain 8.');
    expect(live).toContain('Last checkpoint (update 50');
    expect(live).toContain('- ✗ **C1 Emissions match.** so not-reproduced.');
    expect(other).toContain('Last checkpoint: the same (update 40), or not on file.');
    expect(text).not.toMatch(/paper is not reproduced/i);
  });
});
