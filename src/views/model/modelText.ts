import type { HmmSpec } from '../../hmm/spec';

const listed = (row: readonly number[], word: (index: number) => string): string =>
  row.flatMap((p, index) => (p > 0 ? [`${word(index)} with ${Number(p.toFixed(3))}`] : [])).join(', ');

/** The model in words, state by state: where it goes and what it emits, with what probability. */
export function modelText({ name, transitionMatrix, emissionMatrix }: HmmSpec): string {
  const states = transitionMatrix.map((row, state) => {
    const goes = listed(row, (to) => (to === state ? 'stays' : `to state ${to}`));
    return `State ${state}: ${goes}; emits ${listed(emissionMatrix[state]!, (output) => `output ${output}`)}.`;
  });
  return `${name}. ${states.join(' ')}`;
}
