import { describe, it } from 'vitest';
import { expectOneShape, ONE_PER_MODEL } from './skeletons';

describe('the skeleton of a network of every model that ships', () => {
  it.each(ONE_PER_MODEL)('$id is of a kind, and the same from other states', expectOneShape);
});
