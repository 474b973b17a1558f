/** Words of the frame of panels: apart from those of the first picture, which is to stay small. */

/** What every panel of the lab has below its picture. */
export const DETAILS = {
  name: 'Details',
  holds: 'numbers, method, save the figure (SVG, PNG, CSV)',
};

/** Verdicts in panels. */
export const VERDICT = {
  pending: 'no verdict before everything it rests on is computed.',
  inReport: 'in the report',
  link: (id: string) => `The report on this network, at claim ${id}`,
};
