/** A sentence in the languages of the product. */
export type Told = { en: string; zh: string };
