// Draws the icons of public/icons: the state (a dot) on an orbit of two colours, around the fixed point (a cross). One drawing, cut for each use.
// The pictures are committed; run this after a change of the drawing: node scripts/make-icons.mjs
import { mkdirSync, writeFileSync } from 'node:fs';
import { chromium } from 'playwright-core';
import { FLAGS, findChromium } from '../tests/chromium.mjs';

const FOLDER = 'public/icons';
const COLOURS = { paper: '#f7f5f0', orbit: '#00855c', other: '#c9441a', cross: '#1f1d1a' };

/**
 * The drawing in a square of 32. `corner`: radius of the paper's corners; `scale`: size of the orbit, 1 for one that fills the paper.
 * Maskable icons keep everything within the circle of 80 % that no mask cuts.
 */
function drawing({ corner, scale }) {
  const { paper, orbit, other, cross } = COLOURS;
  return [
    '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 32 32">',
    `<rect width="32" height="32" rx="${corner}" fill="${paper}"/>`,
    `<g transform="translate(16 16) scale(${scale})" fill="none" stroke-width="2.8">`,
    `<path d="M0 11.5a11.5 11.5 0 0 1 0-23" stroke="${orbit}"/>`,
    `<path d="M0-11.5a11.5 11.5 0 0 1 0 23" stroke="${other}"/>`,
    `<path d="M-2.4-2.4l4.8 4.8m0-4.8l-4.8 4.8" stroke="${cross}" stroke-width="2.1" stroke-linecap="round"/>`,
    `<circle cx="8.13" cy="-8.13" r="3.6" fill="${cross}" stroke="${paper}" stroke-width="1.6"/>`,
    '</g></svg>\n',
  ].join('');
}

const ROUNDED = drawing({ corner: 6, scale: 1 });
const FULL = drawing({ corner: 0, scale: 0.86 });
const MASKABLE = drawing({ corner: 0, scale: 0.78 });

const PICTURES = [
  { name: 'icon-192.png', svg: ROUNDED, size: 192 },
  { name: 'icon-512.png', svg: ROUNDED, size: 512 },
  { name: 'maskable-512.png', svg: MASKABLE, size: 512 },
  { name: 'apple-touch-icon.png', svg: FULL, size: 180 },
];

mkdirSync(FOLDER, { recursive: true });
writeFileSync(`${FOLDER}/icon.svg`, ROUNDED);
writeFileSync(`${FOLDER}/maskable.svg`, MASKABLE);

const executablePath = findChromium();
if (!executablePath) throw new Error('No Chromium found: set CHROME_PATH.');
const browser = await chromium.launch({ executablePath, args: FLAGS });
for (const { name, svg, size } of PICTURES) {
  const page = await browser.newPage({ viewport: { width: size, height: size } });
  await page.setContent(`<style>body{margin:0}svg{display:block;width:${size}px;height:${size}px}</style>${svg}`);
  await page.screenshot({ path: `${FOLDER}/${name}`, omitBackground: true });
  await page.close();
  console.log(`${FOLDER}/${name}`);
}
await browser.close();
