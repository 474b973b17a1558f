// Rollouts: many short runs from given states under a bank of noise paths, each until its argmax label changes.
import { addRows16, addRows32, laneSum } from './accumulate';
import { columns, hidden, HP, K, listBytes, readout, scratch, TILE, tileCounts } from './context';
import { driveInputs, listActive } from './forward';

/** Fields of a slot's record, by byte offset. */
const ITEM: usize = 0;
const DONE: usize = 4;
const LABEL: usize = 8;
const LOGIT: usize = 12;
/** Sign of the last change of the logit that was not zero; 0 before there is one. */
const SIGN: usize = 16;
const CHANGES: usize = 20;
/** Address of the drive of the next step. */
const DRIVE: usize = 24;
const RECORD: usize = 32;

/** Item of an empty slot. */
const EMPTY: i32 = -1;
/** Exit label of a rollout that did not exit. */
const NO_EXIT: i32 = 255;

/** Where the rollouts start. */
let startStates: usize = 0;
let startLabels: usize = 0;
let startCount: i32 = 0;
let cap: i32 = 0;
/** States of the slots [TILE×HP], and their records. */
let slotStates: usize = 0;
let records: usize = 0;

/** Logit of the label followed, in the state last read out. */
let followed: f32 = 0;

/**
 * Rolls out from each of `count` states [count×HP] with argmax labels [count] bytes under each of `paths` noise paths of `steps` steps
 * in the noise buffer [paths×steps×DP]. The drive W_in x of the paths is written to `hidden` [paths×steps×HP] once, for all states.
 * Entry p·count + s of the outputs (bytes) belongs to path p from state s. `times`: first step whose label differs from the start's,
 * 1 for the first step, `steps` when there is none; `exits`: the label found there, 255 when there is none; `changes`: sign changes of
 * the logit of the start label up to there, zero changes of the logit ignored.
 * A tile of rollouts goes through time together, each at its own step: one that has ended gives its slot to the next.
 * @param slots room for TILE·(4·HP + 32) bytes
 */
export function rollOut(count: i32, paths: i32, steps: i32, states: usize, labels: usize, slots: usize, times: usize, exits: usize, changes: usize): void {
  for (let p: i32 = 0; p < paths; p++) driveInputs(p, steps);
  startStates = states;
  startLabels = labels;
  startCount = count;
  cap = steps;
  slotStates = slots;
  records = slots + ((<usize>(TILE * HP)) << 2);
  const items = count * paths;
  let next: i32 = 0;
  for (let slot: i32 = 0; slot < TILE; slot++) place(slot, next < items ? next++ : EMPTY);
  for (let ended: i32 = 0; ended < items; ) {
    driveSlots();
    for (let slot: i32 = 0; slot < TILE; slot++) {
      const record = records + <usize>slot * RECORD;
      const item = load<i32>(record, ITEM);
      if (item === EMPTY) continue;
      const label = finishStep(slot, record);
      const done = load<i32>(record, DONE);
      const own = label === load<i32>(record, LABEL);
      if (own && done < cap) continue;
      store<u8>(times + item, <u8>done);
      store<u8>(exits + item, <u8>(own ? NO_EXIT : label));
      store<u8>(changes + item, <u8>load<i32>(record, CHANGES));
      place(slot, next < items ? next++ : EMPTY);
      ended++;
    }
  }
}

/** Puts rollout `item` at its start in a slot. All states of a path come one after the other, so that its drive stays in the cache. */
function place(slot: i32, item: i32): void {
  const record = records + <usize>slot * RECORD;
  store<i32>(record, item, ITEM);
  if (item === EMPTY) return;
  const start = item % startCount;
  const h = startStates + ((<usize>(start * HP)) << 2);
  const label = <i32>load<u8>(startLabels + start);
  listActive(h, slot);
  readLabel(h, label);
  store<i32>(record, 0, DONE);
  store<i32>(record, label, LABEL);
  store<f32>(record, followed, LOGIT);
  store<i32>(record, 0, SIGN);
  store<i32>(record, 0, CHANGES);
  store<usize>(record, hidden + ((<usize>(item / startCount * cap * HP)) << 2), DRIVE);
}

/** z = W_in x + W_hh h in every occupied slot, from the lists of active units. */
function driveSlots(): void {
  const row = (<usize>HP) << 2;
  let c: usize = 0;
  for (; c + 128 <= row; c += 128)
    for (let slot: i32 = 0; slot < TILE; slot++) {
      const record = records + <usize>slot * RECORD;
      if (load<i32>(record, ITEM) === EMPTY) continue;
      const list = scratch + <usize>slot * 3 * listBytes;
      const z = slotStates + <usize>slot * row + c;
      copy64(z, load<usize>(record, DRIVE) + c);
      copy64(z + 64, load<usize>(record, DRIVE) + c + 64);
      addRows32(z, columns + c, list, list + listBytes, load<i32>(tileCounts + ((<usize>slot) << 2)));
    }
  if (c < row)
    for (let slot: i32 = 0; slot < TILE; slot++) {
      const record = records + <usize>slot * RECORD;
      if (load<i32>(record, ITEM) === EMPTY) continue;
      const list = scratch + <usize>slot * 3 * listBytes;
      const z = slotStates + <usize>slot * row + c;
      copy64(z, load<usize>(record, DRIVE) + c);
      addRows16(z, columns + c, list, list + listBytes, load<i32>(tileCounts + ((<usize>slot) << 2)));
    }
}

// @ts-ignore: decorator
@inline
function copy64(to: usize, from: usize): void {
  v128.store(to, v128.load(from));
  v128.store(to, v128.load(from, 16), 16);
  v128.store(to, v128.load(from, 32), 32);
  v128.store(to, v128.load(from, 48), 48);
}

/** h = max(z, 0), its list, its logits and what they say of the rollout. @returns the argmax label */
function finishStep(slot: i32, record: usize): i32 {
  const row = (<usize>HP) << 2;
  const h = slotStates + <usize>slot * row;
  rectifyAndList(h, slot);
  const label = readLabel(h, load<i32>(record, LABEL));
  const change = followed - load<f32>(record, LOGIT);
  const sign = i32(change > 0) - i32(change < 0);
  const before = load<i32>(record, SIGN);
  if (sign !== 0) {
    store<i32>(record, load<i32>(record, CHANGES) + i32(sign === -before), CHANGES);
    store<i32>(record, sign, SIGN);
  }
  store<f32>(record, followed, LOGIT);
  store<i32>(record, load<i32>(record, DONE) + 1, DONE);
  store<usize>(record, load<usize>(record, DRIVE) + row, DRIVE);
  return label;
}

/** h ← max(h, 0) in place, and the list of its active units: only those are visited, by the bits of a mask of 16 units at a time. */
function rectifyAndList(h: usize, slot: i32): void {
  const offsets = scratch + <usize>slot * 3 * listBytes;
  const values = offsets + listBytes;
  const row = (<u32>HP) << 2;
  const zero = f32x4.splat(0);
  let at: usize = 0;
  let offset: u32 = 0;
  for (let p = h; p < h + row; p += 64) {
    const a = f32x4.pmax(zero, v128.load(p));
    const b = f32x4.pmax(zero, v128.load(p, 16));
    const c = f32x4.pmax(zero, v128.load(p, 32));
    const d = f32x4.pmax(zero, v128.load(p, 48));
    v128.store(p, a);
    v128.store(p, b, 16);
    v128.store(p, c, 32);
    v128.store(p, d, 48);
    const low = i16x8.narrow_i32x4_s(f32x4.gt(a, zero), f32x4.gt(b, zero));
    const high = i16x8.narrow_i32x4_s(f32x4.gt(c, zero), f32x4.gt(d, zero));
    let mask = i8x16.bitmask(i8x16.narrow_i16x8_s(low, high));
    while (mask !== 0) {
      const i = <u32>ctz(mask);
      mask &= mask - 1;
      store<u32>(offsets + at, offset + i * row);
      store<f32>(values + at, load<f32>(p + (i << 2)));
      at += 4;
    }
    offset += row << 4;
  }
  store<i32>(tileCounts + ((<usize>slot) << 2), <i32>(at >> 2));
}

/** The argmax label of h; leaves the logit of label `follow` in `followed`. Three outputs are read out together. */
function readLabel(h: usize, follow: i32): i32 {
  const row = (<usize>HP) << 2;
  let top: f32 = -Infinity;
  let best: i32 = 0;
  let k: i32 = 0;
  for (; k + 3 <= K; k += 3) {
    const w = readout + <usize>k * row;
    let s0 = f32x4.splat(0);
    let s1 = s0;
    let s2 = s0;
    for (let i: usize = 0; i < row; i += 16) {
      const x = v128.load(h + i);
      s0 = f32x4.add(s0, f32x4.mul(v128.load(w + i), x));
      s1 = f32x4.add(s1, f32x4.mul(v128.load(w + row + i), x));
      s2 = f32x4.add(s2, f32x4.mul(v128.load(w + 2 * row + i), x));
    }
    const l0 = laneSum(s0);
    const l1 = laneSum(s1);
    const l2 = laneSum(s2);
    if (l0 > top) {
      top = l0;
      best = k;
    }
    if (l1 > top) {
      top = l1;
      best = k + 1;
    }
    if (l2 > top) {
      top = l2;
      best = k + 2;
    }
    const own = follow - k;
    if (own === 0) followed = l0;
    else if (own === 1) followed = l1;
    else if (own === 2) followed = l2;
  }
  for (; k < K; k++) {
    let sum = f32x4.splat(0);
    for (let i: usize = 0; i < row; i += 16) sum = f32x4.add(sum, f32x4.mul(v128.load(readout + <usize>k * row + i), v128.load(h + i)));
    const logit = laneSum(sum);
    if (k === follow) followed = logit;
    if (logit > top) {
      top = logit;
      best = k;
    }
  }
  return best;
}
