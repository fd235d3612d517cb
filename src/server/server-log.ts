import { type Logger, pino } from 'pino';
import { loggableError } from '../access/loggable-error.ts';

/** The log of a server, on stdout. */
export const serverLog = (level: string): Logger =>
  pino({
    level,
    // Messages of the database repeat the values of a statement: no error is logged by its message.
    serializers: { err: loggableError },
  });
