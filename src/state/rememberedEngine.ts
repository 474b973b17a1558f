import { picklist, safeParse } from 'valibot';
import type { EngineId } from '../training/engine';
import { ENGINE_IDS } from '../training/engines/choose';

/** Which engine won the trial at a size, kept in this browser. Storage may be full or forbidden: then engines are timed again. */

const PREFIX = 'noisy-orbits.engine.';

export function rememberedEngine(size: string): EngineId | undefined {
  try {
    const parsed = safeParse(picklist(ENGINE_IDS), localStorage.getItem(PREFIX + size));
    return parsed.success ? parsed.output : undefined;
  } catch {
    return undefined;
  }
}

export function rememberEngine(size: string, id: EngineId): void {
  try {
    localStorage.setItem(PREFIX + size, id);
  } catch {
    // Nothing is lost but a second of timing next time.
  }
}
