import { createContext, useContext } from 'react';
import { verdictName } from '../claims/finding';
import type { Verdict } from '../dynamics/judge';
import { highlightPart } from '../state/page/slice';
import { useAppController } from './context';

/** Verdicts in panels. */
const VERDICT = {
  pending: 'no verdict before everything it rests on is computed.',
  inReport: 'in the report',
  link: (id: string) => `The report on this network, at claim ${id}`,
};

/** Whether what a verdict rests on is computed to its end, and of what is in view now. Before that nothing is claimed. */
export const SettledContext = createContext(true);

/** The claim that a name speaks of: “… (C10)”, “… (claim C9b)”. */
const CLAIM = /\((?:claim )?(C\d+)b?\)/;

/** A claim of the paper judged on this network, with every condition and its interval, and the way to its place in the report. */
export function ClaimVerdict({ name, verdict }: { name: string; verdict: { verdict: Verdict; reason: string } }) {
  const settled = useContext(SettledContext);
  if (!settled)
    return (
      <p className="claim pending">
        <b>{name}:</b> {VERDICT.pending}
      </p>
    );
  const id = CLAIM.exec(name)?.[1];
  return (
    <p className="claim" data-verdict={verdict.verdict}>
      <b>
        {name}: {verdictName(verdict.verdict)}.
      </b>{' '}
      {id && <ToReport id={id} />} {verdict.reason}
    </p>
  );
}

/** Opens the report at a claim. */
function ToReport({ id }: { id: string }) {
  const app = useAppController();
  return (
    <button
      type="button"
      className="term claim-link"
      title={VERDICT.link(id)}
      onClick={() => {
        highlightPart(app.store, id);
        app.apply({ view: 'report', lecture: false });
      }}
    >
      {VERDICT.inReport}
    </button>
  );
}
