import { createContext, useContext } from 'react';
import { toggleDetails } from '../state/page/details';
import { useApp, useAppController } from './context';

/** What every panel of the lab has below its picture. Words of panels are no part of `text.ts`: the first picture is to stay small. */
const DETAILS = {
  name: 'Details',
  holds: 'numbers, method, save the figure (SVG, PNG, CSV)',
};

/** Whether panels begin with picture and sentence, the rest under "Details". Elsewhere than in the lab everything stands open. */
export const BriefContext = createContext(false);

/** Whether the details of a panel are put away now. */
export function useBrief(id: string): boolean {
  const brief = useContext(BriefContext);
  const open = useApp((state) => state.openDetails.includes(id));
  return brief && !open;
}

/** Shows or hides numbers, tables, method and files of a panel; the style sheet knows them by their classes. */
export function DetailsButton({ id, title }: { id: string; title: string }) {
  const app = useAppController();
  const possible = useContext(BriefContext);
  const brief = useBrief(id);
  if (!possible) return null;
  return (
    <button
      type="button"
      className="details-button"
      aria-expanded={!brief}
      onClick={() => toggleDetails(app.store, id)}
      data-testid={`details-${id}`}
    >
      <span aria-hidden="true">{brief ? '▸' : '▾'}</span> {DETAILS.name} <small>{DETAILS.holds}</small>
      <span className="visually-hidden"> {title}</span>
    </button>
  );
}

/** Leads of so many letters stand whole; of longer ones the first sentence, until the details are opened. */
const SHORT_LEAD = 150;

/** The lead of a panel: its first sentence, and what the details say more. */
export function splitLead(lead: string): [first: string, rest: string] {
  if (lead.length <= SHORT_LEAD) return [lead, ''];
  const end = /[.?!](?= [A-Z])/.exec(lead);
  return end ? [lead.slice(0, end.index + 1), lead.slice(end.index + 1)] : [lead, ''];
}
