import { useEffect, useRef } from 'react';
import { PANELS } from '../../analyses/registry';
import { neighbour, SECTIONS, type SectionId } from '../../analyses/sections';
import { LAB } from './text';

/** On a narrow screen: which panel, and the ones before and after it. */
export function Pager({
  section,
  first,
  onShow,
}: {
  section: SectionId | undefined;
  first: string | undefined;
  onShow: (panel: string) => void;
}) {
  const back = first && neighbour(first, -1, PANELS);
  const on = first && neighbour(first, 1, PANELS);
  const bar = useRef<HTMLElement>(null);
  const named = useRef(first !== undefined);
  // Who comes by a link to a panel comes to the panel, not to what stands above it.
  useEffect(() => {
    if (named.current) bar.current?.scrollIntoView();
  }, []);
  const ids = PANELS.filter((panel) => panel.section === section).map(({ id }) => id);
  return (
    <nav ref={bar} className="pager" aria-label={LAB.sections}>
      <button type="button" disabled={!back} aria-label={LAB.previous} onClick={() => back && onShow(back)}>
        ‹
      </button>
      <select aria-label={LAB.choose} value={first ?? ''} onChange={(event) => onShow(event.target.value)}>
        <option value="">{LAB.overview}</option>
        {(Object.keys(SECTIONS) as SectionId[]).map((id) => (
          <optgroup key={id} label={SECTIONS[id]}>
            {PANELS.filter((panel) => panel.section === id).map((panel) => (
              <option key={panel.id} value={panel.id}>
                {panel.title}
              </option>
            ))}
          </optgroup>
        ))}
      </select>
      {first && (
        <span className="hint">
          {ids.indexOf(first) + 1} of {ids.length}
        </span>
      )}
      <button type="button" disabled={!on} aria-label={LAB.next} onClick={() => on && onShow(on)}>
        ›
      </button>
    </nav>
  );
}
