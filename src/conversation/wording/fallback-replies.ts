import type { Locale } from '../../language/locale.ts';
import { sayIn } from '../../language/messages.ts';
import type { Missing } from '../../scoring/run/what-is-missing.ts';
import type { Action, Reply } from '../reply.ts';
import type { AskedForm } from '../understanding/asked-form.ts';

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

/**
 * Before the first published run: to come back in a few minutes or, where no run can ever be made of the data there is, what
 * is missing.
 * @param done how much of the run under way is done, 0 to 1; undefined where none is
 */
export function noFiguresReply(
  locale: Locale,
  missing: Missing | null = null,
  done?: number,
): Reply {
  const say = sayIn(locale);
  if (missing !== null) {
    return plainReply(say('fallback.nothingToValue.title'), missingInWords(missing, locale), [
      helpAction(locale),
    ]);
  }
  const told =
    done === undefined
      ? say('fallback.noFigures.summary')
      : say('fallback.noFigures.underWay', { done });
  return plainReply(say('fallback.noFigures.title'), told, [helpAction(locale)]);
}

function missingInWords(missing: Missing, locale: Locale): string {
  const say = sayIn(locale);
  switch (missing.lacks) {
    case 'bank':
      return say('fallback.nothingToValue.noBank');
    case 'history':
      return say('fallback.nothingToValue.noHistory');
    case 'customers':
      return say('fallback.nothingToValue.noCustomers', { day: missing.until });
  }
}

/** To a person whose role the command is not for. */
export function notAllowedReply(locale: Locale): Reply {
  const say = sayIn(locale);
  return plainReply(say('fallback.notAllowed.title'), say('fallback.notAllowed.summary'), [
    helpAction(locale),
  ]);
}

/** To whoever sees figures of groups alone and asks about customers: what there is for them. */
export function groupsOnlyReply(locale: Locale): Reply {
  const say = sayIn(locale);
  return plainReply(say('fallback.groupsOnly.title'), say('fallback.groupsOnly.summary'), [
    helpAction(locale),
  ]);
}

/** To the same, where a group is of so few customers that its figures tell of each. */
export function tooFewReply(locale: Locale, fewest: number): Reply {
  const say = sayIn(locale);
  return plainReply(
    say('fallback.groupsOnly.title'),
    say('fallback.groupsOnly.tooFew', { fewest }),
    [helpAction(locale)],
  );
}

/** After an error nobody foresaw. `reference` is in the log, too. */
export function failedReply(locale: Locale, reference: string): Reply {
  const say = sayIn(locale);
  return plainReply(say('fallback.failed.title'), say('fallback.failed.summary', { reference }), [
    helpAction(locale),
  ]);
}

/** To a message that would change something and is longer than is read, in characters. */
export function tooLongReply(locale: Locale, most: number): Reply {
  const say = sayIn(locale);
  return plainReply(say('fallback.tooLong.title'), say('fallback.tooLong.summary', { most }), [
    helpAction(locale),
  ]);
}

/**
 * To somebody who asks more than a person can.
 * @param most how many questions of a minute are answered
 * @param seconds after how many the next is
 */
export function tooManyReply(locale: Locale, most: number, seconds: number): Reply {
  const say = sayIn(locale);
  return plainReply(
    say('fallback.tooMany.title'),
    say('fallback.tooMany.summary', { most, seconds }),
  );
}

/** To whoever asks for slow work while more waits than is kept: nothing was begun. */
export function busyReply(locale: Locale): Reply {
  const say = sayIn(locale);
  return plainReply(say('fallback.busy.title'), say('fallback.busy.summary'), [helpAction(locale)]);
}

/** To a slash form used wrongly, or a sentence that asks for more than its command takes. */
export function usageReply(
  locale: Locale,
  { message, usage }: { message: string; usage: string },
  sentence: boolean,
): Reply {
  const say = sayIn(locale);
  return plainReply(
    say(sentence ? 'fallback.usage.sentence' : 'fallback.usage.title'),
    message,
    [helpAction(locale)],
    [say('fallback.usage.usage', { usage })],
  );
}

/** To a sentence that may mean several commands, or one that is not clear enough: nothing is done before one is chosen. */
export function didYouMeanReply(locale: Locale, offers: Action[]): Reply {
  const say = sayIn(locale);
  return plainReply(
    say('fallback.didYouMean.title'),
    say('fallback.didYouMean.summary', { readings: offers.length }),
    [...offers, helpAction(locale)],
  );
}

/** To a list that nobody is in. */
export function noneInListReply(locale: Locale, whose: string, asked?: AskedForm): Reply {
  const say = sayIn(locale);
  return plainReply(
    say('fallback.noneInList.title'),
    say(asked?.form === 'howMany' ? 'answers.noneCounted' : 'fallback.noneInList.summary', {
      whose,
    }),
    [helpAction(locale)],
  );
}
