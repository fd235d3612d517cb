import { z } from 'zod';
import type { SlackMessage } from './message.ts';
import { patientFetch } from './patient-fetch.ts';

/** Slack's error code, shaped as the Web API's own errors are; `status-500` and the like where it gave none. */
class ResponseRefused extends Error {
  readonly data: { error: string };

  constructor(error: string) {
    super(`Slack did not take the message at the response address: ${error}.`);
    this.name = 'ResponseRefused';
    this.data = { error };
  }
}

const refused = z.object({ ok: z.literal(false), error: z.string() });

function refusalIn(body: string): string | undefined {
  try {
    return refused.safeParse(JSON.parse(body)).data?.error;
  } catch {
    // An address of this kind answers `ok`, or an error code in plain text, as often as it answers JSON.
    return /^[a-z]+(?:_[a-z]+)+$/.exec(body.trim())?.[0];
  }
}

/**
 * Posts to the address that came with a command or a button. It takes five messages in thirty minutes, even where the
 * bot is no member. Slack tells a refusal now by the status, now by `{"ok":false}` under status 200, now in plain text.
 * @throws ResponseRefused, with Slack's error code in `data.error`
 */
export async function postToResponseAddress(
  address: string,
  message: SlackMessage & {
    response_type: 'in_channel' | 'ephemeral';
    replace_original: false;
  },
): Promise<void> {
  const response = await patientFetch(address, {
    method: 'POST',
    headers: { 'content-type': 'application/json; charset=utf-8' },
    body: JSON.stringify(message),
    redirect: 'error',
  });
  const refusal = refusalIn(await response.text());
  if (refusal !== undefined) throw new ResponseRefused(refusal);
  if (!response.ok) throw new ResponseRefused(`status-${response.status}`);
}
