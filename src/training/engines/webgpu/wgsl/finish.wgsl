// Loss, gradient norm and clip factor. A number that is not finite stops this update and all after it, until weights are written.
struct Verdict { factor: f32, broken: u32 }
@group(0) @binding(0) var<uniform> u: Settings;
@group(0) @binding(1) var<storage, read> softmins: array<f32, 4 * B>;
@group(0) @binding(2) var<storage, read> squares: array<f32>;
@group(0) @binding(3) var<storage, read_write> verdict: Verdict;
@group(0) @binding(4) var<storage, read_write> reports: array<vec4<f32>>;

var<workgroup> losses: array<f32, 256>;
var<workgroup> norms: array<f32, 256>;

// By the bits: a compiler may assume that floats are finite.
fn finite(x: f32) -> bool { return (bitcast<u32>(x) & 0x7f800000u) != 0x7f800000u; }

@compute @workgroup_size(256)
fn main(@builtin(local_invocation_index) lane: u32) {
  var loss = 0.0;
  for (var i = lane; i < B; i += 256u) { loss += softmins[i] - softmins[2u * B + i] + softmins[B + i] - softmins[3u * B + i]; }
  var square = 0.0;
  for (var n = lane; n < (PARAMETERS + 63u) / 64u; n += 256u) { square += squares[n]; }
  losses[lane] = loss;
  norms[lane] = square;
  workgroupBarrier();
  for (var half = 128u; half > 0u; half /= 2u) {
    if (lane < half) {
      losses[lane] += losses[lane + half];
      norms[lane] += norms[lane + half];
    }
    workgroupBarrier();
  }
  if (lane > 0u) { return; }
  let value = losses[0] / f32(B);
  let norm = sqrt(norms[0]);
  if (!finite(value) || !finite(norm)) { verdict.broken = 1u; }
  verdict.factor = min(1.0, u.clip / (norm + 1e-6));
  reports[u.slot] = vec4<f32>(value, norm, f32(1u - verdict.broken), 0.0);
}
