import '../src/kernels/bundled';
import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fail, readOptions } from './arguments';
import { openGallery } from './story/gallery';
import { TOLD } from './story/measure';
import { differences, FILES, type Measured, measureAll, measuredFromJson, measuredToJson, toldIn } from './story/measured';

const USAGE =
  'npm run story -- [--folder public/presets] [--replication docs/replication.json] [--out src/story] [--check]\n' +
  'Measures every number the story quotes of the shipped networks. With --check nothing is written: what is on file is compared.';

const { values } = readOptions(
  {
    folder: { type: 'string', default: 'public/presets' },
    replication: { type: 'string', default: 'docs/replication.json' },
    out: { type: 'string', default: 'src/story' },
    check: { type: 'boolean', default: false },
  },
  USAGE,
);

/** A measurement that cannot be made ends the program with the number it was for. */
function measure(): Measured {
  try {
    return measureAll(openGallery(values.folder as string, values.replication as string));
  } catch (error) {
    return fail((error as Error).message);
  }
}

const measured = measure();
let changed = 0;
for (const where of TOLD) {
  const file = join(values.out as string, FILES[where]);
  const fresh = toldIn(measured, where);
  const lines = differences(existsSync(file) ? measuredFromJson(readFileSync(file, 'utf8')) : {}, fresh);
  for (const line of lines) console.log(line);
  changed += lines.length;
  if (!values.check) writeFileSync(file, measuredToJson(fresh));
}
if (!values.check) console.log('written; npx vitest run --project unit tests/unit/story says which sentences no longer hold.');
else if (changed === 0) console.log('The files hold what was measured.');
else fail('They are out of date: run npm run story; the tests of the story then say which sentences to change.');
