import { useEffect, useRef, useState } from 'react';
import type { Figure } from '../../charts/figure';
import { useFrame } from '../context';
import { useIsVisible } from '../onScreen';
import { summariseTable } from './summary';

/** A figure that changes, under a slider, is put into words once it rests for so long. */
const REST_MS = 400;
/** Seconds between two descriptions of a picture that never rests, at least. */
const EVERY = 2;
/** Describing takes at most one part in so many of the time, up to the longest wait. */
const SHARE = 100;
/** Seconds. A description that was held up by other work looks dear, and must not make the words old. */
const LONGEST_WAIT = 10;

/** What a figure shows in words, for screen readers: its canvas names this text as its description. */
export function FigureSummary({ id, figure }: { id: string; figure: Figure }) {
  const visible = useIsVisible();
  const [text, setText] = useState('');
  const said = useRef(0);
  useEffect(() => {
    // A screen reader comes to pictures that were not scrolled to: each has its first words at once, seen or not.
    if (!visible && said.current > 0) return;
    const due = said.current + 1000 * EVERY - performance.now();
    const timer = setTimeout(
      () => {
        said.current = performance.now();
        setText(summariseTable(figure.table()));
      },
      Math.min(REST_MS, Math.max(0, due)),
    );
    return () => clearTimeout(timer);
  }, [figure, visible]);
  return (
    <p id={id} className="visually-hidden" data-testid="summary">
      {text}
    </p>
  );
}

/**
 * The same for a live picture, written straight into the page and, where its data are small, no older than two seconds. It is no live region: it is read when
 * somebody comes to the picture, and never speaks by itself.
 */
export function LiveSummary({ id, describe }: { id: string; describe: () => string }) {
  const visible = useIsVisible();
  const place = useRef<HTMLParagraphElement>(null);
  const left = useRef(0);
  useFrame((dt) => {
    left.current -= dt;
    if (!visible || left.current > 0 || !place.current) return;
    const begun = performance.now();
    const text = describe();
    left.current = Math.min(LONGEST_WAIT, Math.max(EVERY, (SHARE * (performance.now() - begun)) / 1000));
    if (place.current.textContent !== text) place.current.textContent = text;
  });
  return <p ref={place} id={id} className="visually-hidden" data-testid="summary" />;
}
