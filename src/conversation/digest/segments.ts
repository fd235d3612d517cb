import { todayIn } from '../../language/today.ts';
import type { CommandContext } from '../command-context.ts';
import { segmentBreakdownOf } from '../commands/segment-breakdown/breakdown.ts';
import { movementInWords, moversIn } from '../commands/segment-breakdown/reply.ts';
import type { Reply } from '../reply.ts';
import { answerFirst } from '../wording/answer-words.ts';
import { comparedRun } from './compared-run.ts';
import type { Digest, DigestRequest } from './digest.ts';
import { inOneLine, opened } from './opening.ts';

/** How the customers spread over the segments, as `segments` says it, and who moved between them since the last digest. */
export async function segmentsDigest(
  context: CommandContext,
  request: DigestRequest,
): Promise<Digest> {
  const { run, timezone, now } = context;
  const { since, found = {} } = request;
  const earlier = await comparedRun(context, since);
  const { result, movement } = await segmentBreakdownOf(context, {
    ...found,
    earlier: earlier?.id,
  });
  const moved = movement === undefined ? 0 : moversIn(movement).moved;
  const nothingNew = since !== null && (since.runId === run.id || moved === 0);
  // What the last digest told of already is no movement since.
  const told = since !== null && since.runId === run.id;
  const movedInWords =
    movement === undefined || told ? undefined : movementInWords(movement, context);
  const { details = [], summary } = result.reply;
  const whole: Reply = {
    ...result.reply,
    summary: answerFirst(movedInWords, summary, context),
    details: details.filter((sentence) => sentence !== movedInWords),
    visibility: 'channel',
  };
  return {
    reply: opened(nothingNew ? inOneLine(whole) : whole, request, context),
    seen: result.seen,
    nothingNew,
    state: { toldOn: todayIn(timezone, now) },
  };
}
