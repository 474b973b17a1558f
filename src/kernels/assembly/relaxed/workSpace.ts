// Addresses of what an update needs beside the buffers of context.ts; set once per batch by the caller.
import { HP, TILE } from '../context';

/** Cells (sequence and step) whose outer products are summed together: a block of columns of them stays in the first-level cache. */
export const GROUP: i32 = 192;

/** Per sequence of a tile a list of units, `tileListBytes` apart; where each ends (u32 each). */
export let tileLists: usize = 0;
export let tileListBytes: usize = 0;
export let tileEnds: usize = 0;
/** Per sequence of a tile what is carried back [TILE×HP]. */
export let carries: usize = 0;
/** Per unit a list of the cells in which it fires, `UNIT_LIST_BYTES` apart; where each ends, and where its cells with t > 0 end (u32 each). */
export let unitLists: usize = 0;
export const UNIT_LIST_BYTES: usize = (<usize>(GROUP + TILE)) << 3;
export let unitEnds: usize = 0;
export let recurrentEnds: usize = 0;
/** dℓ of the cells of a group, KP floats each, and the number of each cell (u32). */
export let groupLogits: usize = 0;
export let groupCells: usize = 0;

/** @param at room for `workSpaceBytes` of layout.ts */
export function setWorkSpace(at: usize): void {
  // Lists are written four entries at a time.
  tileListBytes = (<usize>(HP + 4)) << 3;
  tileLists = at;
  tileEnds = tileLists + <usize>TILE * tileListBytes;
  carries = tileEnds + ((<usize>TILE) << 2);
  unitLists = carries + <usize>TILE * ((<usize>HP) << 2);
  unitEnds = unitLists + <usize>HP * UNIT_LIST_BYTES;
  recurrentEnds = unitEnds + ((<usize>HP) << 2);
  groupCells = recurrentEnds + ((<usize>HP) << 2);
  groupLogits = groupCells + ((<usize>(GROUP + TILE)) << 2);
}

// @ts-ignore: decorator
@inline
export function tileList(slot: i32): usize {
  return tileLists + <usize>slot * tileListBytes;
}

// @ts-ignore: decorator
@inline
export function tileEnd(slot: i32): usize {
  return <usize>load<u32>(tileEnds + ((<usize>slot) << 2));
}
