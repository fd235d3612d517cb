import { normalise } from '../../language/fold.ts';
import type { Token } from '../../language/reading.ts';
import { customersKind } from '../arguments/customers.ts';
import type { Arguments } from '../arguments/grammar.ts';
import { kinds } from '../arguments/kinds.ts';
import type { RegisteredCommand } from '../command.ts';
import type { Intent } from '../intent.ts';
import { corrected, mendedText } from './corrected-tokens.ts';
import { findCustomerName } from './customer-names.ts';
import type { Gazetteer } from './gazetteer.ts';
import { asSaid, type MarkedText } from './marked-text.ts';
import { findMentions } from './mentions/find-mentions.ts';
import { managerCalled } from './mentions/manager.ts';
import { type Mentions, mentioned } from './mentions/step.ts';
import { readableText } from './readable-text.ts';
import { judge, type RecogniserModel } from './recogniser-model.ts';
import { sentenceFeatures } from './sentence-features.ts';
import { termsOf } from './terms.ts';
import { tokenise } from './tokenise.ts';
import { looksBackAlone, speaksOfPast, type Unserved, unservedIn } from './unserved.ts';
import { rootOf } from './vocabulary.ts';
import { customersIn, withCustomerNames } from './with-customer-names.ts';

/** What a sentence was understood to ask. */
export type Recognition = {
  intent: Intent;
  entities: Record<string, unknown>;
  /** 0 to 1 */
  confidence: number;
  /** the intents it may mean at all, but `unknown`, the likeliest first */
  ranking: Intent[];
  /** the intents to ask about, the likeliest first, where it is not clear which was meant */
  asks: Intent[];
  /** what it says that the command does not take, in its own words */
  unserved?: Unserved;
};

/** Reads sentences. `timezone` is for schedules that name none. */
export type Recogniser = (text: string, names: Gazetteer, timezone: string) => Recognition;

/** What a recogniser needs to know of a command. */
export type Recognised = Pick<
  RegisteredCommand,
  'intent' | 'phrases' | 'arguments' | 'changes' | 'dividedBy'
>;

/** From here a sentence is read as it was understood; below, it is asked back. */
const sureFrom = 0.6;
/** From this confidence what changes something is done at once, and can be undone. */
export const plainFrom = 0.8;
/** What is at least so likely is worth asking about. */
const worthAsking = 0.15;
/** What is less likely is not offered either. */
const least = 0.05;
/** From here it is said what an intent does not take, though not clear enough that it was meant. */
const nearly = 0.01;
const mostMeant = 3;
/** What an intent keeps that needs what a sentence does not mention. */
const misfit = 0.25;
/** What an intent keeps that cannot take what a sentence tells. */
const untold = 0.05;
/** The same for one that changes something: it is hardly ever meant. */
const untoldOfChange = 0.001;
/** What a small number that stands alone may be but a customer's id; `isUnsaid`: even where no customer was found. */
const numbered = kinds.flatMap(({ bareNumber, entity, unsaid }) =>
  bareNumber && entity !== undefined ? [{ entity, isUnsaid: unsaid !== undefined }] : [],
);
/** How much less clear such a reading may be: few customers have ids so short. */
const doubt = 0.05;
/** What a customer asks with so many words beside that say nothing, or fewer: “1042 la”. */
const ofCustomerAlone: Intent = 'customer.value';
const fewWords = 3;
/** No question names more customers. */
const mostCustomers = 5;
/** What is told only to those who can take it. */
const telling = kinds.flatMap(({ countsAgainst = false, entity }) =>
  countsAgainst !== false && entity !== undefined
    ? [{ entity, counts: countsAgainst === true ? () => true : countsAgainst }]
    : [],
);
/** What is told where it is needed. */
const toldWhereNeeded = kinds.flatMap(({ saidWhereNeeded, entity }) =>
  saidWhereNeeded && entity !== undefined ? [entity] : [],
);

/**
 * A recogniser by what was learnt. A sentence means what its networks hold for likeliest; an intent that cannot take what the
 * sentence mentions, or needs what it lacks, is less likely.
 */
export function recogniserOf(model: RecogniserModel, commands: readonly Recognised[]): Recogniser {
  const { vocabulary, pairs } = model;
  const takes = (intent: Intent, entity: string) =>
    commands.some((command) => command.intent === intent && entity in command.arguments);
  const takesSeveral = (intent: Intent) =>
    commands.some(
      (command) =>
        command.intent === intent &&
        Object.values(command.arguments).some(({ kind }) => kind === customersKind),
    );
  const withNames = (
    typed: string,
    mentions: Mentions,
    most: number,
    { managers }: Gazetteer,
    ofSomebody = false,
  ): Mentions =>
    withCustomerNames(typed, mentions, { words: vocabulary, pairs }, most, {
      managers,
      ofSomebody,
    });
  const needsCustomer = (intent: Intent) =>
    commands.some(
      (command) => command.intent === intent && command.arguments.customer?.required === true,
    );

  const read = (typed: string, mentions: Mentions, bank: Gazetteer): Recognition => {
    const { entities, marked } = mentions;
    const tokens = corrected(tokenise(marked), vocabulary);
    const terms = termsOf(tokens, marked);
    const likely = judge(model, sentenceFeatures(terms, mendedText(marked, tokens)));
    // Which customers, and nothing of them, asks nothing.
    const asksNothing = terms.length > 0 && terms.every((term) => filterMarks.has(term));
    const isCustomerAlone =
      terms.join() === '<customer>' &&
      lengthOf(tokens) <= fewWords &&
      likely.has(ofCustomerAlone) &&
      ![...likely].some(([intent, share]) => intent !== 'unknown' && share >= sureFrom);
    const fitting = commands.map(({ intent, arguments: taken, changes }) => ({
      intent,
      confidence:
        (isCustomerAlone ? Number(intent === ofCustomerAlone) : (likely.get(intent) ?? 0)) *
        (intent === 'unknown' ? 1 : asksNothing ? 0 : suits(entities, taken, changes)),
    }));
    const sum = fitting.reduce((sofar, { confidence }) => sofar + confidence, 0);
    const ranked = fitting
      .map(({ intent, confidence }) => ({ intent, confidence: confidence / sum }))
      .sort((a, b) => b.confidence - a.confidence);
    const { intent = 'unknown', confidence = 0 } = ranked[0] ?? {};
    const sure = confidence >= sureFrom;
    const argumentsOf = (asked: Intent) =>
      commands.find((command) => command.intent === asked)?.arguments ?? {};
    const taken = argumentsOf(intent);
    const clear = sure && intent !== 'unknown';
    const whole = clear ? withHorizonApart(withManager(mentions, taken, bank), taken) : mentions;
    const dividedBy = (asked: Intent) =>
      commands.find((command) => command.intent === asked)?.dividedBy ?? [];
    const unserved =
      (clear ? [intent] : mayBeMeant(likely))
        .map((each) =>
          unservedIn(
            whole.marked,
            whole === mentions ? tokens : corrected(tokenise(whole.marked), vocabulary),
            argumentsOf(each),
            {
              knows: (term) => model.termsOf.get(each)?.has(term) ?? false,
              plainly: !clear,
              changes: commands.some((command) => command.intent === each && command.changes),
              dividedBy: dividedBy(each),
            },
          ),
        )
        .find((said) => said !== undefined) ??
      (clear ? somebodyBeside(whole.marked, taken) : undefined);
    const readable = readableText(typed);
    const mended = asSaid(marked, mendedText(marked, tokens).text);
    const chosen = Object.entries(taken).flatMap(([name, argument]) => {
      const choice = argument.chosen(readable, terms) ?? argument.chosen(mended, terms);
      return choice === undefined ? [] : [[name, choice]];
    });
    const ranking = ranked.flatMap((each) =>
      each.intent === 'unknown' || each.confidence < least ? [] : [each.intent],
    );
    return {
      intent,
      entities: {
        ...Object.fromEntries(chosen),
        ...withTime(whole.marked, whole.entities, taken),
      },
      confidence: Math.round(confidence * 100) / 100,
      ranking,
      asks: sure || intent === 'unknown' ? [] : worthAskingOf(ranked),
      ...(unserved === undefined ? {} : { unserved }),
    };
  };

  /** Somebody of a list whose name is not sure, and who is no manager: the list cannot be held to them. */
  const somebodyBeside = (marked: MarkedText, taken: Arguments): Unserved | undefined => {
    if (!isOfSome(taken)) return undefined;
    const name = findCustomerName(
      marked,
      corrected(tokenise(marked), vocabulary),
      'customer',
      (word) => vocabulary.has(rootOf(word)),
      (pair) => pairs.has(pair),
    );
    return name !== undefined && /^\p{Lu}\p{Ll}/u.test(name.name)
      ? { said: name.name, beside: true }
      : undefined;
  };

  /**
   * What is asked about a customer of whom no name was sure, or a small number alone, asked about whoever may be named.
   * @param named the sentence read so; undefined where it has a customer as it is
   */
  const ofWhom = (plain: Recognition, named: () => Recognition | undefined): Recognition => {
    const { intent, asks, entities } = plain;
    const isOf = (each: Intent) => each === intent || asks.includes(each);
    if (![intent, ...asks].some(needsCustomer)) return plain;
    if ('customer' in entities && !/^\d{1,2}$/.test(String(entities.customer))) return plain;
    const found = named();
    return found !== undefined && 'customer' in found.entities && isOf(found.intent)
      ? found
      : plain;
  };

  return (text, bank, timezone) => {
    const typed = normalise(text);
    const line = readableText(typed);
    const said = (number?: string) => findMentions(line, bank, timezone, number);
    const plain = said();
    const small = 'customer' in plain.entities && /(?<!\d)\d{1,3}(?!\d)/.test(line);
    const asCustomer = withNames(typed, plain, 1, bank);
    const asSeveral = withNames(typed, plain, mostCustomers, bank);
    const others = [
      ...(customersIn(asSeveral).length > customersIn(asCustomer).length
        ? [{ mentions: inOrder(asSeveral, typed), fits: takesSeveral }]
        : []),
      ...numbered
        .map(({ entity, isUnsaid }) => ({ entity, isUnsaid, mentions: said(entity) }))
        .filter(
          ({ entity, isUnsaid, mentions: { entities } }) =>
            small || (isUnsaid && entity in entities && !(entity in plain.entities)),
        )
        .map(({ entity, mentions }) => ({
          mentions: withNames(typed, mentions, 1, bank),
          fits: (intent: Intent) => takes(intent, entity),
        })),
    ];
    const best = others
      .map(({ mentions, fits }) => ({ fits, recognition: read(typed, mentions, bank) }))
      .filter(({ fits, recognition: { intent } }) => fits(intent))
      .reduce(
        (sofar, { recognition }) =>
          clearness(recognition) > clearness(sofar) - doubt ? recognition : sofar,
        read(typed, asCustomer, bank),
      );
    return ofWhom(best, () => {
      // Days, shares and the like are no customers where somebody is named.
      const unnumbered = small ? said('measure') : plain;
      return customersIn(unnumbered).length > 0
        ? undefined
        : read(typed, withNames(typed, unnumbered, 1, bank, true), bank);
    });
  };
}

/** How many words stand beside marks; in a script without spaces, characters. */
const lengthOf = (tokens: readonly Token[]): number =>
  tokens.reduce(
    (sum, { kind, said }) => sum + (kind === 'spaced' ? 1 : kind === 'joined' ? said.length : 0),
    0,
  );

/** What asks of some customers, and of nobody in particular. */
const isOfSome = (taken: Arguments): boolean =>
  Object.values(taken).some(({ kind }) => kind.isFilter) && !('customer' in taken);

/**
 * What a sentence mentions, with the manager whom it names anywhere: where nobody in particular is asked about, a manager's name can
 * say nothing but whose customers are meant.
 */
function withManager(mentions: Mentions, taken: Arguments, bank: Gazetteer): Mentions {
  if ('manager' in mentions.entities || 'customer' in taken) return mentions;
  if (Object.keys(taken).length === 0 || 'features' in taken) return mentions;
  const found = managerCalled(mentions.marked.text, bank);
  return found === undefined
    ? mentions
    : mentioned(mentions, { manager: found.name }, found, 'manager');
}

/** What a sentence mentions, without months to come where the command looks back alone. */
function withTime(
  marked: MarkedText,
  entities: Record<string, unknown>,
  taken: Arguments,
): Record<string, unknown> {
  if (speaksOfPast(marked)) return entities;
  const { horizonMonths: _, ...others } = entities;
  return looksBackAlone(marked, taken) ? others : withHorizon(entities, taken);
}

/** What a sentence supposes of the horizon alone, as the stretch of time it is for a command that supposes nothing: “horizon 6 months”. */
function withHorizonApart(mentions: Mentions, taken: Arguments): Mentions {
  const { assumptions, ...entities } = mentions.entities;
  if ('assumptions' in taken || !('horizonMonths' in taken) || 'horizonMonths' in entities)
    return mentions;
  const { horizon, ...others } = Object(assumptions);
  if (!Number.isInteger(horizon) || Object.keys(others).length > 0) return mentions;
  const marks = mentions.marked.marks.map((each) =>
    each.kind === 'assumption' ? { ...each, kind: 'coming' } : each,
  );
  return {
    entities: { ...entities, horizonMonths: horizon },
    marked: { ...mentions.marked, marks },
  };
}

/** What a sentence mentions; for a command that supposes something, a stretch of time is the horizon it supposes. */
function withHorizon(entities: Record<string, unknown>, taken: Arguments): Record<string, unknown> {
  const { horizonMonths, assumptions, ...others } = entities;
  if (horizonMonths === undefined || 'horizonMonths' in taken || !('assumptions' in taken))
    return entities;
  return { ...others, assumptions: { horizon: horizonMonths, ...(assumptions ?? {}) } };
}

/** Mentions with their customers in the order in which a line names them. */
function inOrder(mentions: Mentions, typed: string): Mentions {
  const customer = customersIn(mentions)
    .map(String)
    .sort((a, b) => typed.indexOf(a) - typed.indexOf(b));
  return { ...mentions, entities: { ...mentions.entities, customer } };
}

/** What a sentence that is not clear is asked about; the likeliest where no intent is likely enough: it is never answered as if it were clear. */
function worthAskingOf(ranked: readonly { intent: Intent; confidence: number }[]): Intent[] {
  const likely = ranked.filter(({ intent }) => intent !== 'unknown');
  const worth = likely.filter(({ confidence }) => confidence >= worthAsking);
  return (worth.length > 0 ? worth : likely.slice(0, 1)).map(({ intent }) => intent);
}

/** What a sentence that is not clear may mean, the likeliest first. */
const mayBeMeant = (likely: ReadonlyMap<Intent, number>): Intent[] =>
  [...likely]
    .filter(([intent, probability]) => intent !== 'unknown' && probability >= nearly)
    .sort(([, a], [, b]) => b - a)
    .slice(0, mostMeant)
    .map(([intent]) => intent);

/** How clearly an intent was understood; 0 where none was. */
const clearness = ({ intent, confidence }: Recognition) => (intent === 'unknown' ? 0 : confidence);

/** The marks of what lists are held to. */
const filterMarks = new Set(
  kinds.flatMap(({ isFilter, entity }) => (isFilter && entity ? [`<${entity}>`] : [])),
);

/** 1 where an intent takes what a sentence mentions, and the sentence tells what the intent needs. */
function suits(mentioned: Record<string, unknown>, taken: Arguments, changes: boolean): number {
  const takes = telling.every(
    ({ entity, counts }) => !(entity in mentioned) || entity in taken || !counts(mentioned[entity]),
  );
  const needs = toldWhereNeeded.some((each) => taken[each]?.required && !(each in mentioned));
  // Of nobody, nothing is changed.
  const ofNobody = changes && taken.customer?.required && !('customer' in mentioned);
  return (takes ? 1 : changes ? untoldOfChange : untold) * (needs || ofNobody ? misfit : 1);
}
