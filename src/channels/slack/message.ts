import type { types } from '@slack/bolt';
import { z } from 'zod';

/** A message for Slack. Without blocks the text is shown, and `mrkdwn` keeps Slack from reading formatting in it. */
export type SlackMessage = { text: string; mrkdwn: false; blocks?: types.KnownBlock[] };

/** Sends one form of a message to where it belongs. */
export type Send = (message: SlackMessage) => Promise<unknown>;

const platformError = z.object({ data: z.object({ error: z.string() }) });

/** Slack's error code, if Slack refused a request. */
export const slackCode = (error: unknown): string | undefined =>
  platformError.safeParse(error).data?.data.error;

/** Error codes for a conversation in which the bot cannot post because it is not a member. */
const absent = new Set([
  'not_in_channel',
  'channel_not_found',
  'is_archived',
  'user_not_in_channel',
]);

/** Whether Slack refused a message because the bot cannot post in the conversation. */
export const isAbsent = (error: unknown): boolean => absent.has(slackCode(error) ?? '');

/** Error codes for a person whom Slack does not know, or no more. */
const nobody = new Set([
  'user_not_found',
  'users_not_found',
  'user_not_visible',
  'user_disabled',
  'user_is_deactivated',
]);

/** Whether Slack says that there is no such person. */
export const isNobody = (error: unknown): boolean => nobody.has(slackCode(error) ?? '');

/** Error codes for a message whose form Slack does not accept; a response address may give only a status. */
const refusedForm = new Set([
  'invalid_blocks',
  'invalid_blocks_format',
  'invalid_attachments',
  'invalid_arguments',
  'invalid_payload',
  'msg_blocks_too_long',
  'msg_too_long',
  'slack_file_not_found',
  'status-400',
  'status-500',
]);

/** Whether Slack refused the form of a message and may accept a plainer one. */
export const isRefusedForm = (error: unknown): boolean => refusedForm.has(slackCode(error) ?? '');
