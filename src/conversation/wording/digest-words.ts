import type { ListedDigest } from '../../store/digests/manage-digests.ts';
import { findFilters, heldTo, isHeld } from '../arguments/filters.ts';
import type { CommandContext } from '../command-context.ts';
import { sayProblem } from './argument-replies.ts';
import { scheduleInWords } from './schedule-words.ts';

/** When a digest goes out, and what it is held to where it is: “every Monday at 09:00 (UTC), for your book, branch Prague”. */
export async function digestInWords(
  digest: Pick<ListedDigest, 'cron' | 'timezone' | 'rule' | 'filters'>,
  context: CommandContext,
): Promise<string> {
  const { locale, say } = context;
  const when = scheduleInWords(digest, locale);
  if (!isHeld(digest.filters)) return when;
  const finding = await findFilters(digest.filters, context);
  return 'found' in finding
    ? say('digest-list.held', { when, whose: heldTo(context, finding.found).whose })
    : say('digest-list.heldToNothing', { when, why: sayProblem(finding.summary, locale) });
}
