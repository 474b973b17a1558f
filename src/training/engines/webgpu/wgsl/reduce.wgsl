// Shares summed to the gradient, and its squares summed per workgroup.
@group(0) @binding(0) var<storage, read> shares: array<f32>;
@group(0) @binding(1) var<storage, read_write> gradient: array<f32>;
@group(0) @binding(2) var<storage, read_write> squares: array<f32>;

var<workgroup> sums: array<f32, 64>;

@compute @workgroup_size(64)
fn main(@builtin(global_invocation_id) id: vec3<u32>, @builtin(local_invocation_index) lane: u32, @builtin(workgroup_id) group: vec3<u32>) {
  var sum = 0.0;
  if (id.x < PARAMETERS) {
    for (var share = 0u; share < SHARES; share++) { sum += shares[share * PARAMETERS + id.x]; }
    gradient[id.x] = sum;
  }
  sums[lane] = sum * sum;
  workgroupBarrier();
  for (var half = 32u; half > 0u; half /= 2u) {
    if (lane < half) { sums[lane] += sums[lane + half]; }
    workgroupBarrier();
  }
  if (lane == 0u) { squares[group.x] = sums[0]; }
}
