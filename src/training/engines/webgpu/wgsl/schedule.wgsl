// The epsilon list of docs/science.md §2.5 for the extent of these very sets; entries of 0 are passes that are not needed.
@group(0) @binding(0) var<uniform> u: Settings;
@group(0) @binding(1) var<storage, read> present: array<u32, T>;
@group(0) @binding(2) var<storage, read_write> schedule: array<f32, PASSES>;

@compute @workgroup_size(1)
fn main() {
  var extent = 0.0;
  for (var t = 0u; t < T; t++) {
    let kinds = countOneBits(present[t]);
    if (kinds > 1u) { extent += f32(kinds); }
  }
  let last = u.blur * u.blur;
  let largest = max(extent, last);
  let ratio = u.scaling * u.scaling;
  schedule[0] = largest;
  schedule[1] = largest;
  var at = 2u;
  var eps = largest;
  // As in an arithmetic range of logarithms: while eps is above the last one, by more than rounding.
  while (eps > last * 1.000001 && at < PASSES - 2u) {
    schedule[at] = eps;
    eps *= ratio;
    at++;
  }
  schedule[at] = last;
  for (var rest = at + 1u; rest < PASSES - 1u; rest++) { schedule[rest] = 0.0; }
  schedule[PASSES - 1u] = last;
}
