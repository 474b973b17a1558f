import { picklist, safeParse } from 'valibot';
import { currentEngineId, ENGINE_IDS, type EngineId } from '../../training/engine';
import { readText, writeText } from '../webStorage';

/** Stores in this browser which engine was fastest at a size. If storage is full or forbidden, engines are timed again. */

const key = (size: string): string => `engine.${size}`;

export function cachedEngine(size: string): EngineId | undefined {
  const parsed = safeParse(picklist(ENGINE_IDS), currentEngineId(readText('local', key(size)) ?? ''));
  return parsed.success ? parsed.output : undefined;
}

/** If it cannot be stored, only a second of timing is lost. */
export function cacheEngine(size: string, id: EngineId): void {
  writeText('local', key(size), id);
}
