import { setTimeout as pause } from 'node:timers/promises';
import { isUnreached } from '../is-unreached.ts';
import { slackLimits } from './limits.ts';

/** Sends a request to Slack once; what becomes of it is for the caller to decide. */
export const fetchOnce = (address: string | URL | Request, init?: RequestInit): Promise<Response> =>
  fetch(address, { ...init, signal: AbortSignal.timeout(slackLimits.answerTimeout) });

/**
 * Sends a request to Slack. After a 429 it waits as long as `Retry-After` says, up to a minute, and tries again; it also
 * tries again if Slack was not reached. A request whose response was lost is not repeated: it may have posted a message.
 */
export async function patientFetch(
  address: string | URL | Request,
  init?: RequestInit,
): Promise<Response> {
  for (let tries = 1; ; tries++) {
    const last = tries === slackLimits.requestTries;
    try {
      const response = await fetchOnce(address, init);
      const seconds = Number(response.headers.get('retry-after') ?? 1);
      if (response.status !== 429 || last || !(seconds <= slackLimits.retryAfter)) {
        return response;
      }
      await response.body?.cancel();
      await pause(seconds * 1000);
    } catch (error) {
      if (last || !isUnreached(error)) throw error;
      await pause(slackLimits.unreachedPause * 2 ** (tries - 1));
    }
  }
}
