import { type EngineId, freshOptimiser, type UpdateReport } from '../../../src/training/engine';
import { laws } from './laws';
import { checked, planted, plantedUpdate } from './planted';
import { answerOf, differences, type EngineSize, makeProblem, withEngine } from './problem';

/** All engines in a real page, at the sizes of real runs. Called from tests/e2e/engines.test.ts. */

/** Loss and gradient for given draws: differences from the plain engine, some entries of the gradient, and milliseconds. */
async function compared(id: EngineId, size: EngineSize, parameters: number[], entries: number[]) {
  const problem = makeProblem(size, parameters);
  const expected = await withEngine('js', (engine) => answerOf(engine, problem));
  const begun = performance.now();
  const answer = await withEngine(id, (engine) => answerOf(engine, problem));
  const ms = performance.now() - begun;
  return { ...differences(answer, expected), entries: entries.map((entry) => answer.gradient[entry]!), ms };
}

/** Weights an engine ends with after some updates on one batch, draws made by itself, and the losses on the way. */
async function trained(id: EngineId, size: EngineSize, parameters: number[], updates: number, learningRate: number) {
  const problem = makeProblem(size, parameters);
  const settings = { ...problem.settings, learningRate };
  return withEngine(id, async (engine) => {
    const begun = performance.now();
    await engine.init(size, freshOptimiser(problem.parameters));
    const reports: UpdateReport[] = [];
    for (let n = 0; n < updates; n++) reports.push(...(await engine.step(problem.batch, 3, settings)));
    reports.push(...(await engine.settle()));
    const state = await engine.readState();
    return {
      losses: reports.map((report) => report.loss),
      parameters: [...state.parameters],
      ms: performance.now() - begun,
    };
  });
}

const api = { compared, trained, laws, planted, plantedUpdate, checked };
export type EnginesPage = typeof api;
Object.assign(window, { engines: api });
