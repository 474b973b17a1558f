import { mkdtempSync, readFileSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { main } from 'assemblyscript/asc';

/** Compiles the wasm kernels and writes them as a TypeScript module: they then load the same way in a page, a worker, Node and a test. */

const SOURCE = 'src/kernels/assembly/index.ts';
const TARGET = 'src/kernels/kernels.generated.ts';
/** The same bytes as a file, which a page fetches beside its scripts. */
const FILE = 'src/kernels/kernels.wasm';

/** The kernels as base64. */
export async function compileKernels() {
  const out = join(mkdtempSync(join(tmpdir(), 'kernels-')), 'kernels.wasm');
  const { error, stderr } = await main([SOURCE, '--runtime', 'stub', '--enable', 'simd', '-O3', '--noAssert', '-o', out]);
  if (error) throw new Error(`${error.message}\n${stderr.toString()}`);
  return readFileSync(out).toString('base64');
}

if (process.argv[1]?.endsWith('build-wasm.mjs')) {
  const base64 = await compileKernels();
  writeFileSync(
    TARGET,
    `/** Compiled from assembly/ by \`npm run build:wasm\`; a test compiles it again and compares. */\nexport const KERNELS_BASE64 =\n  '${base64}';\n`,
  );
  writeFileSync(FILE, Buffer.from(base64, 'base64'));
  console.log(`${TARGET}, ${FILE}: ${Math.round((base64.length * 3) / 4)} bytes of wasm`);
}
