import { execFileSync } from 'node:child_process';
import { readFileSync, writeFileSync } from 'node:fs';
import { layersPicture } from './layers/picture.mjs';

/** Draws docs/layers.svg from the data of the import checker: `npm run layers`. */

const CONFIG = '.dependency-cruiser.cjs';
const layers = JSON.parse(readFileSync(new URL('layers/layers.json', import.meta.url), 'utf8'));
const fileNames = JSON.parse(readFileSync(new URL('layers/fileNames.json', import.meta.url), 'utf8'));
const told = execFileSync(process.execPath, ['node_modules/.bin/depcruise', 'src', '--config', CONFIG, '--output-type', 'json'], {
  encoding: 'utf8',
  maxBuffer: 2 ** 28,
});
writeFileSync('docs/layers.svg', layersPicture(layers, JSON.parse(told).modules, fileNames));
console.log('docs/layers.svg is written.');
