import { Suspense, useState } from 'react';
import { isOwn } from '../state/networks/slice';
import { notify } from '../state/page/slice';
import { useAppController } from '../ui/context';
import { lazyComponent } from '../ui/lazyComponent';

const CopyNote = lazyComponent(() => import('./ownLink').then((module) => module.CopyNote), 'notify');

/** Copies the link to what is in view, one's own network in it if it fits; where the clipboard is closed, shows it to be copied by hand. */
export function CopyLink() {
  const app = useAppController();
  const [says, setSays] = useState('Copy link');
  const [without, setWithout] = useState<string>();
  const copy = async () => {
    const { network } = app.store.getState();
    let url = new URL(app.link(), window.location.href).href;
    setWithout(undefined);
    try {
      if (network && isOwn(network)) {
        const { ownLink } = await import('./ownLink');
        const link = await ownLink(app, (share) => setSays(`Checking ${Math.round(100 * share)} %`));
        setWithout(link.without);
        url = link.url;
      }
      await navigator.clipboard.writeText(url);
      setSays('Copied');
      setTimeout(() => setSays('Copy link'), 1500);
    } catch {
      setSays('Copy link');
      notify(app.store, 'info', `The browser does not let this page copy. The link: ${url}`);
    }
  };
  return (
    <span className="copy-link">
      <button type="button" onClick={() => void copy()} data-testid="copy-link">
        {says}
      </button>
      {without !== undefined && (
        <Suspense>
          <CopyNote reason={without} onClose={() => setWithout(undefined)} />
        </Suspense>
      )}
    </span>
  );
}
