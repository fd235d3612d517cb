import type { Linked } from '../../access/principal.ts';
import { momentIn } from '../../language/format.ts';
import type { Locale } from '../../language/locale.ts';
import { sayIn } from '../../language/messages.ts';
import {
  countEntries,
  type ListedEntry,
  listEntries,
} from '../../store/access-log/list-entries.ts';
import { recordAccess } from '../../store/access-log/record-access.ts';
import { askedForByIds } from '../../store/access-log/shown-before.ts';
import { bankFacts } from '../../store/book/bank-facts.ts';
import type { Store } from '../../store/store.ts';
import type { RegisteredCommand } from '../command.ts';
import type { Answer, Question } from '../conversation.ts';
import type { Reply } from '../reply.ts';
import { plainReply } from '../wording/fallback-replies.ts';
import { auditIntent } from './audit-intent.ts';
import { auditCommand, type SaidAudit } from './read-audit.ts';
import { whatFor } from './what-for.ts';

/** Entries of a page. */
const perPage = 10;

/**
 * Who asked about a customer, when, where and what for, the newest first: for auditors alone. The reading is an entry itself, made before
 * anything is shown. `data`: `customer` as it was said, `entries` of the page and `all`, how many there are; or `outcome`, `refused` or
 * `unknown`.
 */
export async function auditAnswer(
  { store, now, commands }: { store: Store; now: Date; commands: readonly RegisteredCommand[] },
  { channel, address }: Pick<Question, 'channel' | 'address'>,
  person: Linked,
  { customer, before }: SaidAudit,
  locale: Locale,
): Promise<Answer> {
  const say = sayIn(locale);
  const { db } = store;
  const of = { intent: auditIntent, entities: {}, locale };
  const [customerId] = /^#\d{1,9}$/.test(customer)
    ? [Number(customer.slice(1))]
    : await askedForByIds(db, [customer]);
  const allowed = person.role === 'auditor';
  await recordAccess(db, {
    at: now,
    managerId: person.managerId,
    channel,
    address,
    intent: auditIntent,
    outcome: allowed ? 'allowed' : 'refused',
    reason: allowed ? null : 'role',
    customerIds: customerId === undefined ? [] : [customerId],
    asked: before === undefined ? {} : { before },
  });
  if (!allowed) {
    const reply = plainReply(say('audit.title'), say('audit.refused'));
    return { ...of, outcome: 'refused', reply, data: { outcome: 'refused' } };
  }
  if (customerId === undefined) {
    const reply = plainReply(say('audit.title'), say('audit.unknown', { customer }));
    return { ...of, outcome: 'hindered', reply, data: { outcome: 'unknown' } };
  }
  const filter = { customerId };
  const found = await listEntries(db, filter, {
    newest: perPage + 1,
    ...(before === undefined ? {} : { before }),
  });
  const entries = found.slice(0, perPage);
  const all = await countEntries(db, filter);
  const bank = await bankFacts(db);
  const timezone = person.timezone ?? bank?.timezone ?? 'UTC';
  const moment = momentIn(locale, timezone);
  const last = entries.at(-1);
  const reply: Reply = {
    title: say('audit.titleOf', { customer }),
    summary: say('audit.summary', {
      all,
      shown: entries.length,
      page: before === undefined ? 'first' : 'later',
    }),
    facts: [],
    table: {
      columns: (['at', 'who', 'where', 'what', 'outcome'] as const).map((column) => ({
        label: say(`audit.columns.${column}`),
        align: 'start' as const,
      })),
      rows: entries.map((entry) => [
        moment(entry.at),
        whoOf(entry, say),
        [entry.channel, ...(entry.address === null ? [] : [entry.address])].join(' '),
        whatFor(entry, commands, locale),
        entry.reason === null
          ? say('audit.allowed')
          : say('audit.refusedFor', { reason: entry.reason }),
      ]),
    },
    charts: [],
    actions:
      found.length > perPage && last !== undefined
        ? [{ label: say('audit.next'), command: auditCommand(customer, last.id) }]
        : [],
    visibility: 'asker',
  };
  return { ...of, outcome: 'answered', reply, data: { customer, entries, all } };
}

function whoOf(
  { person, identity, onBehalfOf }: ListedEntry,
  say: ReturnType<typeof sayIn>,
): string {
  const who = person ?? identity ?? '–';
  return onBehalfOf.length === 0 ? who : say('audit.for', { who, owners: onBehalfOf.join(', ') });
}
