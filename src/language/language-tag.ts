import type { Locale } from './locale.ts';

/** How numbers and months are written for the readers of a locale (BCP 47). */
export const languageTag = { en: 'en-GB', zh: 'zh-CN' } as const satisfies Record<Locale, string>;
