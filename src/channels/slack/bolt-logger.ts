import { type Logger as BoltLogger, LogLevel } from '@slack/bolt';
import type { Logger } from 'pino';

/** Writes Bolt's log lines to our log. Its debug lines contain request bodies, and so what people wrote; they are dropped. */
export function boltLogger(log: Logger): BoltLogger {
  const line = (words: unknown[]) => words.map(String).join(' ').slice(0, 500);
  return {
    debug: () => {},
    info: (...words) => log.debug(line(words)),
    warn: (...words) => log.warn(line(words)),
    error: (...words) => log.error(line(words)),
    setLevel: () => {},
    getLevel: () => LogLevel.INFO,
    setName: () => {},
  };
}
