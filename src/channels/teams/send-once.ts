import type { HttpClient } from './adapter.ts';
import { teamsLimits } from './limits.ts';

/** Teams answered that it did not do what was asked, or cannot now. */
export class TeamsAnswer extends Error {
  override readonly name = 'TeamsAnswer';
  readonly statusCode: number;
  /** seconds, where Teams names them */
  readonly retryAfter: number | undefined;

  constructor(statusCode: number, retryAfter: string | null) {
    super(`Teams answered with ${statusCode}.`);
    this.statusCode = statusCode;
    const seconds = Number(retryAfter ?? Number.NaN);
    this.retryAfter = Number.isFinite(seconds) ? seconds : undefined;
  }
}

/**
 * Sends a request to the Bot Connector once. The connector's own client repeats one that was answered with 429 or 5xx, or not
 * at all, and has no setting against it; what is thrown here it passes on. A message that must not come twice goes this way.
 */
export const sendOnce: HttpClient = {
  async sendRequest(request) {
    const response = await fetch(request.url, {
      method: request.method,
      headers: request.headers.rawHeaders(),
      body: typeof request.body === 'string' ? request.body : null,
      signal: AbortSignal.timeout(teamsLimits.answerTimeout),
    });
    const bodyAsText = await response.text();
    if (response.status === 429 || response.status >= 500)
      throw new TeamsAnswer(response.status, response.headers.get('retry-after'));
    const headers = request.headers.clone();
    for (const { name } of headers.headersArray()) headers.remove(name);
    for (const [name, value] of response.headers) headers.set(name, value);
    return { request, status: response.status, headers, bodyAsText };
  },
};
