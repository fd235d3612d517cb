/** The language a person reads: the name of its folder of words. */
export type Locale = 'en' | 'zh';
