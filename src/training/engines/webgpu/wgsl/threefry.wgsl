// Draws of math/random.ts: Threefry-4x32-20, counters (unitBlock, step, sequence, 0), key (seed, stream, update, 0).

const ROTATIONS = array<u32, 16>(10u, 26u, 11u, 21u, 13u, 27u, 23u, 5u, 6u, 20u, 17u, 11u, 25u, 10u, 18u, 20u);

fn rotate(x: u32, by: u32) -> u32 { return (x << by) | (x >> (32u - by)); }

fn threefry(stream: u32, unitBlock: u32, step: u32, sequence: u32) -> vec4<u32> {
  var key = array<u32, 5>(u.seed, stream, u.update, 0u, 0x1bd11bdau ^ u.seed ^ stream ^ u.update);
  var rotations = ROTATIONS;
  var x = vec4<u32>(unitBlock + key[0], step + key[1], sequence + key[2], key[3]);
  for (var group = 0u; group < 5u; group++) {
    let base = (group & 1u) * 8u;
    for (var round = 0u; round < 4u; round++) {
      let ra = rotations[base + 2u * round];
      let rb = rotations[base + 2u * round + 1u];
      if ((round & 1u) == 0u) {
        x.x += x.y;
        x.y = rotate(x.y, ra) ^ x.x;
        x.z += x.w;
        x.w = rotate(x.w, rb) ^ x.z;
      } else {
        x.x += x.w;
        x.w = rotate(x.w, ra) ^ x.x;
        x.z += x.y;
        x.y = rotate(x.y, rb) ^ x.z;
      }
    }
    let turn = group + 1u;
    x += vec4<u32>(key[turn % 5u], key[(turn + 1u) % 5u], key[(turn + 2u) % 5u], key[(turn + 3u) % 5u] + turn);
  }
  return x;
}

fn uniforms(words: vec4<u32>) -> vec4<f32> { return (vec4<f32>(words >> vec4<u32>(9u)) + 0.5) * 1.1920928955078125e-7; }
