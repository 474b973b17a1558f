import type { StoreApi } from 'zustand/vanilla';
import { readText, writeText } from '../webStorage';
import type { PageSlice } from './slice';

const KEY = 'details';
const SEPARATOR = ' ';

/** Opens what stood open at the last visit: the browser keeps the names of the panels. */
export function loadDetails(store: StoreApi<PageSlice>): void {
  const kept = readText('local', KEY);
  if (kept) store.setState({ openDetails: kept.split(SEPARATOR) });
}

function keep(store: StoreApi<PageSlice>, openDetails: readonly string[]): void {
  store.setState({ openDetails });
  writeText('local', KEY, openDetails.length > 0 ? openDetails.join(SEPARATOR) : undefined);
}

/** Opens or closes the details of one panel. */
export function toggleDetails(store: StoreApi<PageSlice>, panel: string): void {
  const { openDetails } = store.getState();
  keep(store, openDetails.includes(panel) ? openDetails.filter((one) => one !== panel) : [...openDetails, panel]);
}

/** Opens the details of these panels alone; of none with an empty list. */
export const openDetailsOf = (store: StoreApi<PageSlice>, panels: readonly string[]): void => keep(store, panels);
