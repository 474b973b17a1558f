import { describe, it } from 'vitest';
import { expectOneShape, OTHERS } from '../skeletons';

describe('the skeleton of every other network that ships', () => {
  it.each(OTHERS)('$id is of a kind, and the same from other states', expectOneShape);
});
