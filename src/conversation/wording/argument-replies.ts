import { formatFor } from '../../language/format.ts';
import type { Locale } from '../../language/locale.ts';
import { noCurrency, sayCoded, sayIn } from '../../language/messages.ts';
import { slashForm } from '../arguments/grammar.ts';
import type { Instead, Problem } from '../arguments/problem.ts';
import type { Hindered, RegisteredCommand } from '../command.ts';
import { commandWord } from '../phrases.ts';
import type { Action, Reply } from '../reply.ts';
import { helpAction, plainReply } from './fallback-replies.ts';

/** What is wrong with an argument, in a reader's language. */
export function sayProblem({ code, figures }: Problem, locale: Locale): string {
  const said = Object.fromEntries(
    Object.entries(figures).map(([name, figure]) => [
      name,
      typeof figure === 'object' ? listed(figure, locale) : figure,
    ]),
  );
  const text = sayCoded(locale, noCurrency, 'arguments', { code, figures: said });
  if (text === undefined) throw new Error(`The catalogs lack arguments.${code}.`);
  return text;
}

function listed(items: readonly (string | Problem)[], locale: Locale): string {
  const words = items.filter((item) => typeof item === 'string');
  if (words.length === items.length) return formatFor(locale, noCurrency, 'UTC').list(words);
  const say = sayIn(locale);
  return items
    .map((item) => (typeof item === 'string' ? item : sayProblem(item, locale)))
    .reduce((before, after) => say('arguments.further', { before, after }));
}

/**
 * Answers a question in which an argument names nothing, or not one thing: what it may mean is offered as buttons, each of
 * them the whole question with that in its place.
 */
export function hinderedReply(
  command: RegisteredCommand,
  entities: Readonly<Record<string, unknown>>,
  { argument, unanswered }: Hindered,
  locale: Locale,
): Reply {
  const { title, summary, details = [], choices = [], instead = [], example } = unanswered;
  const word = commandWord(command);
  const asking = (entity: unknown) =>
    slashForm(word, command.arguments, { ...entities, [argument]: entity });
  const shown = example === undefined ? undefined : asking(example);
  return plainReply(
    sayProblem(title, locale),
    sayProblem(summary, locale),
    [
      ...choices.flatMap(({ label, entity }): Action[] => {
        const form = asking(entity);
        return form === undefined ? [] : [{ label, command: form }];
      }),
      ...instead.map((each) => insteadAction(each, locale)),
    ],
    [
      ...details.map((each) => sayProblem(each, locale)),
      ...(shown === undefined
        ? []
        : [sayProblem({ code: 'example', figures: { example: shown } }, locale)]),
    ],
  );
}

/** A button for something else to ask. */
export function insteadAction(instead: Instead, locale: Locale): Action {
  const say = sayIn(locale);
  switch (instead) {
    case 'help':
      return helpAction(locale);
    case 'top':
      return { label: say('arguments.instead.top'), command: 'top' };
    case 'atRisk':
      return { label: say('arguments.instead.atRisk'), command: 'at-risk' };
    case 'subscribe':
      return {
        label: say('arguments.digest.subscribe'),
        command: say('arguments.digest.subscribeCommand'),
      };
  }
}
