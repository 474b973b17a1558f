// Noise [B×T×d] and Gumbel draws [B×T×K]: a thread per block of four.
@group(0) @binding(0) var<uniform> u: Settings;
@group(0) @binding(1) var<storage, read_write> noise: array<f32>;
@group(0) @binding(2) var<storage, read_write> gumbels: array<f32>;

const NOISE_BLOCKS = (D + 3u) / 4u;
const BLOCKS = NOISE_BLOCKS + (K + 3u) / 4u;

fn normals(v: vec4<f32>) -> vec4<f32> {
  let first = sqrt(-2.0 * log(v.x));
  let second = sqrt(-2.0 * log(v.z));
  let a = 6.283185307179586 * v.y;
  let b = 6.283185307179586 * v.w;
  return vec4<f32>(first * cos(a), first * sin(a), second * cos(b), second * sin(b));
}

@compute @workgroup_size(64)
fn main(@builtin(global_invocation_id) id: vec3<u32>, @builtin(num_workgroups) groups: vec3<u32>) {
  let index = id.y * groups.x * 64u + id.x;
  if (index >= CELLS * BLOCKS) { return; }
  let cell = index / BLOCKS;
  let block = index % BLOCKS;
  if (block < NOISE_BLOCKS) {
    let x = normals(uniforms(threefry(NOISE_STREAM, block, cell % T, cell / T)));
    for (var k = 0u; k < 4u && 4u * block + k < D; k++) { noise[cell * D + 4u * block + k] = x[k]; }
  } else {
    let gumbelBlock = block - NOISE_BLOCKS;
    let g = -log(-log(uniforms(threefry(GUMBEL_STREAM, gumbelBlock, cell % T, cell / T))));
    for (var k = 0u; k < 4u && 4u * gumbelBlock + k < K; k++) { gumbels[cell * K + 4u * gumbelBlock + k] = g[k]; }
  }
}
