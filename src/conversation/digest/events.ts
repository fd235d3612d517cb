import { todayIn } from '../../language/today.ts';
import { mostInDigest } from '../../store/digests/digest-settings.ts';
import { eventKinds } from '../../store/kinds.ts';
import { type EventfulCustomer, newEvents } from '../../store/money-events/new-events.ts';
import { customerInSlashForm } from '../arguments/customer.ts';
import { heldTo, isHeld } from '../arguments/filters.ts';
import { commandHeldTo } from '../arguments/held-command.ts';
import type { CommandContext } from '../command-context.ts';
import type { Action, Reply, Table } from '../reply.ts';
import { customerName } from '../wording/customer-words.ts';
import { eventSentence } from '../wording/event-words.ts';
import { heldOutSentences } from '../wording/held-out.ts';
import { stakeInWords } from '../wording/money-words.ts';
import type { Digest, DigestRequest } from './digest.ts';
import { dayOfFigures, inOneLine, opened } from './opening.ts';

/**
 * What befell customers since the last digest, those with the most at stake first, each with what it was and buttons; at first, in
 * the last seven days.
 */
export async function eventsDigest(
  context: CommandContext,
  request: DigestRequest,
): Promise<Digest> {
  const { store, scope, run, say, timezone, now } = context;
  const { since, said = {}, found = {}, settings = {} } = request;
  const { filters, whose } = heldTo(context, found);
  const told = since?.runId ?? null;
  const all = await newEvents(store.db, scope, { now: run.id, told, filters });
  const named = all.slice(0, settings.atMost ?? mostInDigest);
  const rest = all.length - named.length;
  const whole: Reply = {
    title: say('events-digest.title'),
    summary: summaryOf(context, all, told),
    facts: [],
    ...(named.length === 0 ? {} : { table: tableOf(context, named) }),
    details: [
      ...(isHeld(said) ? [say('at-risk-digest.only', { whose })] : []),
      ...(rest > 0 ? [say('events-digest.more', { count: rest })] : []),
      ...(await heldOutSentences(context, named)),
      ...dayOfFigures(request, context),
    ],
    charts: [],
    actions: [
      { label: say('at-risk-digest.actions.book'), command: commandHeldTo('book', said) },
      { label: say('at-risk-digest.actions.wholeList'), command: commandHeldTo('at-risk', said) },
    ],
    visibility: 'channel',
  };
  const nothingNew = all.length === 0;
  return {
    reply: opened(nothingNew ? inOneLine(whole) : whole, request, context),
    seen: named.map(({ id }) => id),
    nothingNew,
    state: { toldOn: todayIn(timezone, now) },
  };
}

/** How many events of which kinds there are, with how many customers, and with whom most is at stake. */
function summaryOf(
  { say, format, locale }: CommandContext,
  all: readonly EventfulCustomer[],
  told: number | null,
): string {
  const [first] = all;
  const since = told === null ? 'week' : 'digest';
  if (first === undefined) return say('events-digest.none', { since });
  const kinds = all.flatMap(({ events }) => events.map(({ kind }) => kind));
  const counted = eventKinds.flatMap((kind) => {
    const count = kinds.filter((each) => each === kind).length;
    return count === 0 ? [] : [say(`event-words.counts.${kind}`, { count })];
  });
  return say('events-digest.summary', {
    customers: all.length,
    since,
    events: format.list(counted),
    first: customerName(first, locale),
  });
}

function tableOf(context: CommandContext, named: readonly EventfulCustomer[]): Table {
  const { say, locale } = context;
  return {
    columns: [
      { label: say('at-risk-list.columns.customer'), align: 'start' },
      { label: say('at-risk-list.columns.id'), align: 'start' },
      { label: say('at-risk-list.columns.atStake'), align: 'end' },
      { label: say('events-digest.column'), align: 'start' },
    ],
    rows: named.map((customer) => [
      customerName(customer, locale),
      customer.externalId,
      stakeInWords(customer, context, 'short'),
      customer.events
        .map((event) => eventSentence(event, context))
        .join(say('events-digest.joint')),
    ]),
    rowActions: named.map((customer) => rowActions(customer, context)),
  };
}

function rowActions({ externalId }: EventfulCustomer, { say }: CommandContext): Action[] {
  const id = customerInSlashForm(externalId);
  return [
    { label: say('movers-digest.actions.brief'), command: `brief ${id}` },
    { label: say('at-risk-digest.actions.called'), command: `log ${id} called` },
    { label: say('at-risk-digest.actions.claim'), command: `claim ${id}` },
    { label: say('at-risk-digest.actions.snooze'), command: `snooze ${id} until +1w` },
  ];
}
