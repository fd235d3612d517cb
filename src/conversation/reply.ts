import type { TopLevelSpec } from 'vega-lite';

/** A chart in a Reply: the specification with its data inside, and the words for those who cannot see it. */
export type Chart = { alt: string; spec: TopLevelSpec };

/** A button. `command` is a slash form without the leading "/value", such as `why 1042`; pressing it asks that. */
export type Action = {
  label: string;
  command: string;
  /** whether it gives another part of the same list, which may stand in the place of this one */
  inPlace?: true;
};

export type Table = {
  columns: { label: string; align: 'start' | 'end' }[];
  rows: string[][];
  /** the place of the first row in a list that began before: then rows are shown with their places */
  first?: number;
  /** the buttons of each row, in the order of the rows: about whom the row is, so that labels need not say */
  rowActions?: readonly (readonly Action[])[];
};

/**
 * An answer that knows no platform. Every text is plain, in the reader's language, formatted for their locale;
 * a channel's renderer escapes it.
 */
export type Reply = {
  title: string;
  /** what of the question was taken from before, in a few words: it stands beside the title */
  taken?: string;
  /** one sentence; also the notification and what a screen reader says first */
  summary: string;
  facts: { label: string; value: string }[];
  /** sentences below the facts, such as reasons */
  details?: string[];
  /** the places, in `details`, of those that head what follows them up to the next */
  headings?: readonly number[];
  /** where the details are what to read first: the facts and charts stand below them */
  detailsFirst?: true;
  table?: Table;
  /** the slash form that gives this list as a file when “ as csv” or “ as xlsx” follows it */
  exportable?: string;
  /** a page to open, by its address */
  link?: { label: string; address: string };
  charts: Chart[];
  actions: Action[];
  /** asker: only the person who asked may see it; channel: everybody where it was asked may */
  visibility: 'asker' | 'channel';
};
