import { writeList } from './gates/licences.mjs';

/** Writes docs/licences.md from the build: `npm run licences`. */
console.log(writeList(process.env.NOISY_DIST ?? 'dist'));
