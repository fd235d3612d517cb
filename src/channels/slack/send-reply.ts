import type { types, webApi } from '@slack/bolt';
import type { Logger } from 'pino';
import { z } from 'zod';
import { loggableError } from '../../access/loggable-error.ts';
import type { DrawPng } from '../../charts/png.ts';
import type { Chart, Reply } from '../../conversation/reply.ts';
import type { Locale } from '../../language/locale.ts';
import { slackBlocks, slackText } from './blocks.ts';
import { uploadChart } from './charts.ts';

/** Sends one form of a message to where it belongs. */
export type Send = (message: { text: string; blocks?: types.KnownBlock[] }) => Promise<unknown>;

const platformError = z.object({ data: z.object({ error: z.string() }) });

/** Slack's code for what went wrong, if Slack refused something. */
export const slackCode = (error: unknown): string | undefined =>
  platformError.safeParse(error).data?.data.error;

/** What Slack says of a message whose form it does not take; response addresses may give no more than a status. */
const refusals = new Set([
  'invalid_blocks',
  'invalid_blocks_format',
  'invalid_arguments',
  'invalid_payload',
  'msg_blocks_too_long',
  'msg_too_long',
  'slack_file_not_found',
  'status-400',
  'status-500',
]);

/** Sends a Reply with its charts; without them, and then as mere text, where Slack refuses. */
export async function sendReply(
  { client, drawPng, log }: { client: webApi.WebClient; drawPng: DrawPng; log: Logger },
  reply: Reply,
  locale: Locale,
  send: Send,
): Promise<void> {
  const show = async (chart: Chart) => {
    try {
      return [{ fileId: await uploadChart(client, drawPng, chart), alt: chart.alt }];
    } catch (error) {
      log.warn(loggableError(error), 'Slack did not take a chart; the reply goes out without it');
      return [];
    }
  };
  const charts = (await Promise.all(reply.charts.map(show))).flat();
  const text = slackText(reply);
  const forms = [
    ...(charts.length > 0 ? [{ text, blocks: slackBlocks(reply, locale, charts) }] : []),
    { text, blocks: slackBlocks(reply, locale) },
    { text },
  ];
  for (const [i, form] of forms.entries()) {
    try {
      await send(form);
      return;
    } catch (error) {
      if (i === forms.length - 1 || !refusals.has(slackCode(error) ?? '')) throw error;
      log.warn({ code: slackCode(error) }, 'Slack refused blocks; the reply goes out plainer');
    }
  }
}
