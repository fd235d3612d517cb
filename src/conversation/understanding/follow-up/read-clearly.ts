import { type Reading, readLine, type Understanding } from '../read-line.ts';

/** How sure a reading must be where an answer before makes it likelier: less than a line that stands alone. */
const clearFrom = 0.4;

/** A line as it was understood where that is clear enough after an answer before; any other is not understood. */
export const readClearly = (line: string, reading: Reading): Understanding =>
  clearly(readLine(line, reading));

/** The same of what was read. */
export const clearly = (read: Understanding): Understanding =>
  read.asks.length === 0
    ? read
    : { ...read, asks: [], ...(read.confidence < clearFrom ? { intent: 'unknown' } : {}) };
