import { type RefObject, useEffect, useRef } from 'react';
import { PANELS } from '../../analyses/registry';
import { neighbour, SECTIONS, type SectionId } from '../../analyses/sections';
import { useAppController } from '../../ui/context';
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

/** Milliseconds without a scroll after which a swipe is over. */
const REST_MS = 120;

/**
 * Keeps a row of panels, each as wide as the screen, and the setting `panel` in step: a swipe chooses the panel it ends at, a choice
 * brings its panel into sight. The row is as high as that panel, so that a short one has no gap below.
 * @param first the panel chosen; undefined: nothing is swiped here
 */
export function useSwipe(deck: RefObject<HTMLElement | null>, first: string | undefined): void {
  const app = useAppController();
  const newest = useRef(first);
  newest.current = first;
  useEffect(() => {
    const row = deck.current;
    if (!row || first === undefined) return;
    const slot = row.querySelector<HTMLElement>(`[data-slot="${first}"]`);
    if (!slot) return;
    const left = slot.offsetLeft - row.offsetLeft;
    if (Math.abs(row.scrollLeft - left) > slot.clientWidth / 2) row.scrollTo({ left });
    const fit = new ResizeObserver(() => {
      row.style.height = `${slot.offsetHeight}px`;
    });
    fit.observe(slot);
    return () => {
      fit.disconnect();
      row.style.height = '';
    };
  }, [deck, first]);
  const swiped = first !== undefined;
  useEffect(() => {
    const row = deck.current;
    if (!row || !swiped) return;
    let timer: ReturnType<typeof setTimeout> | undefined;
    const end = () => {
      const middle = row.scrollLeft + row.clientWidth / 2;
      const slots = [...row.querySelectorAll<HTMLElement>('.slot:not([hidden])')];
      const at = slots.find(({ offsetLeft, offsetWidth }) => {
        const from = offsetLeft - row.offsetLeft;
        return middle >= from && middle < from + offsetWidth;
      });
      const id = at?.dataset.slot;
      if (id && id !== newest.current) app.set('panel', id);
    };
    const scrolled = () => {
      clearTimeout(timer);
      timer = setTimeout(end, REST_MS);
    };
    row.addEventListener('scroll', scrolled, { passive: true });
    return () => {
      clearTimeout(timer);
      row.removeEventListener('scroll', scrolled);
    };
  }, [app, deck, swiped]);
}
