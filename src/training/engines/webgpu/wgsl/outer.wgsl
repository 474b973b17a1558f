// dW = sum over steps of (dz) (h_{t-1}, x_t)', a share of the steps per z: shares sums, so that the order of additions is fixed.
// 32 × 32 entries a workgroup, 4 × 4 a thread.
@group(0) @binding(0) var<storage, read> stateGradient: array<f32>;
@group(0) @binding(1) var<storage, read> hidden: array<f32>;
@group(0) @binding(2) var<storage, read> noise: array<f32>;
@group(0) @binding(3) var<storage, read_write> shares: array<f32>;

const SIDE = 32u;
const DEPTH = 16u;
var<workgroup> left: array<f32, DEPTH * SIDE>;
var<workgroup> right: array<f32, DEPTH * SIDE>;

fn drive(cell: u32, j: u32) -> f32 {
  if (j >= H) { return noise[cell * D + j - H]; }
  if (cell % T == 0u) { return 0.0; }
  return hidden[(cell - 1u) * H + j];
}

@compute @workgroup_size(8, 8)
fn main(@builtin(local_invocation_index) lane: u32, @builtin(local_invocation_id) at: vec3<u32>, @builtin(workgroup_id) group: vec3<u32>) {
  let row0 = group.x * SIDE;
  let column0 = group.y * SIDE;
  let begin = group.z * CELLS_PER_SHARE;
  let end = min(CELLS, begin + CELLS_PER_SHARE);
  var sum: array<array<f32, 4>, 4>;
  for (var start = begin; start < end; start += DEPTH) {
    for (var n = lane; n < DEPTH * SIDE; n += 64u) {
      let cell = start + n / SIDE;
      let i = row0 + n % SIDE;
      let j = column0 + n % SIDE;
      left[n] = 0.0;
      right[n] = 0.0;
      if (cell < end) {
        if (i < H) { left[n] = stateGradient[cell * H + i]; }
        if (j < H + D) { right[n] = drive(cell, j); }
      }
    }
    workgroupBarrier();
    for (var depth = 0u; depth < DEPTH; depth++) {
      for (var a = 0u; a < 4u; a++) {
        let x = left[depth * SIDE + 4u * at.x + a];
        for (var b = 0u; b < 4u; b++) { sum[a][b] += x * right[depth * SIDE + 4u * at.y + b]; }
      }
    }
    workgroupBarrier();
  }
  for (var a = 0u; a < 4u; a++) {
    let i = row0 + 4u * at.x + a;
    for (var b = 0u; b < 4u; b++) {
      let j = column0 + 4u * at.y + b;
      if (i < H && j < H + D) { shares[group.z * PARAMETERS + select(i * D + j - H, RECURRENT + i * H + j, j < H)] = sum[a][b]; }
    }
  }
}
