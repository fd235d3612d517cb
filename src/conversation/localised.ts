import type { Locale } from '../access/principal.ts';

/** A text in every language of the house. */
export type Localised = Record<Locale, string>;
