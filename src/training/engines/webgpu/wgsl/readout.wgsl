// Soft output softmax((l+g)/tau) and sampled output argmax(l+g): a thread per step of a sequence.
@group(0) @binding(0) var<uniform> u: Settings;
@group(0) @binding(1) var<storage, read> weights: array<f32>;
@group(0) @binding(2) var<storage, read> hidden: array<f32>;
@group(0) @binding(3) var<storage, read> gumbels: array<f32>;
@group(0) @binding(4) var<storage, read_write> soft: array<f32>;
@group(0) @binding(5) var<storage, read_write> labels: array<u32>;

@compute @workgroup_size(64)
fn main(@builtin(global_invocation_id) id: vec3<u32>, @builtin(num_workgroups) groups: vec3<u32>) {
  let cell = id.y * groups.x * 64u + id.x;
  if (cell >= CELLS) { return; }
  var value: array<f32, K>;
  var best = 0u;
  for (var k = 0u; k < K; k++) {
    var sum = 0.0;
    for (var i = 0u; i < H; i++) { sum += weights[READOUT + k * H + i] * hidden[cell * H + i]; }
    value[k] = (sum + gumbels[cell * K + k]) / u.temperature;
    if (value[k] > value[best]) { best = k; }
  }
  let top = value[best];
  var total = 0.0;
  for (var k = 0u; k < K; k++) {
    value[k] = exp(value[k] - top);
    total += value[k];
  }
  for (var k = 0u; k < K; k++) { soft[cell * K + k] = value[k] / total; }
  labels[cell] = best;
}
