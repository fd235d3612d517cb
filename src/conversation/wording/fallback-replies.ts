import type { Locale } from '../../language/locale.ts';
import { sayIn } from '../../language/messages.ts';
import type { Action, Reply } from '../reply.ts';

/** A reply of words alone, for the asker's eyes. */
export function plainReply(
  title: string,
  summary: string,
  actions: Action[] = [],
  details: string[] = [],
): Reply {
  return { title, summary, facts: [], details, charts: [], actions, visibility: 'asker' };
}

/** The button that shows help. */
export const helpAction = (locale: Locale): Action => ({
  label: sayIn(locale)('fallback.help'),
  command: 'help',
});

/** To somebody nobody has linked to a person of the bank: how to be linked, and nothing else. */
export function unlinkedReply(locale: Locale): Reply {
  const say = sayIn(locale);
  return plainReply(
    say('fallback.unlinked.title'),
    say('fallback.unlinked.summary'),
    [helpAction(locale)],
    [say('fallback.unlinked.detail')],
  );
}

/** Before the first published run. */
export function noFiguresReply(locale: Locale): Reply {
  const say = sayIn(locale);
  return plainReply(say('fallback.noFigures.title'), say('fallback.noFigures.summary'), [
    helpAction(locale),
  ]);
}

/** To a person whose role the command is not for. */
export function notAllowedReply(locale: Locale): Reply {
  const say = sayIn(locale);
  return plainReply(say('fallback.notAllowed.title'), say('fallback.notAllowed.summary'), [
    helpAction(locale),
  ]);
}

/** After an error nobody foresaw. `reference` is in the log, too. */
export function failedReply(locale: Locale, reference: string): Reply {
  const say = sayIn(locale);
  return plainReply(say('fallback.failed.title'), say('fallback.failed.summary', { reference }), [
    helpAction(locale),
  ]);
}

/** To a slash form used wrongly. */
export function usageReply(locale: Locale, problem: string, usage: string): Reply {
  const say = sayIn(locale);
  return plainReply(
    say('fallback.usage.title'),
    problem,
    [helpAction(locale)],
    [say('fallback.usage.usage', { usage })],
  );
}

/** To a list that nobody is in. */
export function noneInListReply(locale: Locale, whose: string): Reply {
  const say = sayIn(locale);
  return plainReply(
    say('fallback.noneInList.title'),
    say('fallback.noneInList.summary', { whose }),
    [helpAction(locale)],
  );
}
