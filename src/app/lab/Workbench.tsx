import { useEffect, useMemo, useRef } from 'react';
import { PANELS } from '../../analyses/registry';
import { arrange, panelText, SECTIONS, type SectionId } from '../../analyses/sections';
import { loadDetails } from '../../state/page/details';
import { maximise, notify } from '../../state/page/slice';
import { useApp, useAppController } from '../../ui/context';
import { BriefContext } from '../../ui/Details';
import { ErrorBoundary } from '../../ui/ErrorBoundary';
import { useMediaQuery } from '../../ui/onScreen';
import { Tabs } from '../../ui/Segmented';
import { Pager, useSwipe } from './Pager';
import { LAB, QUESTIONS } from './text';

/** Width from which the workbench stands beside the live run; below it, panels are swiped through. */
const WIDE = '(min-width: 981px)';
const OVERVIEW = 'overview';
/** Panels that stand in the overview, small, below its questions. */
const IN_OVERVIEW: readonly string[] = ['training', 'transitions'];

const SECTION_IDS = Object.keys(SECTIONS) as SectionId[];
const SECTION_TABS = [{ id: OVERVIEW, name: LAB.overview }, ...SECTION_IDS.map((id) => ({ id, name: SECTIONS[id] }))];

const panelOf = (id: string) => `panel-${id}`;
const tabOf = (id: string) => `tab-${id}`;

/** One section of the analyses at a time, one panel of it or two side by side; on a phone the panels of a section in a row. */
export function Workbench() {
  const app = useAppController();
  const text = useApp((state) => state.settings.panel);
  const wide = useMediaQuery(WIDE);
  const { section, first, beside, unknown } = useMemo(() => arrange(text, PANELS), [text]);
  const show = (panel: string) => app.set('panel', panel);
  usePanelAddress();
  useEffect(() => loadDetails(app.store), [app]);
  useEffect(() => {
    if (unknown.length > 0) notify(app.store, 'warning', LAB.unknown(unknown, first !== undefined));
  }, [app, unknown, first]);
  // biome-ignore lint/correctness/useExhaustiveDependencies: whatever is shown now, no panel that is out of sight fills the window
  useEffect(() => maximise(app.store, undefined), [app, text]);
  const openSection = (id: string) => show(PANELS.find((panel) => panel.section === id)?.id ?? '');
  return (
    <section className="work" aria-label={LAB.work} data-section={section ?? OVERVIEW}>
      {wide ? (
        <nav className="work-bar" aria-label={LAB.sections}>
          <Tabs
            label={LAB.sections}
            tabs={SECTION_TABS}
            chosen={section ?? OVERVIEW}
            onChoose={openSection}
            panelOf={() => 'section-panels'}
            tabOf={(id) => `section-${id}`}
          />
        </nav>
      ) : (
        <Pager section={section} first={first} onShow={show} />
      )}
      <div
        id="section-panels"
        className="section-panels"
        {...(wide ? { role: 'tabpanel', 'aria-labelledby': `section-${section ?? OVERVIEW}` } : {})}
      >
        {wide && section && first && <PanelBar section={section} first={first} beside={beside} onShow={show} />}
        {!first && <Overview onShow={show} />}
        <BriefContext.Provider value={true}>
          <Deck section={section} first={first} beside={beside} wide={wide} />
        </BriefContext.Provider>
      </div>
    </section>
  );
}

/** The panels of a section, and which of all panels stands beside the chosen one. */
function PanelBar({
  section,
  first,
  beside,
  onShow,
}: {
  section: SectionId;
  first: string;
  beside: string | undefined;
  onShow: (panel: string) => void;
}) {
  const tabs = PANELS.filter((panel) => panel.section === section).map(({ id, title }) => ({ id, name: title }));
  return (
    <div className="panel-bar">
      <Tabs
        label={LAB.panels(SECTIONS[section])}
        tabs={tabs}
        chosen={first}
        onChoose={(id) => onShow(panelText(id, beside))}
        panelOf={panelOf}
        tabOf={tabOf}
        className="minor"
      />
      <select
        className="beside"
        aria-label={LAB.beside}
        value={beside ?? ''}
        onChange={(event) => onShow(panelText(first, event.target.value || undefined))}
        data-testid="beside"
      >
        <option value="">{beside ? LAB.alone : LAB.compare}</option>
        {SECTION_IDS.map((id) => (
          <optgroup key={id} label={SECTIONS[id]}>
            {PANELS.filter((panel) => panel.section === id && panel.id !== first).map((panel) => (
              <option key={panel.id} value={panel.id}>
                {panel.title}
              </option>
            ))}
          </optgroup>
        ))}
      </select>
    </div>
  );
}

/**
 * All panels stand in the page, so that what was typed and chosen in them stays; those out of sight are hidden, and compute nothing.
 */
function Deck({
  section,
  first,
  beside,
  wide,
}: {
  section: SectionId | undefined;
  first: string | undefined;
  beside: string | undefined;
  wide: boolean;
}) {
  const deck = useRef<HTMLDivElement>(null);
  useSwipe(deck, wide || first === undefined ? undefined : first);
  const shown = (panel: (typeof PANELS)[number]): boolean => {
    if (first === undefined) return IN_OVERVIEW.includes(panel.id);
    return wide ? panel.id === first || panel.id === beside : panel.section === section;
  };
  return (
    <div ref={deck} className={`deck ${first === undefined ? 'small' : wide ? 'large' : 'swiped'}`}>
      {PANELS.map((panel) => {
        const { id, title, Panel } = panel;
        const tab = wide && id === first;
        return (
          <div
            key={id}
            id={panelOf(id)}
            className="slot"
            data-slot={id}
            hidden={!shown(panel)}
            style={id === beside ? { order: 1 } : undefined}
            {...(tab ? { role: 'tabpanel', 'aria-labelledby': tabOf(id) } : {})}
          >
            <ErrorBoundary name={title}>
              <Panel />
            </ErrorBoundary>
          </div>
        );
      })}
    </div>
  );
}

/** What a reader may ask of a network, each question a way to the panel that answers it. */
function Overview({ onShow }: { onShow: (panel: string) => void }) {
  return (
    <section className="questions" aria-label={LAB.questions}>
      <h2>{LAB.questions}</h2>
      <ul>
        {QUESTIONS.map(({ asks, panel }) => (
          <li key={panel}>
            <button type="button" onClick={() => onShow(panel)} data-question={panel}>
              {asks} <span>{PANELS.find(({ id }) => id === panel)?.title}</span>
            </button>
          </li>
        ))}
      </ul>
      <p className="hint">{LAB.files}</p>
    </section>
  );
}

/** Opens the panel that the fragment of the address names: links of before point with it, `…&view=lab#kick`. */
function usePanelAddress(): void {
  const app = useAppController();
  useEffect(() => {
    const open = () => {
      const name = window.location.hash.slice(1);
      const overview = name === 'live';
      if (!overview && !PANELS.some(({ id }) => id === name)) return;
      // The panel is in the query from here on: the fragment must not lead back to it for ever.
      window.history.replaceState(null, '', window.location.search || window.location.pathname);
      app.set('panel', overview ? '' : name);
    };
    open();
    window.addEventListener('hashchange', open);
    return () => window.removeEventListener('hashchange', open);
  }, [app]);
}
