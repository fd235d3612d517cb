import { z } from 'zod';
import type { SlackMessage } from './message.ts';
import { patientFetch } from './patient-fetch.ts';

const refused = z.object({
  ok: z.literal(false),
  error: z.string(),
  response_metadata: z
    .object({ messages: z.array(z.string()) })
    .optional()
    .catch(undefined),
});

type Refusal = Omit<z.infer<typeof refused>, 'ok'>;

/** Slack's error code in the shape of the Web API's errors; a code such as `status-500` if Slack gave none. */
class ResponseRefused extends Error {
  readonly data: Refusal;

  constructor(data: Refusal) {
    super(`Slack did not take the message at the response address: ${data.error}.`);
    this.name = 'ResponseRefused';
    this.data = data;
  }
}

function refusalIn(body: string): Refusal | undefined {
  try {
    return refused.safeParse(JSON.parse(body)).data;
  } catch {
    // A response address may also answer `ok` or an error code as plain text.
    const code = /^[a-z]+(?:_[a-z]+)+$/.exec(body.trim())?.[0];
    return code === undefined ? undefined : { error: code };
  }
}

/**
 * Posts to the address that came with a command or a button. It accepts five messages within thirty minutes, even where
 * the bot is not a member. Slack reports a refusal by the status, by `{"ok":false}` with status 200, or as plain text.
 * @throws ResponseRefused, with Slack's error code in `data.error`
 */
export async function postToResponseAddress(
  address: string,
  message: SlackMessage & {
    response_type: 'in_channel' | 'ephemeral';
    replace_original: boolean;
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
  if (!response.ok) throw new ResponseRefused({ error: `status-${response.status}` });
}
