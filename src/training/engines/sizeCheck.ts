import type { RnnShape } from '../../rnn/weights';
import type { Engine, OptimiserState } from '../engine';
import type { Phase } from '../recipe';
import { checkAtSize, type UpdateSize } from './selfCheck';

type PhaseSize = Pick<Phase, 'batch' | 'seqLen'>;

export interface SizeCheck {
  /** Whether the engine has not been checked at these sizes. The plain JavaScript engine is what others are checked against. */
  due(engine: Engine, size: PhaseSize): boolean;
  /**
   * Checks an engine at the sizes of a phase that begins and gives it its state back.
   * @param state what the engine holds
   * @throws EngineError when it computes something else than the reference there
   */
  check(engine: Engine, shape: RnnShape, size: PhaseSize, state: OptimiserState): Promise<void>;
}

/**
 * Kernels can be wrong at large sizes only, and later phases have larger batches: an engine is checked again where sizes change.
 * @param checked the sizes it was chosen at
 */
export function createSizeCheck(checked: Pick<UpdateSize, 'batch' | 'seqLen'>): SizeCheck {
  const key = ({ batch, seqLen }: PhaseSize) => `${batch}×${seqLen}`;
  const known = new Set([key(checked)]);
  return {
    due: (engine, size) => engine.id !== 'js' && !known.has(key(size)),
    async check(engine, shape, { batch, seqLen }, state) {
      await checkAtSize(engine, { shape, batch, seqLen });
      known.add(key({ batch, seqLen }));
      await engine.init(shape, state);
    },
  };
}
