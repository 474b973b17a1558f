import { useState } from 'react';
import { PROFILES } from '../charts/palette';
import { PAPER_HMM_IDS, PAPER_HMMS, type PaperHmmId } from '../hmm/paper';
import { useApp, useLab } from '../panels/context';
import { Gallery } from '../panels/gallery/Gallery';
import { saveBytes } from '../panels/saveBytes';
import { OpenWeights } from '../panels/weights/OpenWeights';
import type { WeightFormat } from '../rnn/weightFiles';
import { modelSlug } from '../state/settings';
import { notify } from '../state/store';

const OWN = 'own';

/** Name, model, and what belongs to the whole page. */
export function Header() {
  const lab = useLab();
  const { model, preset, profile } = useApp((state) => state.settings);
  return (
    <header className="top">
      <h1>noisy-orbits</h1>
      <p className="tagline">A recurrent network that needs noise to think</p>
      <label className="model">
        <span>model</span>
        <select
          value={model === '' ? preset : OWN}
          onChange={(event) => lab.choosePreset(event.target.value as PaperHmmId)}
          data-testid="preset"
        >
          {model !== '' && <option value={OWN}>your own model</option>}
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
      <OpenWeights />
      <SaveWeights />
      <button
        type="button"
        onClick={() => lab.set('view', 'report')}
        title="The claims of the paper tested on the network in view"
        data-testid="report-link"
      >
        Report
      </button>
      <CopyLink />
      <button type="button" onClick={() => lab.store.setState({ helpOpen: true })} aria-label="Keys and help">
        Keys <kbd>?</kbd>
      </button>
    </header>
  );
}

const FORMATS: Record<WeightFormat, string> = {
  safetensors: 'safetensors',
  pth: 'PyTorch (.pth)',
  npz: 'NumPy (.npz)',
  json: 'JSON',
};

/** The network in view as a file of the format chosen; all of them load in PyTorch or NumPy, and here again. */
function SaveWeights() {
  const lab = useLab();
  const ready = useApp((state) => state.network !== undefined);
  const save = async (format: WeightFormat) => {
    const bytes = await lab.weightFile(format);
    const { network, settings } = lab.store.getState();
    if (bytes && network) saveBytes(bytes, `${modelSlug(settings)}-update-${network.update}.${format}`);
  };
  return (
    <select
      aria-label="Save the weights in view"
      disabled={!ready}
      value=""
      data-testid="save-weights"
      onChange={(event) => void save(event.target.value as WeightFormat)}
    >
      <option value="">Save weights…</option>
      {(Object.keys(FORMATS) as WeightFormat[]).map((format) => (
        <option key={format} value={format}>
          {FORMATS[format]}
        </option>
      ))}
    </select>
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
