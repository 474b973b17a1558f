import '../src/kernels/bundled';
import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { COMMON, fail, readOptions } from './arguments';
import { openGallery } from './story/gallery';
import { TOLD } from './story/measure';
import { differences, FILES, type Measured, measureAll, measuredFromJson, measuredToJson, toldIn } from './story/measured';

const COMMAND = {
  name: 'story',
  about: 'Measures every number that the story quotes of the shipped networks.',
  options: {
    folder: COMMON.folder,
    replication: { value: 'FILE', default: 'docs/replication.json', help: 'verdicts made by npm run replication' },
    beyond: { value: 'FILE', default: 'docs/beyond.json', help: 'skeletons found by npm run beyond' },
    out: { value: 'FOLDER', default: 'src/story', help: 'where the numbers go' },
    check: { help: 'write nothing, compare with what is on file' },
  },
  examples: ['', '--check'],
} as const;
const { values } = readOptions(COMMAND);

/** A measurement that fails ends the program with the name of its number. */
function measure(): Measured {
  try {
    return measureAll(openGallery(values.folder, values.replication, values.beyond));
  } catch (error) {
    return fail((error as Error).message);
  }
}

const measured = measure();
let changed = 0;
for (const where of TOLD) {
  const file = join(values.out, FILES[where]);
  const fresh = toldIn(measured, where);
  const lines = differences(existsSync(file) ? measuredFromJson(readFileSync(file, 'utf8')) : {}, fresh);
  for (const line of lines) console.log(line);
  changed += lines.length;
  if (!values.check) writeFileSync(file, measuredToJson(fresh));
}
if (!values.check) console.log('written; npx vitest run --project unit tests/unit/story says which sentences no longer hold.');
else if (changed === 0) console.log('The files hold what was measured.');
else fail('They are out of date: run npm run story; the tests of the story then say which sentences to change.');
