import { useState } from 'react';
import { HIDEABLE, type HideableId } from '../../state/settings/settings';
import { Segmented } from '../../ui/Segmented';
import { CopyField } from './CopyField';
import { QrBox, QrWindow } from './QrCode';
import type { SharedState } from './shared';
import { HIDE_NAMES, LINK } from './text';
import { WeightsOption } from './WeightsOption';

/** The link, its code, and how the page stands for those who open it. */
export function LinkTab({ shared }: { shared: SharedState }) {
  const { link, prepared, setPrepared, withWeights, check } = shared;
  const waiting = withWeights && !check?.choice;
  const [large, setLarge] = useState(false);
  return (
    <div className="share-link">
      <div className="share-main">
        <CopyField label={LINK.label} text={link} rows={link.length > 400 ? 5 : 3} code testId="share-link" />
        <p className="hint" data-testid="share-length">
          {LINK.length(link.length)} {waiting && <b>{LINK.incomplete}</b>}
        </p>
        <div className="row">
          <span>{LINK.prepared}</span>
          <Segmented
            label={LINK.prepared}
            options={[
              { value: 'plain', name: LINK.plain, title: LINK.plainHint },
              { value: 'lecture', name: LINK.lecture, title: LINK.lectureHint },
            ]}
            value={prepared.lecture ? 'lecture' : 'plain'}
            onChange={(kind) => setPrepared({ ...prepared, lecture: kind === 'lecture' })}
          />
        </div>
        <HideControls hide={prepared.hide} onChange={(hide) => setPrepared({ ...prepared, hide })} />
        <WeightsOption shared={shared} />
      </div>
      <QrBox link={link} onLarge={() => setLarge(true)} />
      {large && <QrWindow link={link} onClose={() => setLarge(false)} />}
    </div>
  );
}

const NAMES = Object.keys(HIDEABLE) as HideableId[];

function HideControls({ hide, onChange }: { hide: readonly HideableId[]; onChange: (hide: HideableId[]) => void }) {
  return (
    <details className="hide-controls" open={hide.length > 0 || undefined}>
      <summary>{LINK.hide}</summary>
      <fieldset>
        <legend className="hint">{LINK.hideHint(hide.length)}</legend>
        {NAMES.map((name) => (
          <label key={name}>
            <input
              type="checkbox"
              checked={hide.includes(name)}
              // In the order of the table, so that the same choice gives the same link.
              onChange={({ target }) => onChange(NAMES.filter((one) => (one === name ? target.checked : hide.includes(one))))}
              data-testid={`hide-${name}`}
            />
            {HIDE_NAMES[name]}
          </label>
        ))}
      </fieldset>
    </details>
  );
}
