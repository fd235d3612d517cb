import type { Locale } from '../../language/locale.ts';
import { sayIn } from '../../language/messages.ts';
import { slashForm } from '../arguments/grammar.ts';
import type { RegisteredCommand } from '../command.ts';
import { commandWord } from '../phrases.ts';
import type { Action, Reply } from '../reply.ts';
import type { Ask, Candidate, Taken } from '../understanding/follow-up/remembered.ts';
import { insteadAction } from './argument-replies.ts';
import { customerTitle } from './customer-words.ts';
import { didYouMeanReply, helpAction, plainReply } from './fallback-replies.ts';

/** What a question took from before, in one line: what was asked, and of whom. */
export function takenInWords(
  { intent, customers }: Taken,
  locale: Locale,
  commands: readonly RegisteredCommand[],
): string {
  const command = commands.find((each) => each.intent === intent);
  const parts = [
    ...(command === undefined ? [] : [command.button(locale)]),
    ...customers.map((customer) => customerTitle(customer, locale)),
  ];
  return sayIn(locale)('follow-up.taken', { parts: parts.join(' · ') });
}

/** Asks back where a line may mean several things, or goes on from nothing: each button is a whole question. */
export function followUpAskReply(ask: Ask, commands: readonly RegisteredCommand[]): Reply {
  const { asks, locale, candidates, shown = 0 } = ask;
  const say = sayIn(locale);
  const offers = candidates.flatMap((candidate) => offer(candidate, locale, commands));
  const lists = (['atRisk', 'top'] as const).map((each) => insteadAction(each, locale));
  switch (asks) {
    case 'customer':
      return plainReply(
        say('arguments.titles.whichCustomer'),
        say('follow-up.customer'),
        offers.length === 0 ? lists : offers,
      );
    case 'list':
      return plainReply(say('follow-up.title.list'), say('follow-up.list'), lists);
    case 'place':
      return plainReply(say('follow-up.title.place'), say('follow-up.place', { shown }), [
        ...offers,
        ...lists,
      ]);
    case 'gone':
      return plainReply(say('arguments.titles.none', { kind: 'customer' }), say('follow-up.gone'), [
        ...lists,
        helpAction(locale),
      ]);
    case 'order':
      return plainReply(say('follow-up.title.list'), say('follow-up.order'), [
        ...offers,
        helpAction(locale),
      ]);
    case 'meaning':
      return didYouMeanReply(
        locale,
        candidates.flatMap((each) => offer(each, locale, commands, inFull)),
      );
    case 'digest':
      return plainReply(say('follow-up.title.digest'), say('follow-up.digest'), [
        insteadAction('subscribe', locale),
        ...offers,
      ]);
  }
}

function offer(
  { intent, entities, customer }: Candidate,
  locale: Locale,
  commands: readonly RegisteredCommand[],
  called = byCustomer,
): Action[] {
  const command = commands.find((each) => each.intent === intent);
  const form = command && slashForm(commandWord(command), command.arguments, entities);
  if (command === undefined || form === undefined) return [];
  return [{ label: called({ entities, customer }, command, locale), command: form }];
}

type Called = (
  candidate: Pick<Candidate, 'entities'> & { customer: Candidate['customer'] },
  command: RegisteredCommand,
  locale: Locale,
) => string;

/** What a question is called among others that ask the same of somebody else. */
const byCustomer: Called = ({ entities, customer }, command, locale) => {
  if (customer !== undefined) return customerTitle(customer, locale);
  const named = [entities.customer ?? []].flat().join(', ');
  return [command.button(locale), ...(named === '' ? [] : [named])].join(' · ');
};

/** What a question is called among others that ask something else: with all that it is held to. */
const inFull: Called = ({ entities, customer }, command, locale) => {
  const said = Object.entries(command.arguments).flatMap(([name, { write }]) => {
    if (name === 'customer' && customer !== undefined) return [customerTitle(customer, locale)];
    const value = entities[name] === undefined ? undefined : write(entities[name]);
    return value === undefined ? [] : [value.replace(/^[\w-]+=/, '').replaceAll('"', '')];
  });
  return [command.button(locale), ...said].join(' · ');
};
