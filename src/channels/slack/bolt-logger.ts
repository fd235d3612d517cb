import { type Logger as BoltLogger, LogLevel } from '@slack/bolt';
import type { Logger } from 'pino';

/** Bolt's log lines as ours. Its debug lines carry bodies, and so what people wrote: they are dropped. */
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
