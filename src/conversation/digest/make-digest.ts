import type { DigestKind } from '../../store/kinds.ts';
import type { Unanswered } from '../arguments/problem.ts';
import type { CommandContext } from '../command-context.ts';
import type { Reply } from '../reply.ts';
import { sayProblem } from '../wording/argument-replies.ts';
import { plainReply } from '../wording/fallback-replies.ts';
import { atRiskDigest } from './at-risk/at-risk-digest.ts';
import { bookDigest } from './book.ts';
import type { Digest, DigestMaker, DigestRequest } from './digest.ts';
import { eventsDigest } from './events.ts';
import { reportDigest } from './report.ts';
import { segmentsDigest } from './segments.ts';
import { thresholdDigest } from './threshold.ts';
import { moversDigest } from './value-movers.ts';

const makers: Record<DigestKind, DigestMaker> = {
  'at-risk': atRiskDigest,
  events: eventsDigest,
  movers: moversDigest,
  book: bookDigest,
  segments: segmentsDigest,
  threshold: thresholdDigest,
  report: reportDigest,
};

/** Those that say whom to get in touch with: nobody who asked not to be contacted is in them. */
const toContact = new Set<DigestKind>(['at-risk', 'events', 'threshold']);

/** Whether digests of a kind come with files below them. */
export const hasFiles = (kind: DigestKind): boolean => kind === 'report';

/** Makes a digest of a kind, as the person of the context may see it now. */
export function makeDigest(
  kind: DigestKind,
  context: CommandContext,
  request: DigestRequest,
): Promise<Digest> {
  const found = toContact.has(kind) ? { ...request.found, contactable: true } : request.found;
  return makers[kind](context, { ...request, ...(found === undefined ? {} : { found }) });
}

/** What goes out in place of a digest that is held to something there is no more: nobody else is shown instead. */
export function heldToNothing({ locale, say }: CommandContext, { summary }: Unanswered): Reply {
  return plainReply(
    say('digest-words.title'),
    say('at-risk-digest.heldToNothing', { why: sayProblem(summary, locale) }),
    [{ label: say('at-risk-digest.actions.digests'), command: 'digest list' }],
  );
}
