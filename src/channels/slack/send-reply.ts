import type { webApi } from '@slack/bolt';
import type { Logger } from 'pino';
import { loggableError } from '../../access/loggable-error.ts';
import type { DrawPng } from '../../charts/png.ts';
import type { Chart, Reply } from '../../conversation/reply.ts';
import type { Locale } from '../../language/locale.ts';
import { slackBlocks, slackText } from './blocks.ts';
import { uploadChart } from './charts.ts';
import { isRefusedForm, type Send, type SlackMessage, slackCode } from './message.ts';

/** What is needed to send a Reply. */
export type ReplySender = { client: webApi.WebClient; drawPng: DrawPng; log: Logger };

/** Does again, once, what Slack's servers or the network did not carry out: an upload that nothing shows yet may be repeated. */
async function patiently<T>(work: () => Promise<T>): Promise<T> {
  try {
    return await work();
  } catch (error) {
    if (slackCode(error) !== undefined) throw error;
    return work();
  }
}

/** The id of the uploaded file for each chart; undefined where Slack did not accept the chart. */
function uploadCharts(
  { client, drawPng, log }: ReplySender,
  charts: readonly Chart[],
): Promise<(string | undefined)[]> {
  return Promise.all(
    charts.map(async (chart) => {
      try {
        return await patiently(() => uploadChart(client, drawPng, chart));
      } catch (error) {
        log.warn(
          loggableError(error),
          'Slack did not accept a chart; the reply describes it in words',
        );
        return undefined;
      }
    }),
  );
}

/** A Reply as it is sent; `votable` is the key of the answer, where it can be voted on. */
export type Sent = { reply: Reply; locale: Locale; votable?: string | undefined };

/**
 * Sends a Reply with its charts. Where Slack refuses, sends it without charts, and finally as text alone.
 * @param uploaded the files of its charts in Slack, where they are there already
 */
export async function sendReply(
  sender: ReplySender,
  { reply, locale, votable }: Sent,
  send: Send,
  uploaded?: readonly string[],
): Promise<void> {
  const files = uploaded ?? (await uploadCharts(sender, reply.charts));
  const text = slackText(reply, locale);
  const forms: SlackMessage[] = [
    ...(files.some((file) => file !== undefined)
      ? [{ text, mrkdwn: false as const, blocks: slackBlocks(reply, locale, { files, votable }) }]
      : []),
    { text, mrkdwn: false, blocks: slackBlocks(reply, locale, { votable }) },
    { text, mrkdwn: false },
  ];
  for (const [i, form] of forms.entries()) {
    try {
      await send(form);
      return;
    } catch (error) {
      if (i === forms.length - 1 || !isRefusedForm(error)) throw error;
      sender.log.warn(
        { code: slackCode(error) },
        'Slack refused blocks; the reply goes out plainer',
      );
    }
  }
}
