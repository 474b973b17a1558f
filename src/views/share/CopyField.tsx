import { useEffect, useId, useRef, useState } from 'react';
import { useApp } from '../../ui/context';
import type { SharedState } from './shared';
import { summaryText } from './summary';
import { SHARE, TEXT_COPY } from './text';

/** Milliseconds for which the button says that it copied. */
const SAID_MS = 1800;

interface CopyFieldProps {
  label: string;
  text: string;
  rows: number;
  /** Long words are not broken: code. */
  code?: boolean;
  testId: string;
}

/** A text to be copied: by the button, or by hand where the browser closes the clipboard. */
export function CopyField({ label, text, rows, code = false, testId }: CopyFieldProps) {
  const id = useId();
  const field = useRef<HTMLTextAreaElement>(null);
  const [state, setState] = useState<'copied' | 'closed'>();
  useEffect(() => {
    if (state !== 'copied') return;
    const timer = setTimeout(() => setState(undefined), SAID_MS);
    return () => clearTimeout(timer);
  }, [state]);
  const copy = async () => {
    try {
      await navigator.clipboard.writeText(text);
      setState('copied');
    } catch {
      field.current?.focus();
      field.current?.select();
      setState('closed');
    }
  };
  return (
    <div className="copy-field">
      <label htmlFor={id}>{label}</label>
      <textarea
        ref={field}
        id={id}
        readOnly
        rows={rows}
        value={text}
        spellCheck={false}
        className={code ? 'code' : undefined}
        onFocus={(event) => event.target.select()}
        data-testid={testId}
      />
      <button type="button" onClick={() => void copy()} data-testid={`${testId}-copy`}>
        {state === 'copied' ? SHARE.copied : SHARE.copy}
      </button>
      <p role="status" className="hint">
        {state === 'closed' && SHARE.copyClosed}
        {state === 'copied' && <span className="visually-hidden">{SHARE.copied}</span>}
      </p>
    </div>
  );
}

/** The state of the page in words and numbers, to paste. */
export function TextTab({ shared: { network, link, page } }: { shared: SharedState }) {
  const analyses = useApp((state) => state.analyses);
  if (!network) return <p>{SHARE.loading}</p>;
  return (
    <CopyField
      label={TEXT_COPY.label}
      text={summaryText({ settings: page.settings, analyses, network, link })}
      rows={14}
      testId="share-text"
    />
  );
}
