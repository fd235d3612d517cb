import { todayIn } from '../../language/today.ts';
import { type DueItem, dueItems } from '../../store/actions/due-items.ts';
import { roles } from '../../store/kinds.ts';
import { customerInSlashForm } from '../arguments/customer.ts';
import { type CommandContext, defineCommand } from '../command.ts';
import type { Reply } from '../reply.ts';
import { customerName } from '../wording/customer-words.ts';
import { plainReply } from '../wording/fallback-replies.ts';
import { dueInWords, followUpName } from '../wording/history-words.ts';

const listed = 20;
const buttons = 3;

/**
 * What the asker still has to do, what is due first on top. `data`: `tasks` with `customer` (the bank's id), `name`, `kind`,
 * `note`, `due` (an ISO date) and `item` (its number); `open`, how many there are, `due`, how many of them by today.
 */
export default defineCommand({
  intent: 'tasks',
  group: 'acting',
  everyday: true,
  arguments: {},
  allowed: roles,
  async run(context) {
    const { store, scope, run, principal, timezone, now } = context;
    const today = todayIn(timezone, now);
    const of = { ownerId: principal.managerId, filters: {}, runId: run.id };
    const { items, count } = await dueItems(store.db, scope, { ...of, upTo: null }, listed);
    const due = await dueItems(store.db, scope, { ...of, upTo: today }, 1);
    return {
      reply:
        items.length === 0 ? nothing(context) : list(context, { items, count, due: due.count }),
      data: {
        tasks: items.map(({ id, externalId, name, kind, note, dueOn }) => ({
          customer: externalId,
          name,
          kind,
          note,
          due: dueOn,
          item: id,
        })),
        open: count,
        due: due.count,
      },
      seen: items.map(({ customerId }) => customerId),
    };
  },
});

const nothing = ({ say }: CommandContext): Reply =>
  plainReply(say('task-list.title'), say('task-list.nothing'), [
    { label: say('customer-value.actions.atRisk'), command: 'at-risk' },
  ]);

function list(
  context: CommandContext,
  { items, count, due }: { items: DueItem[]; count: number; due: number },
): Reply {
  const { say, locale } = context;
  const more = count - items.length;
  return {
    title: say('task-list.title'),
    summary: say('task-list.summary', { count, due }),
    facts: [],
    details: more > 0 ? [say('task-list.more', { more })] : [],
    table: {
      columns: [
        { label: say('task-list.columns.customer'), align: 'start' },
        { label: say('task-list.columns.id'), align: 'start' },
        { label: say('task-list.columns.what'), align: 'start' },
        { label: say('task-list.columns.due'), align: 'start' },
      ],
      rows: items.map((item) => [
        customerName(item, locale),
        item.externalId,
        item.note ?? followUpName(item.kind, say),
        dueInWords(item.dueOn, context),
      ]),
    },
    charts: [],
    actions: items.slice(0, buttons).map((item) => ({
      label: say('task-list.actions.done', { customer: customerName(item, locale) }),
      command: `done ${customerInSlashForm(item.externalId)} item=${item.id}`,
    })),
    visibility: 'asker',
  };
}
