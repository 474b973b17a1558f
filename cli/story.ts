import '../src/kernels/bundled';
import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { fail, readOptions } from './arguments';
import { openGallery } from './story/gallery';
import { differences, type Measured, measureAll, measuredFromJson, measuredToJson, told } from './story/measured';

const USAGE =
  'npm run story -- [--folder public/presets] [--replication docs/replication.json] [--out src/story/measured.json] [--check]\n' +
  'Measures every number the story quotes of the shipped networks. With --check nothing is written: what is on file is compared.';

const { values } = readOptions(
  {
    folder: { type: 'string', default: 'public/presets' },
    replication: { type: 'string', default: 'docs/replication.json' },
    out: { type: 'string', default: 'src/story/measured.json' },
    check: { type: 'boolean', default: false },
  },
  USAGE,
);
const out = values.out as string;

/** A measurement that cannot be made ends the program with the number it was for. */
function measure(): Measured {
  try {
    return told(measureAll(openGallery(values.folder as string, values.replication as string)));
  } catch (error) {
    return fail((error as Error).message);
  }
}

const kept = existsSync(out) ? measuredFromJson(readFileSync(out, 'utf8')) : {};
const fresh = measure();
const changed = differences(kept, fresh);
for (const line of changed) console.log(line);
if (values.check) {
  if (changed.length > 0)
    fail(`${out} is out of date: run npm run story; the tests of the story then say which sentences to change.`);
  console.log(`${out} holds what was measured.`);
} else {
  writeFileSync(out, measuredToJson(fresh));
  console.log(`wrote ${out}; npx vitest run --project unit tests/unit/story says which sentences no longer hold.`);
}
