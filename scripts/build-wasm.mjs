import { mkdtempSync, readFileSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { main } from 'assemblyscript/asc';

/** Compiles the wasm kernels and writes them as TypeScript modules: they then load the same way in a page, a worker, Node and a test. */

/** The two modules: what every browser with WebAssembly SIMD runs, and training updates for those with relaxed SIMD. */
export const MODULES = {
  simd: {
    source: 'src/kernels/assembly/index.ts',
    features: ['simd'],
    target: 'src/kernels/kernels.generated.ts',
    constant: 'KERNELS_BASE64',
    /** The same bytes as a file, which a page fetches beside its scripts. */
    file: 'src/kernels/kernels.wasm',
  },
  relaxed: {
    source: 'src/kernels/assembly/relaxed/index.ts',
    features: ['simd', 'relaxed-simd'],
    target: 'src/kernels/relaxed.generated.ts',
    constant: 'RELAXED_KERNELS_BASE64',
  },
};

/** A module as base64. */
export async function compileKernels(name = 'simd') {
  const { source, features } = MODULES[name];
  const out = join(mkdtempSync(join(tmpdir(), 'kernels-')), 'kernels.wasm');
  const enabled = features.flatMap((feature) => ['--enable', feature]);
  const { error, stderr } = await main([source, '--runtime', 'stub', ...enabled, '-O3', '--noAssert', '-o', out]);
  if (error) throw new Error(`${error.message}\n${stderr.toString()}`);
  return readFileSync(out).toString('base64');
}

if (process.argv[1]?.endsWith('build-wasm.mjs'))
  for (const [name, { target, constant, file }] of Object.entries(MODULES)) {
    const base64 = await compileKernels(name);
    writeFileSync(
      target,
      `/** Compiled from assembly/ by \`npm run build:wasm\`; a test compiles it again and compares. */\nexport const ${constant} =\n  '${base64}';\n`,
    );
    if (file) writeFileSync(file, Buffer.from(base64, 'base64'));
    console.log(`${[target, file].filter(Boolean).join(', ')}: ${Math.round((base64.length * 3) / 4)} bytes of wasm`);
  }
