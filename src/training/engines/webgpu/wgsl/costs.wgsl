// Hamming distances of the four couplings x-y, y-x, x-x, y-y, four to a word [4×B×QUADS].
@group(0) @binding(0) var<storage, read> bits: array<u32>;
@group(0) @binding(1) var<storage, read_write> costs: array<u32>;

@compute @workgroup_size(64)
fn main(@builtin(global_invocation_id) id: vec3<u32>, @builtin(num_workgroups) groups: vec3<u32>) {
  let index = id.y * groups.x * 64u + id.x;
  if (index >= 4u * B * QUADS) { return; }
  let quad = index % QUADS;
  let i = (index / QUADS) % B;
  let side = index / (QUADS * B);
  // Rows are of set x for sides 0 and 2, columns for sides 1 and 2.
  let row = i + select(0u, B, side == 1u || side == 3u);
  let columnSet = select(0u, B, side == 0u || side == 3u);
  var packed = 0u;
  for (var n = 0u; n < 4u; n++) {
    let column = min(4u * quad + n, B - 1u) + columnSet;
    var distance = 0u;
    for (var w = 0u; w < WORDS; w++) {
      var differ = 0u;
      for (var p = 0u; p < PLANES; p++) { differ |= bits[(row * PLANES + p) * WORDS + w] ^ bits[(column * PLANES + p) * WORDS + w]; }
      distance += countOneBits(differ);
    }
    packed |= distance << (8u * n);
  }
  costs[index] = packed;
}
