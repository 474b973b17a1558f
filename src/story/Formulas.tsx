import { useEffect, useRef, useState } from 'react';
import type { Formula } from './chapter';
import { CHAPTER_TEXT } from './chapters/text';

/** The formulas of a chapter, folded; the typesetter is loaded when they are first unfolded. */
export function Formulas({ formulas }: { formulas: readonly Formula[] }) {
  const [open, setOpen] = useState(false);
  if (formulas.length === 0) return null;
  return (
    <details className="formulas" onToggle={(event) => setOpen(event.currentTarget.open)}>
      <summary>{CHAPTER_TEXT.formulas}</summary>
      {open &&
        formulas.map((formula) => (
          <figure key={formula.tex}>
            <Typeset tex={formula.tex} />
            <figcaption>{formula.words}</figcaption>
          </figure>
        ))}
    </details>
  );
}

function Typeset({ tex }: { tex: string }) {
  const place = useRef<HTMLDivElement>(null);
  useEffect(() => {
    let gone = false;
    import('./typeset').then(
      ({ typeset }) => {
        if (!gone && place.current) typeset(tex, place.current);
      },
      // It stays as its source, which can be read too.
      () => {},
    );
    return () => {
      gone = true;
    };
  }, [tex]);
  // Until it is typeset, and where it cannot be, the source is readable too.
  return (
    <div ref={place} className="formula">
      <code>{tex}</code>
    </div>
  );
}
