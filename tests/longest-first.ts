import { BaseSequencer, type TestSpecification } from 'vitest/node';
import { LONGEST, pathOf } from './browser-tests.ts';

const rank = ({ moduleId }: TestSpecification): number => {
  const is = (name: string) => moduleId.endsWith(pathOf(name));
  const place = LONGEST.findIndex(is);
  return place < 0 ? LONGEST.length : place;
};

/** Vitest's own order, by earlier durations or sizes of files, but for these: a clean checkout knows no durations. */
export default class LongestFirst extends BaseSequencer {
  override async sort(files: TestSpecification[]): Promise<TestSpecification[]> {
    const sorted = await super.sort(files);
    return sorted.sort((a, b) => rank(a) - rank(b));
  }
}
