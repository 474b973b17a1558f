import { WeightFileError } from '../safetensors';

/** A pickle is a program for this stack machine. Every size is bounded. `pickle.ts` says what the opcodes mean. */

export type PickleKey = string | number | boolean | null;

/** A plain value; lists are arrays, tuples frozen arrays, dicts maps. */
export type PickleValue =
  | PickleKey
  | readonly PickleValue[]
  | Map<PickleKey, PickleValue>
  | GlobalName
  | StorageDescriptor
  | TensorDescriptor;

/** A name from the whitelist. It is only compared, never looked up. */
export class GlobalName {
  constructor(readonly name: string) {}
}

/** A sequence of numbers in a file of its own. */
export class StorageDescriptor {
  constructor(
    readonly storageKey: string,
    /** A `NumberType`, or a type that is not decoded, such as int64. */
    readonly dtype: string,
    readonly length: number,
  ) {}
}

/** A view of a storage; offset and stride count elements. */
export class TensorDescriptor {
  constructor(
    readonly storage: StorageDescriptor,
    readonly offset: number,
    readonly shape: readonly number[],
    readonly stride: readonly number[],
  ) {}
}

/** collections.OrderedDict: the only object whose state (BUILD) may be set; the state has no effect. */
export class OrderedDict extends Map<PickleKey, PickleValue> {}

const MAX_STACK = 10_000;
const MAX_MARKS = 100;
const MAX_MEMO = 200_000;
/** What to do with a file that asks for more than numbers. */
export const SAVE_TENSORS_ONLY = 'Save only the tensors: torch.save(model.state_dict(), path).';

export class PickleMachine {
  private position = 0;
  private readonly view: DataView;
  private readonly stack: PickleValue[] = [];
  private readonly marks: number[] = [];
  private readonly memo = new Map<number, PickleValue>();

  constructor(private readonly bytes: Uint8Array) {
    this.view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  }

  /** @throws WeightFileError always */
  fail(what: string): never {
    throw new WeightFileError(`The pickle in the file cannot be read at byte ${this.position}: ${what}. ${SAVE_TENSORS_ONLY}`);
  }

  /** Moves on by `count` bytes and returns where they start. */
  private advance(count: number): number {
    const from = this.position;
    if (count > this.bytes.length - from) this.fail(`it ends before the ${count} bytes it announces`);
    this.position += count;
    return from;
  }

  byte(): number {
    return this.view.getUint8(this.advance(1));
  }
  uint16(): number {
    return this.view.getUint16(this.advance(2), true);
  }
  uint32(): number {
    return this.view.getUint32(this.advance(4), true);
  }
  int32(): number {
    return this.view.getInt32(this.advance(4), true);
  }
  uint64(): number {
    return Number(this.view.getBigUint64(this.advance(8), true));
  }
  /** The one big-endian number in a pickle. */
  float64(): number {
    return this.view.getFloat64(this.advance(8), false);
  }

  /** A signed little-endian integer of any length, rounded to a double. */
  integer(length: number): number {
    const from = this.advance(length);
    let value = 0;
    for (let i = length - 1; i >= 0; i--) value = value * 256 + this.bytes[from + i]!;
    return length > 0 && this.bytes[from + length - 1]! & 0x80 ? value - 256 ** length : value;
  }

  text(length: number): string {
    const from = this.advance(length);
    try {
      return new TextDecoder('utf-8', { fatal: true, ignoreBOM: true }).decode(this.bytes.subarray(from, from + length));
    } catch {
      return this.fail('a text is not UTF-8');
    }
  }

  /** Text up to the next line end. */
  line(): string {
    const end = this.bytes.indexOf(10, this.position);
    if (end < 0) this.fail('a name has no end');
    const text = this.text(end - this.position);
    this.advance(1);
    return text;
  }

  /** Checks that the announced bytes exist; they are then read as usual. */
  frame(length: number): void {
    if (length > this.bytes.length - this.position) this.fail(`it ends before the frame of ${length} bytes it announces`);
  }

  push(value: PickleValue): void {
    if (this.stack.length >= MAX_STACK) this.fail(`more than ${MAX_STACK} values wait on its stack`);
    this.stack.push(value);
  }

  /** Values below the last mark cannot be reached. */
  private floor(): number {
    return this.marks.at(-1) ?? 0;
  }

  /** The topmost value above the last mark. */
  top(): PickleValue {
    if (this.stack.length <= this.floor()) this.fail('its stack is empty');
    return this.stack.at(-1)!;
  }
  pop(): PickleValue {
    const value = this.top();
    this.stack.pop();
    return value;
  }

  /** Topmost values in the order they were pushed. */
  popMany(count: number): PickleValue[] {
    if (this.stack.length - count < this.floor()) this.fail('its stack is empty');
    return this.stack.splice(-count);
  }

  mark(): void {
    if (this.marks.length >= MAX_MARKS) this.fail(`more than ${MAX_MARKS} marks are open (too deeply nested)`);
    this.marks.push(this.stack.length);
  }
  popToMark(): PickleValue[] {
    const from = this.marks.pop();
    if (from === undefined) return this.fail('a mark is missing');
    return this.stack.splice(from);
  }

  remember(index = this.memo.size): void {
    if (this.memo.size >= MAX_MEMO) this.fail(`more than ${MAX_MEMO} values are remembered`);
    this.memo.set(index, this.top());
  }
  recall(index: number): void {
    const value = this.memo.get(index);
    if (value === undefined) this.fail(`value ${index} was never remembered`);
    this.push(value);
  }

  /** The one value left at the end. */
  result(): PickleValue {
    if (this.stack.length !== 1 || this.marks.length > 0) this.fail(`it ends with ${this.stack.length} values instead of one`);
    return this.stack[0]!;
  }
}
