import type { AppController } from '../state/app';
import { checkSharedCopy } from '../state/networks/linkedNetwork';
import { isOwn } from '../state/networks/slice';
import { modelSlug } from '../state/settings/settings';
import type { AppStore } from '../state/store';
import { useAppController } from '../ui/context';
import { downloadBytes } from '../ui/files';
import { linkReaches, pageUrl } from '../views/share/links';

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
async function saveOwnNetwork(app: AppController): Promise<void> {
  const bytes = await app.weightFile('safetensors');
  const { network, settings } = app.store.getState();
  if (bytes && network) downloadBytes(bytes, `${modelSlug(settings)}-update-${network.update}.safetensors`);
}

/**
 * Takes a network out of the address (`#w=…`) as soon as another one is in view: a reload would open the wrong one.
 * @param fingerprint of the network in the address; without it, the first one of the reader's own is taken for it
 */
export function watchCarried(store: AppStore, view: Window, fingerprint?: string): void {
  const { network: first } = store.getState();
  let carried = fingerprint ?? (first && isOwn(first) ? first.fingerprint : undefined);
  const { hash } = view.location;
  const end = store.subscribe(({ network }, { network: before }) => {
    if (view.location.hash !== hash) return end();
    if (network === before || !network) return;
    if (carried === undefined && isOwn(network)) carried = network.fingerprint;
    if (carried === undefined || network.fingerprint === carried) return;
    view.history.replaceState(null, '', view.location.pathname + view.location.search);
    end();
  });
}

const NOTE = {
  without: 'The link was copied with the settings alone: it does not hold your network.',
  file: 'Save the network as a file',
  close: 'Close',
};

/** Says at the button why the link does not hold the network in view, with the file beside it. */
export function CopyNote({ reason, onClose }: { reason: string; onClose: () => void }) {
  const app = useAppController();
  return (
    <span className="copy-note" role="status">
      {NOTE.without} {reason}{' '}
      <button type="button" onClick={() => void saveOwnNetwork(app)}>
        {NOTE.file}
      </button>{' '}
      <button type="button" onClick={onClose}>
        {NOTE.close}
      </button>
    </span>
  );
}
