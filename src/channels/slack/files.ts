import type { webApi } from '@slack/bolt';
import type { Logger } from 'pino';
import { loggableError } from '../../access/loggable-error.ts';
import type { DeliveredFile, ExportFile } from '../../conversation/export/exported.ts';
import type { Place } from './destinations.ts';
import { isAbsent } from './message.ts';
import { ownChat } from './own-chat.ts';

/** Where a file went: where the question was asked, or into the asker's own chat with the bot; failed: nowhere. */
export type FileSent = 'here' | 'directly' | 'failed';

/**
 * Uploads a file into Slack and shows it: where the question was asked if everybody there may see it, and otherwise in the
 * asker's own chat with the bot, for Slack shows no file to one person alone. So it goes, too, where the bot is no member.
 */
export async function sendFile(
  { client, log }: { client: webApi.WebClient; log: Logger },
  place: Place,
  file: ExportFile,
  everybody: boolean,
): Promise<FileSent> {
  try {
    if (everybody) {
      try {
        await upload(client, file, place.channel, place.thread);
        return 'here';
      } catch (error) {
        if (!isAbsent(error)) throw error;
      }
    }
    const own = await ownChat(client, place.user);
    if (own === undefined) throw new Error('Slack opened no chat with the asker.');
    await upload(client, file, own, undefined);
    return 'directly';
  } catch (error) {
    log.warn(loggableError(error), 'Slack did not accept a file');
    return 'failed';
  }
}

/** Uploads a file and shows it in a conversation, or in a thread of it. */
export async function upload(
  client: webApi.WebClient,
  { name, content }: DeliveredFile,
  channel: string,
  thread: string | undefined,
): Promise<void> {
  const given = { file: Buffer.from(content), filename: name, title: name, channel_id: channel };
  await client.filesUploadV2(thread === undefined ? given : { ...given, thread_ts: thread });
}
