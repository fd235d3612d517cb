import { type DestinationStream, type Logger, pino } from 'pino';
import { loggableError } from '../access/loggable-error.ts';
import { requestId } from '../access/request-id.ts';

/**
 * The log of a server. Each line of a request has the request's id.
 * @param destination unless given, stdout
 */
export const serverLog = (level: string, destination?: DestinationStream): Logger => {
  const options = {
    level,
    // Messages of the database repeat the values of a statement: no error is logged by its message.
    serializers: { err: loggableError },
    mixin() {
      const request = requestId();
      return request === undefined ? {} : { request };
    },
  };
  return destination === undefined ? pino(options) : pino(options, destination);
};
