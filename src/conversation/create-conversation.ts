import { logIncident } from '../access/incident.ts';
import {
  askedBy,
  isShownCustomers,
  type Linked,
  managerIdOf,
  type Principal,
  scopeOf,
} from '../access/principal.ts';
import { longestLine, normalise } from '../language/fold.ts';
import { languageOf, languageOfScript } from '../language/language-of.ts';
import { defaultLocale, type Locale } from '../language/locale.ts';
import { type Say, sayIn } from '../language/messages.ts';
import { neutral } from '../language/neutral-text.ts';
import { createBoundedQueue, TooBusy } from '../limits/bounded-queue.ts';
import { whatIsMissing } from '../scoring/run/what-is-missing.ts';
import type { Config } from '../settings/settings.ts';
import { recordAccess } from '../store/access-log/record-access.ts';
import { askedForByIds } from '../store/access-log/shown-before.ts';
import { bankFacts } from '../store/book/bank-facts.ts';
import { gazetteer } from '../store/book/gazetteer.ts';
import { managersInReach } from '../store/book/managers-in-reach.ts';
import {
  type AnswerBefore,
  answersAtAddress,
  answersInThread,
  customersCalled,
  customersListed,
  keepAnswer,
  type ThreadKey,
} from '../store/conversation/answers-before.ts';
import {
  type CustomerMatch,
  findCustomersByExternalId,
} from '../store/customers/find-customers.ts';
import type { RefusalReason } from '../store/kinds.ts';
import { type Standing, stoodInForAmong, stoodInForBy } from '../store/people/delegations.ts';
import { runUnderWay } from '../store/scoring/run-progress.ts';
import type { Store } from '../store/store.ts';
import { keepAnswerGiven, placeOfAnswer } from '../store/votes/votes.ts';
import { inSpan } from '../tracing/span.ts';
import { argumentsForLog, figuresIn } from './access-entry.ts';
import { customerInSlashForm } from './arguments/customer.ts';
import { customerAlone } from './arguments/customer-lookup.ts';
import { slashForm } from './arguments/grammar.ts';
import { filterKeys } from './arguments/kinds.ts';
import type { Problem } from './arguments/problem.ts';
import { shortened } from './arguments/shortened.ts';
import { auditAnswer } from './audit/audit-answer.ts';
import { auditIntent } from './audit/audit-intent.ts';
import { readAudit } from './audit/read-audit.ts';
import {
  type Answered,
  type CommandResult,
  type Hindered,
  isFor,
  type RegisteredCommand,
} from './command.ts';
import { commandContext } from './command-context.ts';
import {
  type Answer,
  type AnswerOutcome,
  apartThread,
  type Conversation,
  longestMarkup,
  type Question,
} from './conversation.ts';
import { type FinalResult, withExport } from './export/with-export.ts';
import { helpAsked } from './help-asked.ts';
import type { Intent } from './intent.ts';
import { type ChosenCommand, chooseCommand, mayBeAsked } from './language-model/choose-command.ts';
import type { LanguageModel } from './language-model/language-model.ts';
import { customersMentioned } from './mentioned/find-mentioned.ts';
import {
  mostOffered,
  noneMentionedReply,
  whichMentionedReply,
} from './mentioned/mentioned-replies.ts';
import { commandWord } from './phrases.ts';
import { hasOffered, offerAt, placeOrId } from './place-or-id.ts';
import { commands } from './registry.ts';
import type { Action, Reply } from './reply.ts';
import {
  isOfKey,
  newKey,
  readShare,
  type SaidShare,
  shareAction,
  sharedForm,
  shareIntent,
  shareReply,
} from './rooms/share.ts';
import { fewest } from './small-groups.ts';
import { askedForm } from './understanding/asked-form.ts';
import { followUp } from './understanding/follow-up/follow-up.ts';
import { loadFollowUps } from './understanding/follow-up/learnt/load-follow-ups.ts';
import type { GoesOn } from './understanding/follow-up/learnt/read-on.ts';
import type {
  Ask,
  Candidate,
  FollowUp,
  Remembered,
  Taken,
} from './understanding/follow-up/remembered.ts';
import type { Gazetteer } from './understanding/gazetteer.ts';
import { loadModel } from './understanding/load-recogniser.ts';
import { managerCalled } from './understanding/mentions/manager.ts';
import { isQuestion } from './understanding/mentions/statement.ts';
import { withNamesQuoted } from './understanding/quoted-names.ts';
import { type Reading, readLine, type Understanding } from './understanding/read-line.ts';
import { plainFrom, type Recogniser, recogniserOf } from './understanding/recognise.ts';
import { castVote, voteIntent } from './votes/cast-vote.ts';
import { readVote } from './votes/read-vote.ts';
import { hinderedReply, sayProblem } from './wording/argument-replies.ts';
import { askFirstReply } from './wording/changed-reply.ts';
import { chosenInWords } from './wording/chosen-words.ts';
import { withDetailsFirst } from './wording/details-first.ts';
import {
  busyReply,
  didYouMeanReply,
  failedReply,
  groupsOnlyReply,
  noFiguresReply,
  notAllowedReply,
  plainReply,
  tooFewReply,
  tooLongReply,
  unlinkedReply,
  usageReply,
} from './wording/fallback-replies.ts';
import { followUpAskReply, takenInWords } from './wording/follow-up-replies.ts';
import { forWhomInWords } from './wording/for-whom.ts';
import { offeredCommands } from './wording/offered-commands.ts';

/**
 * What a conversation needs. `log` is told of errors, never of customers; without it they go to stderr. `languageModel` is
 * asked about sentences that the reader is unsure of, where the bank has one. `pageLinkFor` makes a link to the web page that
 * signs a person in, where one is served.
 */
export type ConversationOptions = {
  store: Store;
  config: Config;
  now: () => Date;
  languageModel?: LanguageModel | undefined;
  pageLinkFor?: (managerId: number) => Promise<string>;
  log?: { error(fields: Record<string, unknown>, message: string): void };
};

const stderr: NonNullable<ConversationOptions['log']> = {
  error: (fields, message) => console.error(message, JSON.stringify(fields)),
};

let loaded: { recognise: Recogniser; goesOn: GoesOn } | undefined;
/** Loaded when first asked, once for all conversations: it depends on the command files alone. */
const reader = (): { recognise: Recogniser; goesOn: GoesOn } => {
  if (loaded === undefined) {
    const model = loadModel(commands);
    loaded = { recognise: recogniserOf(model, commands), goesOn: loadFollowUps(commands, model) };
  }
  return loaded;
};
const described = commands.filter(({ intent }) => intent !== 'unknown');

/** The commands that somebody may use. */
const commandsFor = (principal: Principal): RegisteredCommand[] =>
  described.filter((each) => isFor(principal, each));

/** The conversation that every channel is given: text in, a Reply out, for whoever is asking. */
export function createConversation(options: ConversationOptions): Conversation {
  const { store, now, log = stderr, pageLinkFor } = options;
  const { slowAtOnce: atOnce, slowWaiting: waiting } = options.config.limits;
  const slowWork = createBoundedQueue({ atOnce, waiting });

  /** The store as somebody may ask it, and what they may see. */
  const reachOf = (principal: Principal) => ({
    store: store.as(askedBy(principal)),
    scope: scopeOf(principal),
  });

  /** The names that were read last: whoever reads lines by the same names does not work them out again. */
  let lastNames: { digest: string; names: Gazetteer } | undefined;

  async function namesOfBank(): Promise<Gazetteer> {
    const read = await gazetteer(store.db, lastNames?.digest);
    if (read === undefined) {
      if (lastNames === undefined) throw new Error('The names of the bank were not read.');
      return lastNames.names;
    }
    const { digest, branches, segments, campaigns, managers } = read;
    const names = {
      branches: branches.map(({ name, names }) => ({ name, aliases: Object.values(names) })),
      segments,
      campaigns,
      segmentations: Object.values(options.config.valuation.segments.further).map(
        ({ name }) => name,
      ),
      managers,
    };
    lastNames = { digest, names };
    return names;
  }

  async function readingFor(locale: Locale | undefined, timezone: string | null): Promise<Reading> {
    const [names, bank] = await Promise.all([
      namesOfBank(),
      timezone === null ? bankFacts(store.db) : undefined,
    ]);
    const zone = timezone ?? bank?.timezone ?? 'UTC';
    return { commands, recognise: reader().recognise, names, timezone: zone, locale };
  }

  /** How a line is read for somebody: of the managers whom it may name by a part of a name, by those with customers whom they may see. */
  async function readingWithin(
    text: string,
    locale: Locale | undefined,
    principal: Linked,
  ): Promise<Reading> {
    const reading = await readingFor(locale, principal.timezone);
    const { store: asked, scope } = reachOf(principal);
    const isOfAll = scope.kind === 'all' || scope.kind === 'groups';
    if (isOfAll || managerCalled(normalise(text), reading.names) === undefined) return reading;
    const known = (await managersInReach(asked.db, scope)).map(({ name }) => name);
    return { ...reading, names: { ...reading.names, managersInReach: known } };
  }

  /** The answers before in a question's thread, or, where that begins, at its address; with the customers whom the asker may see now, and the ids that these have in the store. */
  async function answersBefore(
    key: ThreadKey,
    { principal, beginsThread }: Question,
  ): Promise<{ remembered: Remembered[]; ids: Map<string, number> }> {
    const answers =
      beginsThread === true
        ? await answersAtAddress(store.db, key, apartThread, now())
        : await answersInThread(store.db, key, now());
    const ids = [...new Set(answers.flatMap(({ customerIds }) => customerIds))];
    const { store: asked, scope } = reachOf(principal);
    const called =
      ids.length > 1
        ? await customersListed(asked.db, scope, ids)
        : await customersCalled(asked.db, scope, ids);
    return {
      remembered: answers.map(({ intent, entities, customerIds, page }) => ({
        intent,
        entities,
        page,
        customers: customerIds.map((id) => called.get(id) ?? null),
      })),
      ids: new Map([...called].map(([id, { externalId }]) => [externalId, id])),
    };
  }

  /** The customer of exactly an id, where the asker may see them. */
  async function ofId(principal: Principal, id: string): Promise<CustomerMatch | undefined> {
    const { store: asked, scope } = reachOf(principal);
    const [found] = await findCustomersByExternalId(asked.db, scope, [id], { exactly: true });
    return found;
  }

  /** What the bank's language model takes a line as that the reader is unsure of; undefined where it is of no help. */
  async function chosenFor(
    question: Question,
    line: FollowUp,
    reading: Reading,
  ): Promise<ChosenCommand | undefined> {
    const { languageModel } = options;
    const { principal, text } = question;
    if (languageModel === undefined || line.kind !== 'understood' || line.taken !== undefined)
      return undefined;
    const { understanding } = line;
    return mayBeAsked(text, understanding)
      ? chooseCommand(languageModel, text, understanding, commandsFor(principal), reading)
      : undefined;
  }

  async function result(
    question: Question & { cut: boolean; shares?: true },
    {
      intent,
      entities,
      error,
      notApplied,
      nearest,
      asks,
      locale,
      sentence,
      confidence,
    }: Understanding,
    taken: Taken | undefined,
  ): Promise<Given> {
    const { principal } = question;
    const words = (reply: CommandResult['reply'], refused?: RefusalReason): Given => ({
      reply,
      data: {},
      seen: [],
      ...(refused === undefined ? {} : { refused }),
    });
    if (principal.kind === 'unlinked' && intent !== 'help')
      return words(unlinkedReply(locale), 'unlinked');
    if (error !== undefined) {
      return { ...words(usageReply(locale, error, sentence)), data: { error } };
    }
    if (asks.length > 0) {
      const offers = offeredCommands(commandsFor(principal), asks, entities, locale);
      const [only] = offers;
      // One that only lacks whom it is about asks for that itself.
      const lacks = offers.length === 1 && only?.command.startsWith('help ');
      if (offers.length > 0 && !lacks)
        return { ...words(didYouMeanReply(locale, offers)), data: { asksBack: asks } };
    }
    const command = commands.find((each) => each.intent === intent);
    if (command === undefined)
      throw new Error(`The recogniser knows ${intent}, the registry does not.`);
    if (principal.kind === 'linked' && !isFor(principal, command))
      return words(
        command.allowed.includes(principal.role)
          ? groupsOnlyReply(locale)
          : notAllowedReply(locale),
        'role',
      );
    // Half a note is none that somebody meant to keep, and what to do may stand in the other half.
    if (command.changes && question.cut) return words(tooLongReply(locale, longestLine));
    const plain = !sentence || (confidence >= plainFrom && !isQuestion(normalise(question.text)));
    // Nothing is changed of a customer whom the question does not name.
    const sure = plain && taken === undefined && question.asksFirst === undefined;
    if (command.plainly && !plain) {
      const offers = offeredCommands([command], [intent], entities, locale);
      return { ...words(didYouMeanReply(locale, offers)), data: { asksBack: [intent] } };
    }
    const bound = command.bind(entities);
    const answered = async (
      outcome: CommandResult | Answered | Hindered,
      day: string,
    ): Promise<Given> => {
      // Figures of a few tell of each of them.
      if ('reply' in outcome && outcome.seen.length > 0 && principal.kind === 'linked')
        if (principal.groupsOnly === true) return words(tooFewReply(locale, fewest), 'role');
      const kept = keptOf(command, entities, outcome);
      const given =
        'reply' in outcome
          ? await withExport(outcome, { command, entities, locale, day })
          : hindered(command, entities, outcome, locale);
      const reply =
        notApplied === undefined ? given.reply : saying(given.reply, notApplied, command, locale);
      const came =
        'reply' in outcome
          ? { found: true }
          : isUnseen(outcome, entities)
            ? { refused: 'unseen' as const }
            : {};
      // Where others read along, figures of a few tell of single customers, whom not all of those others may see.
      const told =
        question.shared &&
        question.shares === undefined &&
        reply.visibility === 'channel' &&
        given.seen.length > 0
          ? forTheAskerAlone(reply, locale)
          : reply;
      return { ...given, reply: told, ...(kept === undefined ? {} : { kept }), ...came };
    };
    if (bound.kind === 'open') {
      const groupsOnly = principal.kind === 'linked' && principal.groupsOnly === true;
      const open = {
        locale,
        say: sayIn(locale),
        commands: groupsOnly ? commandsFor(principal) : described,
        readsLog: principal.kind === 'linked' && principal.role === 'auditor',
      };
      const said = await bound.run({ ...open, said: question.text, entities, nearest });
      return answered(said, options.now().toISOString().slice(0, 10));
    }
    if (principal.kind === 'unlinked') return words(unlinkedReply(locale), 'unlinked');
    const { channel, address, shared } = question;
    const asked = sentence ? askedForm(question.text) : undefined;
    const context = await commandContext(options, { principal, channel, address, shared, locale });
    if (context === undefined)
      return words(
        noFiguresReply(
          locale,
          await whatIsMissing(store.db, options.now()),
          (await runUnderWay(store.db))?.done,
        ),
      );
    if (command.changes && !command.asksItself && question.asksFirst !== undefined)
      return words(askedFirst(command, entities, context));
    const run = async () =>
      answered(
        await inSpan('command', { intent }, () =>
          bound.run({
            ...context,
            ...(pageLinkFor === undefined
              ? {}
              : { pageLink: () => pageLinkFor(principal.managerId) }),
            sure,
            ...(sentence && taken === undefined ? { sentence: question.text } : {}),
            ...(asked === undefined ? {} : { asked }),
          }),
        ),
        context.run.asOf,
      );
    if (!command.slow && entities.export === undefined) return run();
    try {
      return await slowWork(run);
    } catch (error) {
      if (!(error instanceof TooBusy)) throw error;
      return words(busyReply(locale), 'busy');
    }
  }

  /**
   * What a line that got no answer spoke of, so that the next one may go on from it: whom, and which branch, segment and the like;
   * the question too where it only lacked something. Undefined where it spoke of nobody and nothing.
   */
  async function unansweredOf(
    { intent, entities, error, sentence }: Understanding,
    data: Readonly<Record<string, unknown>>,
    principal: Principal,
  ): Promise<(Kept & { intent: string }) | undefined> {
    const isAsked = 'asksBack' in data;
    if (!sentence || (intent !== 'unknown' && !isAsked && Object.keys(data).length > 0))
      return undefined;
    const { customer, note: _, export: __, ...said } = entities;
    const typed = [customer ?? []].flat().map(String);
    const asker = reachOf(principal);
    const found = await Promise.all(typed.map((each) => customerAlone(asker, each)));
    const customerIds = found.flatMap((each) => each ?? []);
    if (customerIds.length < typed.length) return undefined;
    const command = commands.find((each) => each.intent === intent);
    const isOfDigest = intent.startsWith('digest.') && typeof said.digest === 'number';
    if (intent !== 'unknown' && error === undefined && (isOfDigest || !isAsked)) {
      const isKept = isOfDigest || !command?.changes || 'customer' in command.arguments;
      return isKept ? { intent, entities: said, customerIds, page: null } : undefined;
    }
    const held = Object.fromEntries(Object.entries(said).filter(([name]) => filterKeys.has(name)));
    return customerIds.length === 0 && Object.keys(held).length === 0
      ? undefined
      : { intent: 'unknown', entities: held, customerIds, page: null };
  }

  /** Adds an answer to the log of access, as whoever asked: without an entry nothing is shown. */
  async function record(
    { principal, channel, address, linkOnly, through, confirmedBy }: Question,
    {
      intent,
      entities,
      given,
      shared,
    }: {
      intent: Intent;
      entities: Entities;
      given: Given;
      /** of what is shared: where, and who reads it */
      shared?: { address: string; asked: Record<string, unknown> };
    },
    message: string | undefined,
  ): Promise<void> {
    const { refused, seen, data, onBehalfOf } = given;
    const typed = [entities.customer ?? []].flat().map(String);
    // Whether or not there is such a customer, it takes the same.
    const customerIds =
      refused === undefined || refused === 'readers' || principal.kind === 'unlinked'
        ? seen
        : await askedForByIds(store.db, typed);
    const command = commands.find((each) => each.intent === intent);
    await recordAccess(reachOf(principal).store.db, {
      at: now(),
      managerId: managerIdOf(principal),
      identity: principal.kind === 'unlinked' ? (principal.identity ?? null) : null,
      channel,
      address: shared?.address ?? address,
      intent: shared === undefined ? intent : shareIntent,
      outcome: refused === undefined ? 'allowed' : 'refused',
      reason: refused ?? null,
      customerIds,
      asked: {
        ...(principal.kind === 'unlinked'
          ? {}
          : {
              ...(shared === undefined ? {} : { of: intent }),
              ...argumentsForLog(command, entities, given.found === true),
              ...shared?.asked,
              ...(linkOnly === undefined ? {} : { as: 'link' }),
            }),
        ...(through === undefined ? {} : { through }),
        ...(confirmedBy === undefined ? {} : { confirmedBy }),
      },
      shown: refused === undefined && linkOnly === undefined ? figuresIn(data) : [],
      message: message ?? null,
      ...(onBehalfOf === undefined ? {} : { onBehalfOf }),
    });
  }

  /**
   * In whose place the asker sees what an answer shows, where a delegation makes it possible: figures of a whole book are of every one
   * that the asker sees.
   */
  async function ownersOf(
    { principal }: Question,
    intent: Intent,
    given: Given,
  ): Promise<Standing[]> {
    if (
      principal.kind === 'unlinked' ||
      (principal.role !== 'manager' && principal.role !== 'lead')
    )
      return [];
    if (!isAnswered(given)) return [];
    const { managerId } = principal;
    const { seen } = given;
    if (seen.length > 0) return stoodInForAmong(store.db, managerId, seen);
    const command = commands.find((each) => each.intent === intent);
    const ofBook = Object.values(command?.arguments ?? {}).some(({ kind }) => kind.isFilter);
    return ofBook ? stoodInForBy(store.db, managerId) : [];
  }

  /** An answer that says in whose place the asker sees what it shows: to the asker, or of them where a room reads it. */
  async function sayingForWhom(
    question: Question,
    intent: Intent,
    given: Given,
    locale: Locale,
  ): Promise<Given> {
    const owners = await ownersOf(question, intent, given);
    const onBehalfOf = owners.map((owner) => owner.managerId);
    // They are among those of whom customers are seen, which need not be looked up again.
    if (owners.length === 0) return isAnswered(given) ? { ...given, onBehalfOf } : given;
    const { principal, shared: inRoom } = question;
    const ofThem = inRoom && given.reply.visibility === 'channel' && principal.kind === 'linked';
    const note = forWhomInWords(owners, locale, ofThem ? principal.name : undefined);
    return {
      ...given,
      reply: withDetailsFirst(given.reply, note),
      onBehalfOf,
    };
  }

  /** Shares an answer with the room it was asked in: it is asked again, and read there as those who read along may see it. */
  async function shared(question: Question, said: SaidShare, locale: Locale): Promise<Answer> {
    const { principal, channel } = question;
    const say = sayIn(locale);
    const of = { intent: shareIntent, entities: {}, locale };
    const not = (summary: string): Answer => ({
      ...of,
      outcome: 'hindered',
      reply: plainReply(say('share.not'), summary),
      data: { outcome: 'gone' },
    });
    if (principal.kind === 'unlinked') return not(say('share.gone'));
    const asker = { key: said.key, managerId: principal.managerId, channel };
    const place = await placeOfAnswer(store.db, asker, now());
    // A line typed with the key of another answer shares nothing.
    if (!isOfKey(said)) return not(say('share.gone'));
    const line = readLine(`/value ${said.command}`, await readingFor(locale, principal.timezone));
    const { intent, entities } = line;
    const command = commands.find((each) => each.intent === intent);
    if (place === undefined || place.intent !== intent || command === undefined)
      return not(say('share.gone'));
    if (command.changes || entities.export !== undefined) return not(say('share.gone'));
    const { address, thread } = place;
    const again = { ...question, address, shared: true, cut: false, shares: true as const };
    const given = await result(again, line, undefined);
    const owners = await ownersOf(question, intent, given);
    const onBehalfOf = owners.map((owner) => owner.managerId);
    const { seen, reply } = given;
    const isForAll = seen.length === 0 && reply.visibility === 'channel';
    if (given.found !== true || (seen.length === 0 && !isForAll)) {
      await record(question, { intent, entities, given: { ...given, onBehalfOf } }, undefined);
      return {
        ...of,
        outcome: outcomeOf(intent, given),
        reply: { ...reply, visibility: 'asker' },
        data: given.data,
      };
    }
    const { rooms } = options.config;
    const told = await shareReply({ store, names: rooms.names, locale }, question, {
      address,
      reply,
      seen,
    });
    const refused = 'refused' in told ? told.refused : undefined;
    const logged = { ...given, onBehalfOf, ...(refused === undefined ? {} : { refused }) };
    const asked = { address, asked: told.asked };
    await record(question, { intent, entities, given: logged, shared: asked }, undefined);
    if (refused !== undefined)
      return {
        ...of,
        outcome: 'refused',
        reply: told.reply,
        data: { outcome: 'refused', ...told.asked },
      };
    return {
      ...of,
      outcome: 'answered',
      reply: told.reply,
      data: given.data,
      sharedTo: {
        address,
        ...(thread === '' ? {} : { thread }),
        told: say('share.done'),
      },
    };
  }

  /**
   * Which question is asked about what somebody else wrote: that for the value of the one customer it mentions; or the answer that it
   * mentions none, or which it should be.
   */
  async function mentioned(
    question: Question,
    written: string,
    locale: Locale,
  ): Promise<{ text: string } | Answer> {
    const { principal } = question;
    const found = await customersMentioned(reachOf(principal), written);
    const [only] = found;
    if (only !== undefined && found.length === 1)
      return { text: `/value customer ${customerInSlashForm(only.externalId)}` };
    const intent = 'customer.value';
    const entities = {};
    const offered = found.slice(0, mostOffered);
    const given: Given = {
      reply: only === undefined ? noneMentionedReply(locale) : whichMentionedReply(found, locale),
      data: only === undefined ? {} : { asksBack: 'customer' },
      seen: offered.map(({ id }) => id),
    };
    await record(question, { intent, entities, given }, undefined);
    if (principal.kind === 'linked' && only !== undefined)
      await keepAnswer(store.db, threadOf(question, principal), {
        at: now(),
        intent,
        entities,
        customerIds: [...given.seen],
        page: null,
      });
    const { reply, data } = given;
    return { intent, outcome: outcomeOf(intent, given), entities, reply, data, locale };
  }

  /**
   * The slash form that asks again what was answered, with the customers whom it was about by their ids; of what changed something
   * about one, their card.
   */
  async function formById(
    principal: Principal,
    intent: Intent,
    { note: _, export: __, customer: ___, ...entities }: Entities,
    { kept }: Given,
  ): Promise<string | undefined> {
    const command = commands.find((each) => each.intent === intent);
    if (command === undefined) return undefined;
    const about = 'customer' in command.arguments ? (kept?.customerIds ?? []) : [];
    const { store: asked, scope } = reachOf(principal);
    const called = await customersCalled(asked.db, scope, [...about]);
    const ids = about.flatMap((id) => called.get(id)?.externalId ?? []);
    const [only] = ids;
    const isOne = only !== undefined && ids.length === 1;
    if (command.changes) return isOne ? `customer ${customerInSlashForm(only)}` : undefined;
    const customer = isOne ? { customer: only } : ids.length > 1 ? { customer: ids } : {};
    return slashForm(commandWord(command), command.arguments, { ...entities, ...customer });
  }

  /** The slash form by which an answer that goes to the asker alone in a room can be shared there; undefined where it cannot. */
  function sharable(
    { shared: inRoom, readers, quietly }: Question,
    { intent, entities }: Pick<Understanding, 'intent' | 'entities'>,
    { reply, found, seen, file }: Given,
  ): string | undefined {
    const command = commands.find((each) => each.intent === intent);
    const ofCustomers = reply.visibility === 'asker' && seen.length > 0;
    const ofAll = reply.visibility === 'channel' && seen.length === 0 && quietly === true;
    if (!inRoom || readers === undefined || !(ofCustomers || ofAll)) return undefined;
    if (found !== true || command === undefined) return undefined;
    if (command.changes || file !== undefined || intent === 'help') return undefined;
    return sharedForm(command, entities);
  }

  return {
    async answer(question): Promise<Answer> {
      const { principal, channel } = question;
      // Bounded before anything reads it. No text of the database may have a zero byte or half a character.
      let text = readable(question.text, longestLine);
      const locale = question.locale ?? localeFor(text, principal);
      let intent: Intent = 'unknown';
      let entities: Record<string, unknown> = {};
      try {
        const key = principal.kind === 'linked' ? threadOf(question, principal) : undefined;
        const vote = key === undefined ? undefined : readVote(text);
        if (key !== undefined && vote !== undefined) {
          intent = voteIntent;
          return await castVote({ store, now: now() }, key, vote, locale);
        }
        const share = key === undefined ? undefined : readShare(text);
        if (share !== undefined) {
          intent = shareIntent;
          return await shared(question, share, locale);
        }
        const audit = principal.kind === 'linked' ? readAudit(text) : undefined;
        if (audit !== undefined && principal.kind === 'linked') {
          intent = auditIntent;
          const of = { store, now: now(), commands };
          return await auditAnswer(of, question, principal, audit, locale);
        }
        if (question.mentionedIn !== undefined) {
          const written = readable(question.mentionedIn, longestMarkup);
          const asked = isShownCustomers(principal)
            ? await mentioned(question, written, locale)
            : // Whoever sees no customer is told so, whomever it mentions.
              { text: '/value customer 0' };
          if (!('text' in asked)) return asked;
          text = asked.text;
        }
        const [before, reading] = await Promise.all([
          key === undefined ? undefined : answersBefore(key, question),
          principal.kind === 'linked' ? readingWithin(text, locale, principal) : undefined,
        ]);
        const newest = before?.remembered[0];
        const offer =
          reading === undefined
            ? undefined
            : offerAt(text, newest, readLine(text, reading), reading);
        const read: FollowUp =
          offer !== undefined
            ? offer
            : reading !== undefined && before !== undefined
              ? followUp(
                  await withNamesQuoted(text, reading, reachOf(principal)),
                  reading,
                  before.remembered,
                  reader().goesOn,
                )
              : { kind: 'understood', understanding: ofAStranger(text, locale) };
        const cut = question.text.length > longestLine;
        const chosen =
          reading === undefined || cut
            ? undefined
            : await chosenFor({ ...question, text }, read, reading);
        const either =
          reading === undefined || chosen !== undefined || hasOffered(newest, reading)
            ? undefined
            : await placeOrId(text, read, readLine(text, reading), (id) => ofId(principal, id));
        const line: FollowUp =
          either !== undefined
            ? { kind: 'asked', ask: either.ask }
            : chosen === undefined
              ? read
              : asChosen(read, chosen);
        const understood = line.kind === 'understood' ? line.understanding : line.ask;
        intent = understood.intent;
        entities = line.kind === 'understood' ? line.understanding.entities : {};
        if (question.exportAs !== undefined) entities = { ...entities, export: question.exportAs };
        const given: Given =
          line.kind === 'understood'
            ? await result(
                { ...question, text, cut },
                { ...line.understanding, entities },
                line.taken,
              )
            : askedBack(
                line.ask,
                withFound(before?.ids ?? new Map(), either?.byId),
                commandsFor(principal),
              );
        const shown = await sayingForWhom(question, intent, given, understood.locale);
        const shares =
          key !== undefined && line.kind === 'understood'
            ? sharable(question, { intent, entities }, shown)
            : undefined;
        const keyed = newKey(shares);
        const votable = key === undefined ? undefined : keyed.key;
        await record(question, { intent, entities, given: shown }, votable);
        const { kept, data, file } = shown;
        const reply =
          shares === undefined
            ? shown.reply
            : withAction(
                shown.reply,
                shareAction({ ...keyed, command: shares }, understood.locale),
              );
        const spokenOf =
          kept === undefined && line.kind === 'understood' && principal.kind === 'linked'
            ? await unansweredOf(line.understanding, data, principal)
            : undefined;
        const remembered = kept === undefined ? spokenOf : { intent, ...kept };
        await Promise.all([
          key !== undefined && remembered !== undefined
            ? keepAnswer(store.db, key, { at: now(), ...remembered })
            : undefined,
          key !== undefined && votable !== undefined
            ? keepAnswerGiven(store.db, { ...key, key: votable, intent, at: now() })
            : undefined,
        ]);
        const taken = line.kind === 'understood' ? line.taken : undefined;
        const form =
          question.linkOnly === undefined
            ? undefined
            : await formById(principal, intent, entities, shown);
        const told =
          chosen !== undefined
            ? { ...reply, taken: chosenInWords(chosen.command, entities, understood.locale) }
            : taken !== undefined
              ? { ...reply, taken: takenInWords(taken, understood.locale, commands) }
              : reply;
        return {
          intent,
          outcome: outcomeOf(intent, given),
          ...(principal.kind === 'unlinked' ? {} : readingOf(read)),
          entities,
          reply: told,
          data,
          locale: understood.locale,
          ...(form === undefined ? {} : { form }),
          ...(votable === undefined ? {} : { votable }),
          ...(file === undefined ? {} : { file }),
        };
      } catch (error) {
        const reference = logIncident(log, error, 'a question failed', { intent, channel });
        const reply = failedReply(locale, reference);
        return { intent, outcome: 'failed', entities, reply, data: {}, locale };
      }
    },
    async parse(text, locale) {
      const understood = readLine(text, await readingFor(locale, null));
      const { nearest: _, sentence: __, asks, ...parse } = understood;
      return { ...parse, ...(asks.length === 0 ? {} : { asks }) };
    },
  };
}

/** The beginning of a text, as the database takes it. */
const readable = (text: string, length: number): string =>
  text.slice(0, length).toWellFormed().replaceAll('\0', '');

/** Why a question was refused, as what came of it. */
const outcomesOfRefusals: Partial<Record<RefusalReason, AnswerOutcome>> = {
  busy: 'busy',
  unseen: 'unseen',
};

/** What came of a question. */
function outcomeOf(intent: Intent, { refused, found, data }: Given): AnswerOutcome {
  if (refused !== undefined) return outcomesOfRefusals[refused] ?? 'refused';
  if ('error' in data) return 'misused';
  if ('asksBack' in data) return 'asked_back';
  if (intent === 'unknown') return 'not_understood';
  return found === true ? 'answered' : 'hindered';
}

/** Whether it was plain what a sentence asks; nothing for a slash form. */
function readingOf(read: FollowUp): Pick<Answer, 'reading'> {
  if (read.kind !== 'understood') return { reading: 'unsure' };
  const { sentence, intent, asks } = read.understanding;
  if (!sentence) return {};
  return { reading: intent === 'unknown' || asks.length > 0 ? 'unsure' : 'sure' };
}

/** A line as a language model took it: a command runs, but one that changes something is asked about first. */
function asChosen(read: FollowUp, { command, entities }: ChosenCommand): FollowUp {
  if (read.kind !== 'understood') return read;
  const { intent, changes } = command;
  const asks = changes ? [intent] : [];
  return { kind: 'understood', understanding: { ...read.understanding, intent, entities, asks } };
}

/** A reply that only whoever asked may see, and says first of its details why. */
const forTheAskerAlone = (reply: Reply, locale: Locale): Reply => ({
  ...withDetailsFirst(reply, sayIn(locale)('fallback.fewInRoom')),
  visibility: 'asker',
});

const withAction = (reply: Reply, action: Action): Reply => ({
  ...reply,
  actions: [...reply.actions, action],
});

/** A reply that says first of its details what it does not go by, and what its command can go by instead. */
const saying = (
  reply: Reply,
  notApplied: string,
  command: RegisteredCommand,
  locale: Locale,
): Reply => {
  const said = shortened(notApplied);
  const isHeld = Object.values(command.arguments).some(({ kind }) => kind.isFilter);
  const problem: Problem = isHeld
    ? { code: 'unserved.besideFilters', figures: { said } }
    : { code: 'unserved.besideUsage', figures: { said, usage: `/value ${command.usage}` } };
  return withDetailsFirst(reply, sayProblem(problem, locale));
};

/**
 * What a question is given: its result, what one after it may go on from, whether all it named was found, and why it was refused,
 * where it was.
 */
type Given = FinalResult & {
  kept?: Kept;
  found?: boolean;
  refused?: RefusalReason;
  /** people whose books it shows by a delegation */
  onBehalfOf?: readonly number[];
};

type Entities = Readonly<Record<string, unknown>>;

/** Whether a question was answered with what it asked for, to somebody who may see that. */
const isAnswered = ({ refused, found }: Pick<Given, 'refused' | 'found'>): boolean =>
  refused === undefined && found === true;

/** Whether a question named a customer who does not exist, or whom the asker may not see. */
const isUnseen = (
  outcome: CommandResult | Answered | Hindered,
  { customer }: Readonly<Record<string, unknown>>,
): boolean =>
  'argument' in outcome &&
  outcome.argument === 'customer' &&
  customer !== undefined &&
  (outcome.unanswered.seen ?? []).length === 0;

/** What of an answer a question after it may go on from. */
type Kept = Pick<AnswerBefore, 'entities' | 'customerIds' | 'page'>;

const threadOf = (
  { channel, address, thread = '' }: Question,
  { managerId }: Linked,
): ThreadKey => ({ managerId, channel, address, thread });

/** What is kept of an outcome: nothing of the bot itself, and nothing of changes that are of no customer. */
function keptOf(
  { arguments: known, changes }: RegisteredCommand,
  { note: _, export: __, ...entities }: Readonly<Record<string, unknown>>,
  outcome: CommandResult | Answered | Hindered,
): Kept | undefined {
  const ofCustomers = 'customer' in known;
  if (!('reply' in outcome)) {
    const customerIds = [...(outcome.unanswered.seen ?? [])];
    return ofCustomers && outcome.argument === 'customer'
      ? { entities, customerIds, page: null }
      : undefined;
  }
  if (outcome.remembered !== undefined)
    return { entities: outcome.remembered, customerIds: [], page: null };
  if (!('about' in outcome) || (changes && !ofCustomers)) return undefined;
  if (outcome.listed === undefined)
    return { entities, customerIds: [...outcome.about], page: null };
  const { customers, ...page } = outcome.listed;
  return { entities, customerIds: customers, page };
}

const withFound = (
  ids: ReadonlyMap<string, number>,
  found: CustomerMatch | undefined,
): ReadonlyMap<string, number> =>
  found === undefined ? ids : new Map([...ids, [found.externalId, found.id]]);

/** Asks back. Whom it offers may be answered with, by a place among them. */
function askedBack(
  asked: Ask,
  ids: ReadonlyMap<string, number>,
  allowed: readonly RegisteredCommand[],
): Given {
  const isAllowed = ({ intent }: Candidate) => allowed.some((each) => each.intent === intent);
  const ask = { ...asked, candidates: asked.candidates.filter(isAllowed) };
  const offered = ask.candidates.flatMap(({ customer }) =>
    customer === undefined ? [] : (ids.get(customer.externalId) ?? []),
  );
  const [{ entities: { customer: _, note: __, ...entities } = {} } = {}] = ask.candidates;
  const isForOthers = ask.asks === 'meaning' && ask.candidates.length === 0;
  return {
    reply: isForOthers ? notAllowedReply(ask.locale) : followUpAskReply(ask, commands),
    data: { asksBack: ask.asks },
    seen: offered,
    // Of several questions, none was asked yet.
    ...(offered.length === 0 || ask.asks === 'meaning'
      ? {}
      : { kept: { entities, customerIds: offered, page: null } }),
  };
}

/** What is read of a line by somebody nobody knows: whether it asks for help. They are answered nothing else. */
function ofAStranger(text: string, locale: Locale): Understanding {
  const entities = helpAsked(text);
  const intent = entities === undefined ? 'unknown' : 'help';
  return {
    intent,
    entities: entities ?? {},
    confidence: 1,
    locale,
    nearest: [],
    asks: [],
    sentence: true,
  };
}

function hindered(
  command: RegisteredCommand,
  entities: Readonly<Record<string, unknown>>,
  outcome: Hindered,
  locale: Locale,
): CommandResult {
  return {
    reply: hinderedReply(command, entities, outcome, locale),
    data: {},
    seen: [...(outcome.unanswered.seen ?? [])],
  };
}

/** A text in a script of its own language is answered in that; otherwise the person's language counts before the text's. */
function localeFor(text: string, principal: Principal): Locale {
  const known = principal.kind === 'linked' ? principal.locale : null;
  return languageOfScript(text) ?? known ?? languageOf(text) ?? defaultLocale;
}

/** What would be done by a command that does not ask itself, with a button that does it; nothing of it is done yet. */
function askedFirst(
  command: RegisteredCommand,
  entities: Entities,
  { say, locale }: { say: Say; locale: Locale },
): Reply {
  const label = command.button(locale);
  const form = slashForm(commandWord(command), command.arguments, entities);
  if (form === undefined)
    return didYouMeanReply(locale, offeredCommands([command], [command.intent], entities, locale));
  const summary = say('undo.ask.what', { what: label, form: neutral(`/value ${form}`) });
  return askFirstReply({ say }, { summary, label, command: form });
}
