import type { Locale } from '../language/locale.ts';

/** What a reader is told when a reply is longer than the platform allows. */
export const leftOut: Record<
  Locale,
  {
    /** anything other than rows was left out */
    shortened: string;
    /** how many rows were left out */
    moreRows(rows: number): string;
    /** how many of all rows are shown */
    firstRows(shown: number, all: number): string;
  }
> = {
  en: {
    shortened: 'This answer was shortened to fit.',
    moreRows: (rows) =>
      `… and ${rows} more. Ask for a smaller list, or open the web chat for all of it.`,
    firstRows: (shown, all) => `The first ${shown} of ${all} rows.`,
  },
  zh: {
    shortened: '由于篇幅限制，此回答已缩短。',
    moreRows: (rows) => `……还有 ${rows} 行。可以缩小范围再问，或在网页中查看全部。`,
    firstRows: (shown, all) => `共${all}行，显示前${shown}行。`,
  },
};
