// Labels of outputs (set 0) and targets (set 1) as bit planes; which labels occur at each step; how often pairs follow each other.
@group(0) @binding(0) var<storage, read> labels: array<u32>;
@group(0) @binding(1) var<storage, read_write> bits: array<u32>;
@group(0) @binding(2) var<storage, read_write> present: array<atomic<u32>, T>;
@group(0) @binding(3) var<storage, read_write> pairs: array<atomic<i32>, K * K>;

@compute @workgroup_size(64)
fn main(@builtin(global_invocation_id) id: vec3<u32>, @builtin(num_workgroups) groups: vec3<u32>) {
  let index = id.y * groups.x * 64u + id.x;
  if (index >= 2u * B * WORDS) { return; }
  let word = index % WORDS;
  let row = index / WORDS;
  let sign = select(1, -1, row >= B);
  var planes: array<u32, PLANES>;
  for (var t = word * 32u; t < min(T, word * 32u + 32u); t++) {
    let label = labels[row * T + t];
    for (var p = 0u; p < PLANES; p++) { planes[p] |= ((label >> p) & 1u) << (t & 31u); }
    atomicOr(&present[t], 1u << label);
    if (t >= PAIR_START) { atomicAdd(&pairs[labels[row * T + t - 1u] * K + label], sign); }
  }
  for (var p = 0u; p < PLANES; p++) { bits[(row * PLANES + p) * WORDS + word] = planes[p]; }
}
