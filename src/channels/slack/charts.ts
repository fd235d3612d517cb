import { setTimeout as pause } from 'node:timers/promises';
import type { webApi } from '@slack/bolt';
import { z } from 'zod';
import type { DrawPng } from '../../charts/png.ts';
import type { Chart } from '../../conversation/reply.ts';
import { truncate } from '../showable-reply.ts';
import { slackLimits } from './limits.ts';

const uploaded = z.object({
  files: z.array(z.object({ files: z.array(z.object({ id: z.string() })) })),
});

/**
 * Draws a chart, uploads it to Slack and waits until it can be shown: a file that is still being processed has no type,
 * and Slack refuses blocks that name it.
 * @returns the id of the file in Slack
 * @throws if the chart cannot be drawn, or Slack does not accept it or does not process it within five seconds
 */
export async function uploadChart(
  client: webApi.WebClient,
  drawPng: DrawPng,
  chart: Chart,
): Promise<string> {
  const words = truncate(chart.alt, slackLimits.imageAltText);
  const result = uploaded.parse(
    await client.filesUploadV2({
      file: Buffer.from(await drawPng(chart.spec, 'light')),
      filename: 'chart.png',
      title: words,
      alt_text: words,
    }),
  );
  const fileId = result.files[0]?.files[0]?.id;
  if (fileId === undefined) throw new Error('Slack accepted a chart and gave no file id.');
  for (const wait of slackLimits.fileCheckPauses) {
    if (await isProcessed(client, fileId)) return fileId;
    await pause(wait);
  }
  if (await isProcessed(client, fileId)) return fileId;
  throw new Error('Slack has not processed a chart in time.');
}

async function isProcessed(client: webApi.WebClient, fileId: string): Promise<boolean> {
  const { file } = await client.files.info({ file: fileId });
  return Boolean(file?.mimetype);
}
