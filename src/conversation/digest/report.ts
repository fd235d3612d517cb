import { todayIn } from '../../language/today.ts';
import type { CommandContext } from '../command-context.ts';
import { reportOf } from '../commands/report/report-of.ts';
import type { Digest, DigestRequest } from './digest.ts';
import { inOneLine, opened } from './opening.ts';

/** What changed in a week, a month or a quarter, as `report` says it. */
export async function reportDigest(
  context: CommandContext,
  request: DigestRequest,
): Promise<Digest> {
  const { run, timezone, now } = context;
  const { since, found = {}, settings = {} } = request;
  const { reply, seen } = await reportOf(context, {
    ...found,
    period: settings.period ?? 'weekly',
  });
  const nothingNew = since !== null && since.runId === run.id;
  return {
    reply: opened(nothingNew ? inOneLine(reply) : reply, request, context),
    seen,
    nothingNew,
    state: { toldOn: todayIn(timezone, now) },
  };
}
