import type { Locale } from './locale.ts';

/** A text in every language of the house. */
export type Localised = Record<Locale, string>;
