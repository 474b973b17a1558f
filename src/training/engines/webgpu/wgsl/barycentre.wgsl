// dS/dy = (self barycentre - target barycentre)/B, pair term added, through the straight-through estimator to dl [B×T×K].
// A workgroup per sequence, a thread per step.
@group(0) @binding(0) var<uniform> u: Settings;
@group(0) @binding(1) var<storage, read> costs: array<u32>;
@group(0) @binding(2) var<storage, read> potentials: array<f32, 4 * B>;
@group(0) @binding(3) var<storage, read> softmins: array<f32, 4 * B>;
@group(0) @binding(4) var<storage, read> labels: array<u32>;
@group(0) @binding(5) var<storage, read> soft: array<f32>;
@group(0) @binding(6) var<storage, read> pairs: array<i32, K * K>;
@group(0) @binding(7) var<storage, read_write> logitGradient: array<f32>;

const CHUNK = 256u;
var<workgroup> mass: array<f32, CHUNK>;

@compute @workgroup_size(CHUNK)
fn main(@builtin(local_invocation_index) t: u32, @builtin(workgroup_id) group: vec3<u32>) {
  let i = group.x;
  let eps = u.blur * u.blur;
  var v: array<f32, K>;
  for (var turn = 0u; turn < 2u; turn++) {
    // x-x (side 2, potential p) pulls away begin the batch's own sequences, x-y (side 0, potential g) towards the targets.
    let side = select(0u, 2u, turn == 0u);
    let reads = select(1u, 2u, turn == 0u);
    let points = select(B * T, 0u, turn == 0u);
    let factor = select(-1.0, 1.0, turn == 0u) / f32(B);
    let own = softmins[side * B + i];
    for (var begin = 0u; begin < B; begin += CHUNK) {
      let j = begin + t;
      workgroupBarrier();
      if (j < B) {
        let cost = f32((costs[(side * B + i) * QUADS + j / 4u] >> (8u * (j % 4u))) & 255u);
        mass[t] = exp((potentials[reads * B + j] + own - cost) / eps - log(f32(B)));
      } else {
        mass[t] = 0.0;
      }
      workgroupBarrier();
      for (var n = 0u; n < min(CHUNK, B - begin); n++) {
        // Most of a row holds nothing; what is left out is below float32.
        if (mass[n] > 1e-12 && t < T) { v[labels[points + (begin + n) * T + t]] += factor * mass[n]; }
      }
    }
  }
  if (t >= T) { return; }
  let cell = i * T + t;
  if (u.pairWeight != 0.0 && t + 1u >= PAIR_START && T > 1u) {
    let count = f32(B * (T - PAIR_START));
    let scale = 2.0 * u.pairWeight / (count * count);
    for (var k = 0u; k < K; k++) {
      var sum = 0;
      if (t + 1u < T) { sum += pairs[k * K + labels[cell + 1u]]; }
      if (t >= PAIR_START) { sum += pairs[labels[cell - 1u] * K + k]; }
      v[k] += scale * f32(sum);
    }
  }
  var inner = 0.0;
  for (var k = 0u; k < K; k++) { inner += soft[cell * K + k] * v[k]; }
  for (var k = 0u; k < K; k++) { logitGradient[cell * K + k] = soft[cell * K + k] * (v[k] - inner) / u.temperature; }
}
