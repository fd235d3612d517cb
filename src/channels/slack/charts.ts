import { setTimeout as pause } from 'node:timers/promises';
import type { webApi } from '@slack/bolt';
import { z } from 'zod';
import type { DrawPng } from '../../charts/png.ts';
import type { Chart } from '../../conversation/reply.ts';

const uploaded = z.object({
  files: z.array(z.object({ files: z.array(z.object({ id: z.string() })) })),
});

/** How long Slack may take to process a file before the reply goes out without it. */
const patience = { tries: 16, between: 300 };

/**
 * Draws charts and hands them to Slack, waiting until each may be shown: a file that is still being processed has no
 * type, and blocks that name it are refused.
 * @returns the charts that are ready, with Slack's file ids
 */
export async function uploadCharts(
  client: webApi.WebClient,
  drawPng: DrawPng,
  charts: readonly Chart[],
): Promise<{ fileId: string; alt: string }[]> {
  const ready: { fileId: string; alt: string }[] = [];
  for (const [i, chart] of charts.entries()) {
    const png = Buffer.from(await drawPng(chart.spec, 'light'));
    const result = uploaded.parse(
      await client.filesUploadV2({
        file: png,
        filename: `chart-${i + 1}.png`,
        title: chart.alt,
        alt_text: chart.alt,
      }),
    );
    const fileId = result.files[0]?.files[0]?.id;
    if (fileId === undefined) throw new Error('Slack took a chart and gave no file id.');
    for (let tries = 0; tries < patience.tries; tries++) {
      const info = await client.files.info({ file: fileId });
      if (info.file?.mimetype) {
        ready.push({ fileId, alt: chart.alt });
        break;
      }
      await pause(patience.between);
    }
  }
  return ready;
}
