import { picklist, safeParse } from 'valibot';
import { currentEngineId, ENGINE_IDS, type EngineId } from '../../training/engine';
import { readText, writeText } from '../webStorage';

/** Which engine won the trial at a size, kept in this browser. Storage may be full or forbidden: then engines are timed again. */

const key = (size: string): string => `engine.${size}`;

export function cachedEngine(size: string): EngineId | undefined {
  const parsed = safeParse(picklist(ENGINE_IDS), currentEngineId(readText('local', key(size)) ?? ''));
  return parsed.success ? parsed.output : undefined;
}

/** Where it cannot be kept nothing is lost but a second of timing next time. */
export function cacheEngine(size: string, id: EngineId): void {
  writeText('local', key(size), id);
}
