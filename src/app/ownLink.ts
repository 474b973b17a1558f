import type { AppController } from '../state/app';
import { checkSharedCopy } from '../state/networks/linkedNetwork';
import { modelSlug } from '../state/settings/settings';
import { downloadBytes } from '../ui/files';
import { linkReaches, pageUrl } from '../views/share/links';
import { watchCarried } from './carriedNetwork';

/** A link to what is in view. */
export interface OwnLink {
  url: string;
  /** Why the network in view is not in it; undefined where it is, or where the link leads to it anyway. */
  without?: string;
}

/**
 * The whole address of what is in view, its network in it where the settings alone do not lead to it and a rounded copy is as good.
 * @param onProgress hears how far the check of the copy is, 0 … 1
 */
export async function ownLink({ store, story, pool }: AppController, onProgress: (share: number) => void): Promise<OwnLink> {
  const { settings, history, network } = store.getState();
  const here = window.location.href;
  if (!network || linkReaches({ settings, history }, network)) return { url: pageUrl({ settings, story }, here) };
  const choice = await checkSharedCopy(pool, network, onProgress).choice;
  if (!choice.ok) return { url: pageUrl({ settings, story }, here), without: choice.reason };
  const url = pageUrl({ settings, story, weights: { text: choice.text, network } }, here);
  // What is copied stands in the address too, as long as this network is in view.
  if (store.getState().network === network) {
    window.history.replaceState(null, '', url);
    watchCarried(store, window, network.fingerprint);
  }
  return { url };
}

/** Saves the network in view: what goes to others where the link cannot carry it. */
export async function saveOwnNetwork(app: AppController): Promise<void> {
  const bytes = await app.weightFile('safetensors');
  const { network, settings } = app.store.getState();
  if (bytes && network) downloadBytes(bytes, `${modelSlug(settings)}-update-${network.update}.safetensors`);
}
