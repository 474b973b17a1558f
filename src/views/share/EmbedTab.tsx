import { useId, useState } from 'react';
import { parseSetting, type Settings } from '../../state/settings/settings';
import { Segmented } from '../../ui/Segmented';
import { CopyField } from './CopyField';
import { embedCode, embedScript } from './links';
import type { SharedState } from './shared';
import { EMBED } from './text';

const LEVELS = ['none', 'basic', 'full'] as const satisfies readonly Settings['ui'][];

/** Code that puts the page into another one, and lets that one steer it. */
export function EmbedTab({ shared: { page, network, prepared } }: { shared: SharedState }) {
  const id = useId();
  const [ui, setUi] = useState<Settings['ui']>('basic');
  const [typed, setTyped] = useState('');
  const origin = originOf(typed);
  const parsed = parseSetting('allow', origin);
  const allow = parsed.ok ? origin : '';
  const here = window.location.href;
  const title = EMBED.title(network?.hmm.name ?? 'model');
  const hidden = prepared.hide.length;
  return (
    <>
      <div className="row">
        <span>{EMBED.level}</span>
        <Segmented
          label={EMBED.level}
          options={LEVELS.map((level) => ({ value: level, name: EMBED.levels[level], title: EMBED.levelHints[level] }))}
          value={ui}
          onChange={setUi}
        />
        <span className="hint">{EMBED.levelHints[ui]}</span>
      </div>
      {hidden > 0 && <p className="hint">{EMBED.hidden(hidden)}</p>}
      <label className="share-origin" htmlFor={id}>
        <span>{EMBED.origin}</span>
        <input
          id={id}
          type="url"
          inputMode="url"
          placeholder="https://…"
          value={typed}
          aria-invalid={!parsed.ok}
          aria-describedby={`${id}-hint`}
          onChange={(event) => setTyped(event.target.value)}
          data-testid="embed-origin"
        />
      </label>
      <p className="hint" id={`${id}-hint`} role={parsed.ok ? undefined : 'alert'}>
        {parsed.ok ? EMBED.originHint : EMBED.originBad(parsed.reason)}
      </p>
      <CopyField label={EMBED.code} text={embedCode({ ...page, ui, allow, title }, here)} rows={5} code testId="embed-code" />
      {allow !== '' && <CopyField label={EMBED.script} text={embedScript(here)} rows={8} code testId="embed-script" />}
    </>
  );
}

/** The origin in what was typed: people paste the address of their page. What is no address is left for the check to name. */
function originOf(typed: string): string {
  const text = typed.trim();
  try {
    const { origin, protocol } = new URL(text);
    return protocol === 'https:' || protocol === 'http:' ? origin : text;
  } catch {
    return text;
  }
}
