import { useEffect, useMemo, useRef, useState } from 'react';
import { flushSync } from 'react-dom';
import { beginFrame } from '../../charts/canvas';
import { PALETTES } from '../../charts/palette';
import type { ClaimEffect, ClaimFigure, ClaimPart, ClaimResult, ClaimText } from '../../claims/claim';
import { verdictName } from '../../claims/finding';
import { estimateText, partName } from '../../claims/report';
import { useApp, usePalette } from '../../ui/context';
import { useSize } from '../../ui/onScreen';
import { applyProfile } from '../theme';
import { figureOfClaim, pictureHeight } from './claimFigure';

/** Reasons are written to stand inside a sentence too. */
export const capital = (text: string): string => text.charAt(0).toUpperCase() + text.slice(1);

/** A claim in full: what it says, and what was found or that it is being computed. */
export function ClaimSection({ text, result, pending }: { text: ClaimText; result: ClaimResult | undefined; pending: string }) {
  const { id, title, statement } = text;
  return (
    <section
      id={`claim-${id}`}
      className="report-claim"
      data-claim={id}
      {...(result ? { 'data-verdict': result.verdict } : {})}
      tabIndex={-1}
    >
      <h3>
        {id} {title}: <span className="verdict">{result ? verdictName(result.verdict) : pending}</span>
      </h3>
      <p>{statement}</p>
      {result && <Finding result={result} />}
      {result?.verdict !== 'not-applicable' && <Method text={text} />}
    </section>
  );
}

function Method({ text: { test, paper, ours } }: { text: ClaimText }) {
  return (
    <p className="small">
      <b>Test.</b> {test} <b>Paper.</b> {paper}{' '}
      {ours && (
        <>
          <b>Ours.</b> {ours}
        </>
      )}
    </p>
  );
}

function Finding({ result: { id, title, reason, effects, figure, parts, companion } }: { result: ClaimResult }) {
  return (
    <div className="report-body">
      <div>
        <p>{capital(reason)}.</p>
        {parts && <Parts parts={parts} />}
        {effects.length > 0 && <Effects effects={effects} />}
        {companion && (
          <p>
            <b>
              {companion.id}: {verdictName(companion.verdict)}.
            </b>{' '}
            {companion.reason}.
          </p>
        )}
      </div>
      {figure && <ClaimPicture figure={figure} label={`${id}: ${title}`} />}
    </div>
  );
}

function Parts({ parts }: { parts: readonly ClaimPart[] }) {
  return (
    <ul className="report-parts">
      {parts.map((part) => (
        <li key={part.name} data-verdict={part.verdict}>
          <b>
            {capital(partName(part))}: <span className="verdict">{verdictName(part.verdict)}</span>.
          </b>{' '}
          {capital(part.reason)}.
        </li>
      ))}
    </ul>
  );
}

function Effects({ effects }: { effects: readonly ClaimEffect[] }) {
  return (
    <table className="values">
      <tbody>
        {effects.map(({ name, estimate, unit }) => (
          <tr key={name}>
            <th scope="row">{name}</th>
            <td>{estimateText(estimate, unit)}</td>
          </tr>
        ))}
      </tbody>
    </table>
  );
}

/** A small picture of a claim's numbers, in the colours of the page; paper gets those of the screen profile. */
function ClaimPicture({ figure, label }: { figure: ClaimFigure; label: string }) {
  const canvas = useRef<HTMLCanvasElement>(null);
  const size = useSize(canvas);
  const shown = usePalette();
  const palette = usePrinting() ? PALETTES.screen : shown;
  const drawn = useMemo(() => figureOfClaim(figure), [figure]);
  useEffect(() => {
    const frame = canvas.current && size.width > 0 ? beginFrame(canvas.current) : undefined;
    if (!frame) return;
    const { context, width, height } = frame;
    context.clearRect(0, 0, width, height);
    drawn.draw(context, width, height, palette);
  }, [drawn, size, palette]);
  return (
    <canvas ref={canvas} role="img" aria-label={label} className="claim-picture" style={{ height: pictureHeight(figure) }} />
  );
}

/** Whether the page is on its way to a printer. Meanwhile the page has the colours of the screen profile: paper is white. */
function usePrinting(): boolean {
  const [printing, setPrinting] = useState(false);
  const profile = useApp((state) => state.settings.profile);
  useEffect(() => {
    const begin = () => {
      applyProfile('screen');
      // What is printed is what stands on the page when this event has been heard.
      flushSync(() => setPrinting(true));
    };
    const end = () => {
      applyProfile(profile);
      setPrinting(false);
    };
    window.addEventListener('beforeprint', begin);
    window.addEventListener('afterprint', end);
    return () => {
      window.removeEventListener('beforeprint', begin);
      window.removeEventListener('afterprint', end);
    };
  }, [profile]);
  return printing;
}
