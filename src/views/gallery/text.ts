export const GALLERY = {
  title: 'Gallery',
  explain: 'Trained networks that ship with the app. Each picture is a run of that very network, in the plane in which it turns.',
  loading: 'Loading the list…',
  failed: 'The list could not be loaded:',
  meets: 'passes all checks',
  ring: 'a ring around the resting point',
  /** Headings, by the name of the recipe, in the order they are shown. */
  recipes: {
    live: 'Trained by the live recipe: minutes in a browser',
    paper: 'Trained by the paper’s recipe: an hour or more',
    sharpened: 'Exhibits: trained with a pair term, which keeps kick neurons from forming',
  } as Readonly<Record<string, string>>,
  other: 'Others',
  constructed: 'Constructed, not trained',
  byHand: 'Built by hand',
  byHandNote: 'six units, each weight with its reason',
};
