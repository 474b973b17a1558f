// One pass of the annealing: a workgroup per row of a coupling. Sides f, g, p, q read the potential of g, f, p, q.
struct Pass { index: u32 }
@group(0) @binding(0) var<uniform> pass_: Pass;
@group(0) @binding(1) var<storage, read> schedule: array<f32, PASSES>;
@group(0) @binding(2) var<storage, read> costs: array<u32>;
@group(0) @binding(3) var<storage, read> before: array<f32, 4 * B>;
@group(0) @binding(4) var<storage, read_write> after: array<f32, 4 * B>;

var<workgroup> tops: array<f32, 64>;
var<workgroup> sums: array<f32, 64>;

@compute @workgroup_size(64)
fn main(@builtin(local_invocation_index) lane: u32, @builtin(workgroup_id) group: vec3<u32>) {
  let i = group.x;
  let side = group.y;
  let reads = select(side, 1u - side, side < 2u);
  let eps = schedule[pass_.index];
  let row = (side * B + i) * QUADS;
  var top = -1e30;
  var sum = 0.0;
  if (eps > 0.0) {
    for (var quad = lane; quad < QUADS; quad += 64u) {
      let four = costs[row + quad];
      for (var n = 0u; n < 4u; n++) {
        let j = 4u * quad + n;
        if (j < B) {
          // The first pass starts from potentials of zero.
          let potential = select(before[reads * B + j], 0.0, pass_.index == 0u);
          let e = (potential - f32((four >> (8u * n)) & 255u)) / eps;
          if (e > top) {
            sum = sum * exp(top - e) + 1.0;
            top = e;
          } else {
            sum += exp(e - top);
          }
        }
      }
    }
  }
  tops[lane] = top;
  sums[lane] = sum;
  workgroupBarrier();
  for (var half = 32u; half > 0u; half /= 2u) {
    if (lane < half) {
      let most = max(tops[lane], tops[lane + half]);
      sums[lane] = sums[lane] * exp(tops[lane] - most) + sums[lane + half] * exp(tops[lane + half] - most);
      tops[lane] = most;
    }
    workgroupBarrier();
  }
  if (lane > 0u) { return; }
  let own = side * B + i;
  if (eps == 0.0) {
    after[own] = before[own];
    return;
  }
  let softmin = -eps * (tops[0] + log(sums[0]) - log(f32(B)));
  let averaged = pass_.index > 0u && pass_.index < PASSES - 1u;
  after[own] = select(softmin, 0.5 * (before[own] + softmin), averaged);
}
