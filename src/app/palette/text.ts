/** Words of the search. */

export const PALETTE = {
  title: 'Find a panel, a setting, a term or an action',
  open: 'Find…',
  placeholder: 'Panel, setting, model, term, action or key',
  none: 'Nothing is called that.',
  results: 'What was found',
  keys: 'Arrows choose, Enter opens, Esc closes. A number after the name of a setting sets it: “noise 2”.',
  kinds: { panel: 'panel', action: 'action', setting: 'setting', model: 'model', term: 'term', key: 'key' },
  report: 'Report: the claims tested on this network',
  compare: 'Compare networks side by side',
  story: 'Story',
  overview: 'Overview of the lab',
  share: 'Share: link, picture, clip, data',
  recent: 'Recent networks',
  newSeed: 'New seed of the live run',
  openDetails: 'Open the details of all panels',
  closeDetails: 'Close the details of all panels',
  figures: 'numbers, method, save figures as SVG, PNG, CSV',
  now: 'now',
  model: 'model of the paper',
  typed: (value: string, low: number, high: number) => `now ${value}; type a number from ${low} to ${high} after it`,
};
