import { type Zippable, zipSync } from 'fflate';
import { crc32, inflateExactly } from '../inflate';
import { WeightFileError } from '../safetensors';

/**
 * Reads a zip file of unknown origin. The central directory is checked before memory is allocated, output is counted while it is
 * produced (never more than declared), and checksums are compared. `unzipSync` of fflate is not used: it checks no checksum and
 * continues, writing nowhere, when an entry is longer than declared.
 */

export const MAX_BYTES = 64 * 2 ** 20;
const MAX_ENTRIES = 64;
/**
 * Deflate reaches ratios of 1:1032, but weights compress to no less than a half. Archives below FREE_BYTES (zeros) may exceed
 * this ratio.
 */
const MAX_RATIO = 200;
const FREE_BYTES = 2 ** 20;

const END = { signature: 0x06054b50, length: 22, count: 10, directoryAt: 16, commentLength: 20 };
const MAX_COMMENT = 65535;
const CENTRAL = { signature: 0x02014b50, length: 46 };
const LOCAL = { signature: 0x04034b50, length: 30 };
const ENCRYPTED = 1;
const STORED = 0;
const DEFLATED = 8;

interface Entry {
  name: string;
  method: number;
  checksum: number;
  packedSize: number;
  size: number;
  localAt: number;
}

/** What a Mac puts beside the files when it packs a folder. */
const ADDED_BY_MAC = /^__MACOSX\/|(?:^|\/)(?:\._|\.DS_Store$)/;

/** Files of a zip by name, directories and what a Mac adds left out. @throws WeightFileError, never anything else */
export function readZip(bytes: Uint8Array): Map<string, Uint8Array> {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const entries = readDirectory(bytes, view);
  checkSizes(entries, bytes.length);
  return new Map(
    entries
      .filter(({ name }) => !name.endsWith('/') && !ADDED_BY_MAC.test(name))
      .map((entry) => [entry.name, readEntry(bytes, view, entry)] as const),
  );
}

const damaged = (where: string): WeightFileError =>
  new WeightFileError(`The zip archive is cut off or damaged (${where}): copy or save the file again.`);

function readDirectory(bytes: Uint8Array, view: DataView): Entry[] {
  let end = bytes.length - END.length;
  const first = Math.max(0, end - MAX_COMMENT);
  const isEnd = (at: number): boolean =>
    view.getUint32(at, true) === END.signature && at + END.length + view.getUint16(at + END.commentLength, true) === bytes.length;
  while (end >= first && !isEnd(end)) end--;
  if (end < first) throw damaged('it has no table of contents');
  const count = view.getUint16(end + END.count, true);
  if (count > MAX_ENTRIES) throw new WeightFileError(`The zip archive lists ${count} files; at most ${MAX_ENTRIES} are read.`);
  const entries: Entry[] = [];
  let at = view.getUint32(end + END.directoryAt, true);
  for (let i = 0; i < count; i++) {
    if (at + CENTRAL.length > end || view.getUint32(at, true) !== CENTRAL.signature) throw damaged('its table of contents');
    const nameLength = view.getUint16(at + 28, true);
    const next = at + CENTRAL.length + nameLength + view.getUint16(at + 30, true) + view.getUint16(at + 32, true);
    if (next > end) throw damaged('its table of contents');
    const name = readName(bytes.subarray(at + CENTRAL.length, at + CENTRAL.length + nameLength));
    if (entries.some((entry) => entry.name === name))
      throw new WeightFileError(`The zip archive has two files named "${name}": it was not written by a known tool.`);
    if (view.getUint16(at + 8, true) & ENCRYPTED)
      throw new WeightFileError(`"${name}" in the zip archive is encrypted: save it without a password.`);
    entries.push({
      name,
      method: view.getUint16(at + 10, true),
      checksum: view.getUint32(at + 16, true),
      packedSize: view.getUint32(at + 20, true),
      size: view.getUint32(at + 24, true),
      localAt: view.getUint32(at + 42, true),
    });
    at = next;
  }
  return entries;
}

/** A relative path of plain characters. @throws WeightFileError on anything that could point elsewhere */
function readName(bytes: Uint8Array): string {
  const name = new TextDecoder().decode(bytes);
  const plain = name.length > 0 && name.length <= 255 && !name.startsWith('/') && !/[\p{Cc}\\:\ufffd]/u.test(name);
  if (!plain || name.split('/').includes('..'))
    throw new WeightFileError(
      `The zip archive holds a file with the name ${JSON.stringify(name.slice(0, 60))}; only plain relative names are read.`,
    );
  return name;
}

function checkSizes(entries: readonly Entry[], archiveSize: number): void {
  // The limit applies to the whole archive. Many small entries, or entries over the same bytes, could add up to any ratio.
  const affordable = Math.max(FREE_BYTES, archiveSize * MAX_RATIO);
  let total = 0;
  for (const { name, size, packedSize } of entries) {
    total += size;
    if (total > MAX_BYTES)
      throw new WeightFileError(
        `"${name}" brings the unpacked zip archive to ${total} bytes; at most 64 MB (${MAX_BYTES} bytes) are read.`,
      );
    if (total > affordable || (size > FREE_BYTES && size > packedSize * MAX_RATIO))
      throw new WeightFileError(
        `"${name}" in the zip archive would unpack ${packedSize} bytes to ${size}, and the whole of ${archiveSize} to ${total}; weights never shrink more than ${MAX_RATIO}-fold, so it is refused.`,
      );
  }
}

function readEntry(bytes: Uint8Array, view: DataView, entry: Entry): Uint8Array {
  const { name, method, checksum, packedSize, size, localAt } = entry;
  if (localAt + LOCAL.length > bytes.length || view.getUint32(localAt, true) !== LOCAL.signature) throw damaged(`"${name}"`);
  const from = localAt + LOCAL.length + view.getUint16(localAt + 26, true) + view.getUint16(localAt + 28, true);
  if (from + packedSize > bytes.length) throw damaged(`"${name}"`);
  const packed = bytes.subarray(from, from + packedSize);
  if (method !== STORED && method !== DEFLATED)
    throw new WeightFileError(`"${name}" in the zip archive is packed by method ${method}; only stored and deflated are read.`);
  if (method === STORED && packedSize !== size) throw damaged(`"${name}"`);
  const content = method === STORED ? packed : inflateEntry(name, packed, size);
  // PyTorch can be set to write no checksums; they are 0 then.
  if (checksum !== 0 && crc32(content) !== checksum) throw damaged(`the checksum of "${name}"`);
  return content;
}

function inflateEntry(name: string, packed: Uint8Array, size: number): Uint8Array {
  const content = inflateExactly(packed, size);
  if (content === 'too long')
    throw new WeightFileError(`"${name}" in the zip archive unpacks to more than the ${size} bytes it declares: it is refused.`);
  if (content === 'damaged') throw damaged(`"${name}"`);
  return content;
}

/** Extra field "FB", with which PyTorch pads so that each file's data starts on a 64-byte border. */
const PADDING_FIELD = 0x4246;
const ALIGNMENT = 64;

/** A zip of uncompressed files in the given order, data aligned to 64 bytes, without the time of day. */
export function writeZip(files: readonly { name: string; bytes: Uint8Array }[]): Uint8Array<ArrayBuffer> {
  const contents: Zippable = {};
  let at = 0;
  for (const { name, bytes } of files) {
    const header = at + LOCAL.length + new TextEncoder().encode(name).length + 4;
    const padding = new Uint8Array((ALIGNMENT - (header % ALIGNMENT)) % ALIGNMENT).fill(0x5a);
    contents[name] = [bytes, { extra: { [PADDING_FIELD]: padding } }];
    at = header + padding.length + bytes.length;
  }
  return zipSync(contents, { level: 0, mtime: new Date(1980, 0, 1) });
}
