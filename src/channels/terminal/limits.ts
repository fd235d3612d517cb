/** Widths in columns. Terminals have no documented limits; 80 columns are usual. */
export const terminalLimits = {
  /** The narrowest card; a narrower terminal wraps its lines. */
  narrowestCard: 32,
  /** The narrowest column of a table: a few letters and “…”. */
  narrowestColumn: 4,
} as const;
