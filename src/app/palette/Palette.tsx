import { type KeyboardEvent, useEffect, useMemo, useRef, useState } from 'react';
import { closeSheet } from '../../state/page/slice';
import { useApp, useAppController } from '../../ui/context';
import { isComposing } from '../../ui/keyboard';
import { type Entry, findEntries } from './entries';
import { PALETTE } from './text';
import './palette.css';

const optionId = (entry: Entry): string => `palette-${entry.id.replaceAll(/[^\w-]/g, '_')}`;

/** Finds everything by its name: a field with a list below it, after the pattern of WAI-ARIA for a combobox. */
export function Palette({ open }: { open: boolean }) {
  const app = useAppController();
  const dialog = useRef<HTMLDialogElement>(null);
  const field = useRef<HTMLInputElement>(null);
  const list = useRef<HTMLDivElement>(null);
  const [query, setQuery] = useState('');
  const [at, setAt] = useState(0);
  /** The term whose definition is read. */
  const [read, setRead] = useState<string>();
  const settings = useApp((state) => state.settings);
  const found = useMemo(() => (open ? findEntries(query, settings) : []), [open, query, settings]);
  const current = found[Math.min(at, found.length - 1)];
  useEffect(() => {
    if (open && !dialog.current?.open) {
      setQuery('');
      setAt(0);
      setRead(undefined);
      // The dialog gives the focus back to where it was.
      dialog.current?.showModal();
      field.current?.focus();
    }
    if (!open && dialog.current?.open) dialog.current.close();
  }, [open]);
  // biome-ignore lint/correctness/useExhaustiveDependencies: the option that is chosen now stays in sight
  useEffect(() => {
    list.current?.querySelector('[aria-selected=true]')?.scrollIntoView({ block: 'nearest' });
  }, [current]);
  const close = () => closeSheet(app.store, 'palette');
  const choose = (entry: Entry) => {
    if (entry.text !== undefined) return setRead(read === entry.id ? undefined : entry.id);
    if (!entry.run) return;
    dialog.current?.close();
    close();
    entry.run(app);
  };
  const onKey = (event: KeyboardEvent<HTMLInputElement>) => {
    // Keys that compose a word belong to the input method, Enter and arrows too.
    if (isComposing(event.nativeEvent)) return;
    const last = found.length - 1;
    const to = { ArrowDown: at >= last ? 0 : at + 1, ArrowUp: at <= 0 ? last : at - 1, PageDown: last, PageUp: 0 }[event.key];
    if (to !== undefined) setAt(Math.max(0, to));
    else if (event.key === 'Enter' && current) choose(current);
    else if ((event.ctrlKey || event.metaKey) && event.key.toLowerCase() === 'k') close();
    else return;
    event.preventDefault();
  };
  return (
    <dialog ref={dialog} className="palette" aria-label={PALETTE.title} onClose={close}>
      <input
        ref={field}
        role="combobox"
        aria-label={PALETTE.title}
        aria-expanded={found.length > 0}
        aria-controls="palette-list"
        aria-activedescendant={current ? optionId(current) : undefined}
        aria-autocomplete="list"
        autoComplete="off"
        spellCheck={false}
        placeholder={PALETTE.placeholder}
        value={query}
        onChange={(event) => {
          setQuery(event.target.value);
          setAt(0);
          setRead(undefined);
        }}
        onKeyDown={onKey}
        data-testid="palette-field"
      />
      <div ref={list} id="palette-list" role="listbox" aria-label={PALETTE.results}>
        {found.map((entry, n) => (
          <Option
            key={entry.id}
            entry={entry}
            chosen={entry === current}
            read={read === entry.id}
            onPoint={() => setAt(n)}
            onChoose={() => choose(entry)}
          />
        ))}
      </div>
      {found.length === 0 && <p role="status">{PALETTE.none}</p>}
      <p className="palette-keys">{PALETTE.keys}</p>
    </dialog>
  );
}

interface OptionProps {
  entry: Entry;
  chosen: boolean;
  /** Its text is read. */
  read: boolean;
  onPoint: () => void;
  onChoose: () => void;
}

function Option({ entry, chosen, read, onPoint, onChoose }: OptionProps) {
  return (
    // biome-ignore lint/a11y/useKeyWithClickEvents: the field keeps the focus and has the keys
    <div
      id={optionId(entry)}
      role="option"
      tabIndex={-1}
      aria-selected={chosen}
      aria-disabled={!entry.run && entry.text === undefined}
      onPointerMove={onPoint}
      onClick={onChoose}
    >
      <span className="palette-kind">{PALETTE.kinds[entry.kind]}</span>
      <span className="palette-name">{entry.name}</span>
      {entry.kind === 'key' ? <kbd>{entry.hint}</kbd> : <span className="palette-hint">{entry.hint}</span>}
      {read && <p className="palette-text">{entry.text}</p>}
    </div>
  );
}
