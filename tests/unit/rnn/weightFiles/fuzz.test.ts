import fc from 'fast-check';
import { describe, it } from 'vitest';
import { readWeightFile, writeWeightFile } from '../../../../src/rnn/weightFiles';
import { readZip, writeZip } from '../../../../src/rnn/weightFiles/zip';
import { awkwardNetwork, refusal } from './fixtures';

const weights = awkwardNetwork(4, 3, 2);
const RUNS = 2000;

/** Single bytes changed, a stretch taken out, a stretch repeated. */
const damage = fc.record({
  bytes: fc.array(fc.tuple(fc.nat(), fc.oneof(fc.nat(255), fc.constantFrom(0, 1, 0x7f, 0x80, 0xff))), { maxLength: 6 }),
  cut: fc.option(fc.tuple(fc.nat(), fc.nat(40))),
  repeat: fc.option(fc.tuple(fc.nat(), fc.nat(40))),
});
type Damage = typeof damage extends fc.Arbitrary<infer Value> ? Value : never;

function damaged(original: Uint8Array, { bytes, cut, repeat }: Damage): Uint8Array {
  let content = [...original];
  for (const [at, byte] of bytes) content[at % content.length] = byte;
  if (cut) content.splice(cut[0] % content.length, cut[1]);
  if (repeat && content.length > 0) {
    const at = repeat[0] % content.length;
    content = [...content.slice(0, at + repeat[1]), ...content.slice(at)];
  }
  return Uint8Array.from(content);
}

describe('damaged files are read or refused, and nothing else', () => {
  it.each(['safetensors', 'pth', 'npz', 'json'] as const)('%s', (format) => {
    const file = writeWeightFile(format, weights, { seed: '1' });
    fc.assert(
      fc.property(damage, (harm) => {
        refusal(() => readWeightFile(`x.${format}`, damaged(file, harm)));
      }),
      { numRuns: RUNS, seed: 1 },
    );
  });
  // Inside the archive, so that the checksum is right and the inner readers see the damage.
  it.each([
    ['pth', 'network/data.pkl'],
    ['pth', 'network/data/1'],
    ['pth', 'network/byteorder'],
    ['npz', 'rnn.weight_hh_l0.npy'],
    ['npz', 'metadata.json'],
  ] as const)('%s within %s', (format, inner) => {
    const files = [...readZip(writeWeightFile(format, weights, { seed: '1' }))].map(([name, bytes]) => ({ name, bytes }));
    fc.assert(
      fc.property(damage, (harm) => {
        const harmed = files.map(({ name, bytes }) => ({ name, bytes: name === inner ? damaged(bytes, harm) : bytes }));
        refusal(() => readWeightFile(`x.${format}`, writeZip(harmed)));
      }),
      { numRuns: RUNS, seed: 2 },
    );
  });
  it('noise behind any beginning', () => {
    const beginnings = ['', 'PK\x03\x04', '\x80\x02', '{', '\x93NUMPY\x01\x00', '\x10\x00\x00\x00\x00\x00\x00\x00{'];
    const extension = fc.constantFrom('pth', 'safetensors', 'npz', 'json', 'txt');
    fc.assert(
      fc.property(fc.constantFrom(...beginnings), fc.uint8Array({ maxLength: 200 }), extension, (beginning, noise, ending) => {
        const file = Uint8Array.from([...Array.from(beginning, (character) => character.charCodeAt(0)), ...noise]);
        refusal(() => readWeightFile(`x.${ending}`, file));
      }),
      { numRuns: RUNS, seed: 3 },
    );
  });
});
