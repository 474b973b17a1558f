// h_t = ReLU(W_hh h_{t-1} + W_in x_t) from h = 0: a tile of sequences per workgroup, all of time inside (docs/science.md §2.1).
@group(0) @binding(0) var<storage, read> columns: array<f32>;
@group(0) @binding(1) var<storage, read> noise: array<f32>;
@group(0) @binding(2) var<storage, read_write> hidden: array<f32>;

// Per sequence of the tile: h of the step before, then x.
var<workgroup> drive: array<f32, TILE * (H + D)>;

@compute @workgroup_size(GROUP)
fn main(@builtin(local_invocation_index) lane: u32, @builtin(workgroup_id) group: vec3<u32>) {
  let first = group.x * TILE;
  for (var n = lane; n < TILE * (H + D); n += GROUP) { drive[n] = 0.0; }
  workgroupBarrier();
  for (var t = 0u; t < T; t++) {
    for (var n = lane; n < TILE * D; n += GROUP) {
      let b = min(first + n / D, B - 1u);
      drive[(n / D) * (H + D) + H + n % D] = noise[(b * T + t) * D + n % D];
    }
    workgroupBarrier();
    // Spelled out: some compilers forget to clear a variable that is declared in a loop.
    var z = array<array<f32, TILE>, UNITS>();
    for (var r = 0u; r < UNITS; r++) {
      let i = lane + r * GROUP;
      if (i < H) {
        for (var j = 0u; j < H + D; j++) {
          let w = columns[j * H + i];
          for (var b = 0u; b < TILE; b++) { z[r][b] += w * drive[b * (H + D) + j]; }
        }
      }
    }
    workgroupBarrier();
    for (var r = 0u; r < UNITS; r++) {
      let i = lane + r * GROUP;
      if (i < H) {
        for (var b = 0u; b < TILE; b++) {
          let h = max(z[r][b], 0.0);
          drive[b * (H + D) + i] = h;
          if (first + b < B) { hidden[((first + b) * T + t) * H + i] = h; }
        }
      }
    }
  }
}
