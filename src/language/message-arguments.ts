/** What each text of the catalogs is given. Written by `npm run messages` from the English catalog. */
export type MessageArguments = {
  'book-summary.command': Record<never, never>;
  'customer-explain.command': Record<never, never>;
  'customer-trend.command': Record<never, never>;
  'customer-value.command': Record<never, never>;
  'customer-whatif.command': Record<never, never>;
  'digest-add.command': Record<never, never>;
  'digest-list.command': Record<never, never>;
  'digest-pause.command': Record<never, never>;
  'digest-remove.command': Record<never, never>;
  'digest-resume.command': Record<never, never>;
  'digest-test.command': Record<never, never>;
  'help.command': Record<never, never>;
  'model-card.command': Record<never, never>;
  'ranking-at-risk.command': Record<never, never>;
  'ranking-top.command': Record<never, never>;
  'segment-breakdown.command': Record<never, never>;
  'segment-detail.command': Record<never, never>;
  'unknown.command': Record<never, never>;
};

/** The texts there are: the file of the catalog, then the names within it. */
export type MessageKey = keyof MessageArguments;
