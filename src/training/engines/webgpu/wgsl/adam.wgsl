// Adam on the clipped gradient (docs/science.md §2.4); the columns that the forward pass reads are written along.
struct Verdict { factor: f32, broken: u32 }
@group(0) @binding(0) var<uniform> u: Settings;
@group(0) @binding(1) var<storage, read> gradient: array<f32>;
@group(0) @binding(2) var<storage, read> verdict: Verdict;
@group(0) @binding(3) var<storage, read_write> weights: array<f32>;
@group(0) @binding(4) var<storage, read_write> firstMoment: array<f32>;
@group(0) @binding(5) var<storage, read_write> secondMoment: array<f32>;
@group(0) @binding(6) var<storage, read_write> columns: array<f32>;

@compute @workgroup_size(64)
fn main(@builtin(global_invocation_id) id: vec3<u32>) {
  let n = id.x;
  if (n >= PARAMETERS || verdict.broken == 1u) { return; }
  let g = gradient[n] * verdict.factor;
  let m = u.beta1 * firstMoment[n] + (1.0 - u.beta1) * g;
  let v = u.beta2 * secondMoment[n] + (1.0 - u.beta2) * g * g;
  firstMoment[n] = m;
  secondMoment[n] = v;
  let w = weights[n] - u.learningRate * (m / u.correction1) / (sqrt(v / u.correction2) + u.epsilon);
  weights[n] = w;
  if (n < RECURRENT) {
    columns[(H + n % D) * H + n / D] = w;
  } else if (n < READOUT) {
    let r = n - RECURRENT;
    columns[(r % H) * H + r / H] = w;
  }
}
