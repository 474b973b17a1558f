import {
  fullyConnected,
  gaussianEmissions,
  leftRight,
  ring,
  stayProbabilityChain,
  targetProbabilityChain,
  uniformStart,
} from './models';
import { grained, grainedModel, OUTPUT_LIMITS, STATE_LIMITS } from './modelText';
import { HmmError, type HmmSpec } from './spec';

/** Edits of a model by hand. Probabilities stay multiples of 1/10,000, so that a link gives back exactly the same model. */

/** The matrices that can be edited cell by cell. */
export type MatrixName = 'transitionMatrix' | 'emissionMatrix';

/**
 * Sets one cell of a row. The cells that are not locked share the rest in proportion, or equally if they were all 0. The locked
 * cells limit the value of the cell.
 * @param locked [row length]
 */
export function withCell(row: readonly number[], cell: number, value: number, locked: readonly boolean[]): number[] {
  const held = row.reduce((sum, p, i) => sum + (i !== cell && locked[i] ? p : 0), 0);
  const free = row.map((_, i) => i).filter((i) => i !== cell && !locked[i]);
  // When no other cell can change, the cell takes what the locked ones leave.
  const set = free.length === 0 ? 1 - held : Math.min(Math.max(0, value), 1 - held);
  const left = 1 - held - set;
  const before = free.reduce((sum, i) => sum + row[i]!, 0);
  return grained(
    row.map((p, i) => {
      if (i === cell) return set;
      if (!free.includes(i)) return p;
      return before > 0 ? (p / before) * left : left / free.length;
    }),
  );
}

/** Name of a model that its owner has not named yet. */
const ownName = (nStates: number): string => `Own model, ${nStates} state${nStates === 1 ? '' : 's'}`;

/** An edited model no longer deserves its old name, unless its owner chose that name. */
function changed(spec: HmmSpec, change: Partial<HmmSpec>): HmmSpec {
  const named = spec.topology === 'custom' && spec.name !== ownName(spec.nStates);
  const next: HmmSpec = { ...spec, ...change, topology: 'custom' };
  return named ? next : { ...next, name: ownName(next.nStates) };
}

/** The model with one cell set. */
export function setCell(
  spec: HmmSpec,
  matrix: MatrixName,
  row: number,
  cell: number,
  value: number,
  locked: readonly boolean[],
): HmmSpec {
  const rows = spec[matrix].map((own, i) => (i === row ? withCell(own, cell, value, locked) : own));
  return changed(spec, { [matrix]: rows });
}

/** A new state stays with probability `stay`. It takes the share `entered` of the row that now leads to it. */
const NEW_STATE = { stay: 0.95, entered: 0.05 };
/** A row of emissions with the given probabilities of some outputs; the others share the rest. */
function emissions(nOutputs: number, own: readonly (readonly [output: number, p: number])[]): number[] {
  const rest = 1 - own.reduce((sum, [, p]) => sum + p, 0);
  const given = new Map(own);
  return grained(Array.from({ length: nOutputs }, (_, k) => given.get(k) ?? rest / (nOutputs - given.size)));
}

/**
 * Emissions of a new state. Of the rows with mostly one or two outputs, it takes the one that is farthest from all existing rows.
 */
function newEmissions({ emissionMatrix, nOutputs }: HmmSpec): number[] {
  const outputs = Array.from({ length: nOutputs }, (_, k) => k);
  const ofTwo = (p: number, q: number) =>
    outputs.flatMap((a) =>
      outputs
        .filter((b) => b !== a)
        .map((b) =>
          emissions(nOutputs, [
            [a, p],
            [b, q],
          ]),
        ),
    );
  const rows = [...outputs.map((a) => emissions(nOutputs, [[a, 0.9]])), ...ofTwo(0.45, 0.45), ...ofTwo(0.65, 0.25)];
  const distance = (row: readonly number[]) =>
    Math.min(...emissionMatrix.map((own) => own.reduce((sum, p, k) => sum + Math.abs(p - row[k]!), 0)));
  return rows.reduce((best, row) => (distance(row) > distance(best) + 1e-9 ? row : best));
}

/**
 * Adds a state. It is entered from the last state and leads back to it, and it emits what no other state emits.
 * @throws HmmError when the model already has the largest number of states
 */
export function addState(spec: HmmSpec): HmmSpec {
  const { nStates } = spec;
  if (nStates >= STATE_LIMITS.high) throw new HmmError(`A model here has at most ${STATE_LIMITS.high} states.`);
  const { stay, entered } = NEW_STATE;
  const last = nStates - 1;
  const back = Array.from({ length: nStates + 1 }, (_, j) => (j === nStates ? stay : j === last ? 1 - stay : 0));
  const rows = spec.transitionMatrix.map((row, i) =>
    i === last ? [...row.map((p) => p * (1 - entered)), entered] : [...row, 0],
  );
  return changed(spec, {
    nStates: nStates + 1,
    startProb: grained(uniformStart(nStates + 1)),
    transitionMatrix: [...rows.map((row, i) => (i === last ? grained(row) : row)), grained(back)],
    emissionMatrix: [...spec.emissionMatrix, newEmissions(spec)],
  });
}

/**
 * Removes a state. The probabilities that led to it are shared among the other targets; where there are none, the state stays.
 * @throws HmmError for the only state
 */
export function removeState(spec: HmmSpec, state: number): HmmSpec {
  if (spec.nStates <= STATE_LIMITS.low) throw new HmmError('A model needs at least one state.');
  const kept = <T>(list: readonly T[]) => list.filter((_, i) => i !== state);
  const rows = kept(spec.transitionMatrix).map((row, i) => {
    const rest = kept(row);
    return rest.some((p) => p > 0) ? grained(rest) : rest.map((_, j) => (j === i ? 1 : 0));
  });
  return changed(spec, {
    nStates: spec.nStates - 1,
    startProb: grained(uniformStart(spec.nStates - 1)),
    transitionMatrix: rows,
    emissionMatrix: kept(spec.emissionMatrix),
  });
}

/** Adds an output. Only the last state emits it, with probability 0.1. */
export function addOutput(spec: HmmSpec): HmmSpec {
  if (spec.nOutputs >= OUTPUT_LIMITS.high) throw new HmmError(`A model here has at most ${OUTPUT_LIMITS.high} outputs.`);
  const rows = spec.emissionMatrix.map((row, i) => grained([...row, i === spec.nStates - 1 ? 1 / 9 : 0]));
  return changed(spec, { nOutputs: spec.nOutputs + 1, emissionMatrix: rows });
}

/** Removes the last output. Its probabilities are shared among the others. */
export function removeOutput(spec: HmmSpec): HmmSpec {
  if (spec.nOutputs <= OUTPUT_LIMITS.low) throw new HmmError(`A model needs at least ${OUTPUT_LIMITS.low} outputs.`);
  const rows = spec.emissionMatrix.map((row) => {
    const rest = row.slice(0, -1);
    return grained(rest.some((p) => p > 0) ? rest : rest.map(() => 1));
  });
  return changed(spec, { nOutputs: spec.nOutputs - 1, emissionMatrix: rows });
}

/** Ways to build a transition matrix, each with the meaning and range of its single parameter. */
export const TEMPLATES = {
  'target-chain': {
    name: 'chain, by probability to cross it',
    low: 0.001,
    high: 0.5,
    usual: 0.05,
    build: targetProbabilityChain,
  },
  'stay-chain': { name: 'chain, by probability to stay', low: 0.5, high: 0.999, usual: 0.95, build: stayProbabilityChain },
  'left-right': {
    name: 'left to right and back to the first, by probability to stay',
    low: 0.5,
    high: 0.999,
    usual: 0.95,
    build: leftRight,
  },
  ring: { name: 'ring, by probability to stay', low: 0.5, high: 0.999, usual: 0.95, build: ring },
  fully: { name: 'fully connected, by probability to stay', low: 0.5, high: 0.999, usual: 0.95, build: fullyConnected },
} as const;
export type TemplateId = keyof typeof TEMPLATES;

const TOPOLOGIES: Record<TemplateId, HmmSpec['topology']> = {
  'target-chain': 'linear-chain',
  'stay-chain': 'linear-chain',
  'left-right': 'custom',
  ring: 'cyclic',
  fully: 'fully-connected',
};

/** A model from a template; emissions are gaussian bumps over the outputs. @throws HmmError with a sentence for what cannot exist */
export function fromTemplate(id: TemplateId, nStates: number, nOutputs: number, parameter: number): HmmSpec {
  const { name, build } = TEMPLATES[id];
  return grainedModel({
    name: `${nStates} states, ${name.split(',')[0]}`,
    topology: TOPOLOGIES[id],
    nStates,
    nOutputs,
    startProb: uniformStart(nStates),
    transitionMatrix: build(nStates, parameter),
    emissionMatrix: gaussianEmissions(nStates, nOutputs),
  });
}
