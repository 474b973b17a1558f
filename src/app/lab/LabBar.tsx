import { PAPER_HMM_IDS, PAPER_HMMS, type PaperHmmId } from '../../hmm/models';
import type { WeightFormat } from '../../rnn/weightFiles';
import { openSheet } from '../../state/page/slice';
import { modelSlug } from '../../state/settings/settings';
import { useApp, useAppController } from '../../ui/context';
import { downloadBytes } from '../../ui/files';
import { Gallery } from '../../views/gallery/Gallery';
import { OpenWeights } from '../../views/weights/Files';
import { PALETTE } from '../palette/text';

const OWN = 'own';

/** The model, its networks, and files of them. */
export function LabBar() {
  const app = useAppController();
  const { model, preset } = useApp((state) => state.settings);
  return (
    <section className="lab-bar" aria-label="Model and networks">
      <span className="row" data-control="model">
        <label className="model">
          <span>model</span>
          <select
            value={model === '' ? preset : OWN}
            onChange={(event) => app.choosePreset(event.target.value as PaperHmmId)}
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
      </span>
      <button type="button" onClick={() => openSheet(app.store, 'palette')} data-testid="find">
        {PALETTE.open} <kbd>Ctrl K</kbd>
      </button>
      <span className="spacer" />
      <OpenWeights />
      <SaveWeights />
      <button
        type="button"
        onClick={() => app.set('view', 'report')}
        title="The claims of the paper tested on the network in view"
        data-testid="report-link"
      >
        Report
      </button>
    </section>
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
  const app = useAppController();
  const ready = useApp((state) => state.network !== undefined);
  const save = async (format: WeightFormat) => {
    const bytes = await app.weightFile(format);
    const { network, settings } = app.store.getState();
    if (bytes && network) downloadBytes(bytes, `${modelSlug(settings)}-update-${network.update}.${format}`);
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
