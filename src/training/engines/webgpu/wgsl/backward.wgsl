// dz_t = 1[h_t > 0] (W_out' dl_t + W_hh' dz_{t+1} + penalty h_t), backwards through time, a tile of sequences per workgroup.
@group(0) @binding(0) var<uniform> u: Settings;
@group(0) @binding(1) var<storage, read> weights: array<f32>;
@group(0) @binding(2) var<storage, read> hidden: array<f32>;
@group(0) @binding(3) var<storage, read> logitGradient: array<f32>;
@group(0) @binding(4) var<storage, read_write> stateGradient: array<f32>;

var<workgroup> later: array<f32, TILE * H>;

@compute @workgroup_size(GROUP)
fn main(@builtin(local_invocation_index) lane: u32, @builtin(workgroup_id) group: vec3<u32>) {
  let first = group.x * TILE;
  let penalty = 2.0 * u.activityPenalty / f32(CELLS * H);
  for (var n = lane; n < TILE * H; n += GROUP) { later[n] = 0.0; }
  for (var back = 1u; back <= T; back++) {
    let t = T - back;
    workgroupBarrier();
    // Spelled out, as in the forward pass.
    var dz = array<array<f32, TILE>, UNITS>();
    for (var r = 0u; r < UNITS; r++) {
      let i = lane + r * GROUP;
      if (i < H) {
        for (var m = 0u; m < H; m++) {
          let w = weights[RECURRENT + m * H + i];
          for (var b = 0u; b < TILE; b++) { dz[r][b] += w * later[b * H + m]; }
        }
        for (var b = 0u; b < TILE; b++) {
          let cell = min(first + b, B - 1u) * T + t;
          let h = hidden[cell * H + i];
          var dh = dz[r][b] + penalty * h;
          for (var k = 0u; k < K; k++) { dh += logitGradient[cell * K + k] * weights[READOUT + k * H + i]; }
          dz[r][b] = select(0.0, dh, h > 0.0);
        }
      }
    }
    workgroupBarrier();
    for (var r = 0u; r < UNITS; r++) {
      let i = lane + r * GROUP;
      if (i < H) {
        for (var b = 0u; b < TILE; b++) {
          later[b * H + i] = dz[r][b];
          if (first + b < B) { stateGradient[((first + b) * T + t) * H + i] = dz[r][b]; }
        }
      }
    }
  }
}
