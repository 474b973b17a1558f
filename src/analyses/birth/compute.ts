import { type BirthFrame, type BirthInput, birthFrames } from '../../dynamics/emergence/birthFrames';

/** The frames of a training, for the film of it. */
export function* birth(input: BirthInput): Generator<number, { frames: BirthFrame[] }, void> {
  return { frames: yield* birthFrames(input) };
}
