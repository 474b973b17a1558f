import { toCsv } from '../../charts/figure';
import { modelSlug } from '../../state/settings/settings';
import { useAppController } from '../../ui/context';
import { liveFigure } from '../../ui/figure/liveFigures';
import { downloadBytes } from '../../ui/files';
import type { SharedState } from './shared';
import { captionOf, settingsJson } from './summary';
import { DATA, SHARE } from './text';

/** Numbers behind the picture as files. */
export function DataTab({ shared }: { shared: SharedState }) {
  const { network, link, say } = shared;
  const { settings } = shared.page;
  const live = liveFigure('portrait');
  if (!network) return <p>{SHARE.loading}</p>;
  const slug = modelSlug(settings);
  const save = (text: string, name: string, type: string) => {
    downloadBytes(new TextEncoder().encode(text), name, type);
    say(SHARE.saved(name));
  };
  return (
    <ul className="share-files">
      <li>
        <button
          type="button"
          disabled={!live}
          onClick={() =>
            live && save(toCsv(live.figure.table(), [captionOf(network, settings), link]), `${slug}-trajectory.csv`, 'text/csv')
          }
          data-testid="save-csv"
        >
          {DATA.csv}
        </button>
        <p className="hint">{live ? DATA.csvHint : SHARE.noPortrait}</p>
      </li>
      <li>
        <button
          type="button"
          onClick={() => save(settingsJson({ settings, network, link }), `${slug}-settings.json`, 'application/json')}
          data-testid="save-json"
        >
          {DATA.json}
        </button>
        <p className="hint">{DATA.jsonHint}</p>
      </li>
      <li>
        <SaveNetwork name={DATA.weights} hint={DATA.weightsHint} onSaid={say} />
      </li>
    </ul>
  );
}

/** The network in view as a file. */
export function SaveNetwork({ name, hint, onSaid }: { name: string; hint: string; onSaid: (sentence: string) => void }) {
  const app = useAppController();
  const save = async () => {
    try {
      await app.loadFeatures();
      const bytes = await app.weightFile('safetensors');
      const { network, settings } = app.store.getState();
      if (!bytes || !network) return;
      const file = `${modelSlug(settings)}-update-${network.update}.safetensors`;
      downloadBytes(bytes, file);
      onSaid(SHARE.saved(file));
    } catch (error) {
      onSaid(SHARE.failed('The file', error instanceof Error ? error.message : String(error)));
    }
  };
  return (
    <>
      <button type="button" onClick={() => void save()} data-testid="save-network">
        {name}
      </button>
      <p className="hint">{hint}</p>
    </>
  );
}
