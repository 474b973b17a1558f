// dW_out = sum over steps of (dl) h', a share of the steps per y: a thread per entry.
@group(0) @binding(0) var<storage, read> logitGradient: array<f32>;
@group(0) @binding(1) var<storage, read> hidden: array<f32>;
@group(0) @binding(2) var<storage, read_write> shares: array<f32>;

@compute @workgroup_size(64)
fn main(@builtin(global_invocation_id) id: vec3<u32>) {
  if (id.x >= K * H) { return; }
  let k = id.x / H;
  let i = id.x % H;
  let begin = id.y * CELLS_PER_SHARE;
  var sum = 0.0;
  for (var cell = begin; cell < min(CELLS, begin + CELLS_PER_SHARE); cell++) { sum += logitGradient[cell * K + k] * hidden[cell * H + i]; }
  shares[id.y * PARAMETERS + READOUT + id.x] = sum;
}
