import measured from './measuredFirst.json';

/** What the page says, and how it stands, before a chapter is read; the other facts come with the chapters. */
export const FIRST_FACTS = { ...measured.gallery, ...measured['chain-2'] };
export type FirstFactName = Exclude<keyof typeof FIRST_FACTS, 'fingerprint'>;

/** In figures. */
export const firstFact = (name: FirstFactName): string => String(FIRST_FACTS[name]);
