import { isValidSlackRequest, webApi } from '@slack/bolt';
import type { Logger } from 'pino';
import { z } from 'zod';
import type { People } from '../../access/people.ts';
import type { Principal } from '../../access/principal.ts';
import { identifyAsker } from './asker.ts';
import { boltLogger } from './bolt-logger.ts';
import { createBotIdentity } from './bot-identity.ts';
import { patientFetch } from './patient-fetch.ts';

const signed = z.looseObject({
  'x-slack-signature': z.string(),
  'x-slack-request-timestamp': z.coerce.number(),
});
/** Seconds by which Slack's clock may be ahead of this one. */
const aheadAtMost = 60;

/**
 * Slackbot as a program that asks for people of the bank's workspace: whether Slack signed a request with the app's secret, and who of
 * the bank an account is, as for a question in Slack.
 */
export function slackbotCallers({
  botToken,
  signingSecret,
  apiUrl,
  people,
  now,
  log,
}: {
  botToken: string;
  signingSecret: string;
  apiUrl: string | undefined;
  people: People;
  now: () => Date;
  log: Logger;
}): {
  isSigned(headers: Readonly<Record<string, unknown>>, body: string): boolean;
  identify(asker: { team: string; user: string }): Promise<Principal>;
} {
  const client = new webApi.WebClient(botToken, {
    logger: boltLogger(log),
    fetch: patientFetch,
    retryConfig: { retries: 0 },
    rejectRateLimitedCalls: true,
    ...(apiUrl === undefined ? {} : { slackApiUrl: apiUrl }),
  });
  const whoAmI = createBotIdentity(client);
  return {
    isSigned(headers, body) {
      const { data } = signed.safeParse(headers);
      const moment = now().getTime();
      // Bolt looks only for what is too old.
      if (data === undefined || data['x-slack-request-timestamp'] > moment / 1000 + aheadAtMost)
        return false;
      return isValidSlackRequest({
        signingSecret,
        body,
        headers: {
          'x-slack-signature': data['x-slack-signature'],
          'x-slack-request-timestamp': data['x-slack-request-timestamp'],
        },
        nowMilliseconds: moment,
      });
    },
    async identify(asker) {
      const { team_id: home } = await whoAmI();
      return (await identifyAsker(client, people, home, asker)).principal;
    },
  };
}
