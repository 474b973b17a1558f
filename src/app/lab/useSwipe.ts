import { type RefObject, useEffect, useRef } from 'react';
import { useAppController } from '../../ui/context';

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
