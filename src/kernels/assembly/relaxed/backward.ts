import { D16, DP, H, hidden, HP, inputGradient, K, KP, noise, outputGradient, readout, readoutGradient, recurrentGradient, rows, soft, TILE } from '../context';
import { addRows16, addRows32, appendActive, madd } from './rows';
import {
  carries, GROUP, groupCells, groupLogits, recurrentEnds, tileEnd, tileEnds, tileList, UNIT_LIST_BYTES, unitEnds, unitLists,
} from './workSpace';

/** Cells whose outer products are still to be added. */
let grouped: i32 = 0;

/**
 * Back-propagation through time over sequences from … to−1, a tile at a time; adds to the gradient buffers. Silent units pass
 * nothing on. Outer products are added group by group and unit by unit: a row of a gradient then stays in registers while all cells
 * in which its unit fires pass over it.
 * @param penalty 2λ/(B·T·H), the derivative of the activity penalty per unit of h
 */
export function backwardSequences(from: i32, to: i32, seqLen: i32, temperature: f32, penalty: f32): void {
  const width = (<usize>HP) << 2;
  for (let first = from; first < to; first += TILE) {
    const count = min(TILE, to - first);
    memory.fill(carries, 0, <usize>count * width);
    beginGroup();
    for (let t: i32 = seqLen - 1; t >= 0; t--) {
      if (t === 0) memory.copy(recurrentEnds, unitEnds, <usize>H << 2);
      for (let s: i32 = 0; s < count; s++) {
        const cell: usize = (first + s) * seqLen + t;
        const dLogits = groupLogits + ((<usize>(grouped * KP)) << 2);
        store<u32>(groupCells + ((<usize>grouped) << 2), <u32>cell);
        grouped++;
        straightThrough(soft + ((cell * KP) << 2), outputGradient + ((cell * K) << 3), dLogits, temperature);
        differentiate(hidden + cell * width, carries + <usize>s * width, dLogits, penalty, s);
        listUnits(<u32>cell, s);
      }
      if (t === 0 || grouped >= GROUP) {
        if (t > 0) memory.copy(recurrentEnds, unitEnds, <usize>H << 2);
        addGroup();
        beginGroup();
      }
      if (t > 0) carryBack(count);
    }
  }
}

/** dℓ = s∘(v − ⟨s, v⟩)/τ */
function straightThrough(s: usize, v: usize, out: usize, temperature: f32): void {
  let inner: f32 = 0;
  for (let k: usize = 0; k < <usize>K; k++) inner += load<f32>(s + (k << 2)) * <f32>load<f64>(v + (k << 3));
  for (let k: usize = 0; k < <usize>K; k++)
    store<f32>(out + (k << 2), (load<f32>(s + (k << 2)) * (<f32>load<f64>(v + (k << 3)) - inner)) / temperature);
}

/** carry ← carry + penalty·h + W_outᵀ dℓ; the units with h > 0 and their part of it are listed in the slot of a tile. */
function differentiate(h: usize, carry: usize, dLogits: usize, penalty: f32, slot: i32): void {
  const width = (<usize>HP) << 2;
  const zero = f32x4.splat(0);
  const lambda = f32x4.splat(penalty);
  let list = tileList(slot);
  let units = i32x4(0, 1, 2, 3);
  for (let i: usize = 0; i < width; i += 16) {
    const state = v128.load(h + i);
    let dh = madd(lambda, state, v128.load(carry + i));
    let w = readout + i;
    for (let k: usize = 0; k < <usize>K; k++) {
      dh = madd(v128.load_splat<f32>(dLogits + (k << 2)), v128.load(w), dh);
      w += width;
    }
    // Judged by h: dh may well be negative.
    list = appendActive(list, units, dh, f32x4.gt(state, zero));
    units = i32x4.add(units, i32x4.splat(4));
  }
  store<u32>(tileEnds + ((<usize>slot) << 2), <u32>list);
}

/** Puts a cell on the list of each unit that fires in it. */
function listUnits(cell: u32, slot: i32): void {
  const end = tileEnd(slot);
  for (let entry = tileList(slot); entry < end; entry += 8) {
    const own = unitEnds + (<usize>load<u32>(entry) << 2);
    const at = <usize>load<u32>(own);
    store<u32>(at, cell);
    store<u32>(at, load<u32>(entry, 4), 4);
    store<u32>(own, <u32>(at + 8));
  }
}

function beginGroup(): void {
  grouped = 0;
  for (let i: usize = 0; i < <usize>H; i++) store<u32>(unitEnds + (i << 2), <u32>(unitLists + i * UNIT_LIST_BYTES));
}

/** ∂W_in[i, :] += dz_i · x_t, ∂W_hh[i, :] += dz_i · h_{t−1} and ∂W_out[k, :] += dℓ_k · h_t over the cells of the group. */
function addGroup(): void {
  const width = (<usize>HP) << 2;
  addOuter(inputGradient, (<usize>D16) << 2, noise, (<u32>DP) << 2, unitEnds);
  // The state before a cell's is the row before it.
  addOuter(recurrentGradient, width, hidden - width, <u32>width, recurrentEnds);
  for (let c: usize = 0; c < width; c += 64) for (let k: usize = 0; k < <usize>K; k++) addReadout(c, k);
}

/** A row of `gradient` for each unit: Σ over its list of value · row(cell) of `points`, block by block. */
function addOuter(gradient: usize, width: usize, points: usize, stride: u32, ends: usize): void {
  let c: usize = 0;
  for (; c + 128 <= width; c += 128)
    for (let i: usize = 0; i < <usize>H; i++)
      addRows32(gradient + i * width + c, points + c, stride, unitLists + i * UNIT_LIST_BYTES, <usize>load<u32>(ends + (i << 2)), false);
  for (; c < width; c += 64)
    for (let i: usize = 0; i < <usize>H; i++)
      addRows16(gradient + i * width + c, points + c, stride, unitLists + i * UNIT_LIST_BYTES, <usize>load<u32>(ends + (i << 2)), false);
}

/** 16 columns of row k of ∂W_out. */
function addReadout(c: usize, k: usize): void {
  const width = (<usize>HP) << 2;
  const target = readoutGradient + k * width + c;
  let a0 = v128.load(target);
  let a1 = v128.load(target, 16);
  let a2 = v128.load(target, 32);
  let a3 = v128.load(target, 48);
  for (let n: usize = 0; n < <usize>grouped; n++) {
    const h = hidden + <usize>load<u32>(groupCells + (n << 2)) * width + c;
    const d = v128.load_splat<f32>(groupLogits + ((n * KP + k) << 2));
    a0 = madd(d, v128.load(h), a0);
    a1 = madd(d, v128.load(h, 16), a1);
    a2 = madd(d, v128.load(h, 32), a2);
    a3 = madd(d, v128.load(h, 48), a3);
  }
  v128.store(target, a0);
  v128.store(target, a1, 16);
  v128.store(target, a2, 32);
  v128.store(target, a3, 48);
}

/** carry ← W_hhᵀ dz for the tile, block by block. */
function carryBack(tile: i32): void {
  const width = (<usize>HP) << 2;
  let c: usize = 0;
  for (; c + 128 <= width; c += 128)
    for (let s: i32 = 0; s < tile; s++) addRows32(carries + <usize>s * width + c, rows + c, <u32>width, tileList(s), tileEnd(s), true);
  for (; c < width; c += 64)
    for (let s: i32 = 0; s < tile; s++) addRows16(carries + <usize>s * width + c, rows + c, <u32>width, tileList(s), tileEnd(s), true);
}
