import { useState } from 'react';
import { PROFILES } from '../charts/palette';
import { PAPER_HMM_IDS, PAPER_HMMS, type PaperHmmId } from '../hmm/paper';
import { useApp, useLab } from '../panels/context';
import { Gallery } from '../panels/gallery/Gallery';
import { saveBytes } from '../panels/saveBytes';
import { notify } from '../state/store';

/** Name, model, and what belongs to the whole page. */
export function Header() {
  const lab = useLab();
  const { preset, profile } = useApp((state) => state.settings);
  return (
    <header className="top">
      <h1>noisy-orbits</h1>
      <p className="tagline">A recurrent network that needs noise to think</p>
      <label className="model">
        <span>model</span>
        <select value={preset} onChange={(event) => lab.set('preset', event.target.value as PaperHmmId)} data-testid="preset">
          {PAPER_HMM_IDS.map((id) => (
            <option key={id} value={id}>
              {PAPER_HMMS[id].name}
            </option>
          ))}
        </select>
      </label>
      <Gallery />
      <span className="spacer" />
      <label className="model">
        <span>colours</span>
        <select value={profile} onChange={(event) => lab.set('profile', event.target.value as (typeof PROFILES)[number])}>
          {PROFILES.map((name) => (
            <option key={name}>{name}</option>
          ))}
        </select>
      </label>
      <SaveWeights />
      <CopyLink />
      <button type="button" onClick={() => lab.store.setState({ helpOpen: true })} aria-label="Keys and help">
        Keys <kbd>?</kbd>
      </button>
    </header>
  );
}

function SaveWeights() {
  const lab = useLab();
  const ready = useApp((state) => state.network !== undefined);
  return (
    <button
      type="button"
      disabled={!ready}
      title="The network in view as a safetensors file (loads in PyTorch)"
      onClick={() => {
        const bytes = lab.weightFile();
        const { network, settings } = lab.store.getState();
        if (bytes && network) saveBytes(bytes, `${settings.preset}-update-${network.update}.safetensors`);
      }}
    >
      Save weights
    </button>
  );
}

/** Copies the link; where the clipboard is closed, shows it to be copied by hand. */
function CopyLink() {
  const lab = useLab();
  const [copied, setCopied] = useState(false);
  const copy = async () => {
    const url = new URL(lab.link(), window.location.href).href;
    try {
      await navigator.clipboard.writeText(url);
      setCopied(true);
      setTimeout(() => setCopied(false), 1500);
    } catch {
      notify(lab.store, 'info', `The browser does not let this page copy. The link: ${url}`);
    }
  };
  return (
    <button type="button" onClick={copy} data-testid="copy-link">
      {copied ? 'Copied' : 'Copy link'}
    </button>
  );
}
