/** Sections of the lab, in their order, with their names. A row of the registry says to which one a panel belongs. */
export const SECTIONS = {
  dynamics: 'Dynamics',
  along: 'Along the orbit',
  mechanism: 'Mechanism',
  training: 'Training',
  noise: 'Resonance and noise',
  outputs: 'Outputs',
  own: 'Your own',
} as const;

export type SectionId = keyof typeof SECTIONS;

/** What can be known of a panel without drawing it. */
export interface PanelPlace {
  id: string;
  section: SectionId;
}

/** What the lab shows beside the live run. */
export interface Arrangement {
  /** Undefined: the overview. */
  section: SectionId | undefined;
  /** The panel chosen first, and the one beside it; both undefined in the overview. */
  first: string | undefined;
  beside: string | undefined;
  /** Names that belong to no panel. */
  unknown: readonly string[];
}

/**
 * Reads the setting `panel`.
 * @param text up to two names of panels joined by a full stop; more are left out, and so are names of no panel
 */
export function arrange(text: string, panels: readonly PanelPlace[]): Arrangement {
  const names = [...new Set(text.split('.').filter((name) => name !== ''))];
  const known = names.flatMap((name) => panels.find(({ id }) => id === name) ?? []);
  const [first, beside] = known;
  return {
    section: first?.section,
    first: first?.id,
    beside: beside?.id,
    unknown: names.filter((name) => !panels.some(({ id }) => id === name)),
  };
}

/** The setting `panel` that shows these two. */
export const panelText = (first: string, beside?: string): string =>
  beside === undefined || beside === first ? first : `${first}.${beside}`;

/** The panel so many places on in the same section; undefined at its end. */
export function neighbour(id: string, by: 1 | -1, panels: readonly PanelPlace[]): string | undefined {
  const section = panels.find((panel) => panel.id === id)?.section;
  const ids = panels.filter((panel) => panel.section === section).map((panel) => panel.id);
  return ids[ids.indexOf(id) + by];
}
