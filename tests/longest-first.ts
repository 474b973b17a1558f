import { BaseSequencer, type TestSpecification } from 'vitest/node';

/** Browser tests that take minutes, longest first: begun last, one of them would run on alone while a core has nothing to do. */
const LONGEST = ['panels', 'a11y', 'training', 'faults-page', 'story', 'delivery', 'bring', 'faults-engines'];
/** Measures frames, which other tests would make uneven: it is left to the end, where it runs alone. */
const ALONE = 'faults-soak';

const rank = ({ moduleId }: TestSpecification): number => {
  const is = (name: string) => moduleId.endsWith(`/e2e/${name}.test.ts`);
  if (is(ALONE)) return LONGEST.length + 1;
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
