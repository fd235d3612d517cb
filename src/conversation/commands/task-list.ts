import { todayIn } from '../../language/today.ts';
import { type DueItem, dueItems } from '../../store/actions/due-items.ts';
import { roles } from '../../store/kinds.ts';
import { customerInSlashForm } from '../arguments/customer.ts';
import { place } from '../arguments/place.ts';
import { type CommandContext, defineCommand } from '../command.ts';
import { toRead } from '../export/exported.ts';
import { tasksExport } from '../export/tasks.ts';
import type { Reply } from '../reply.ts';
import { customerName } from '../wording/customer-words.ts';
import { plainReply } from '../wording/fallback-replies.ts';
import { dueItemDay, dueItemName } from '../wording/history-words.ts';
import { beyondListReply, endOfList, nextPage, type Page, pageTitle } from '../wording/pages.ts';

const listed = 20;
const buttons = 3;
const asked = { from: place() };

/**
 * What the asker still has to do, and which of their opportunities were to close by now, what is due first on top. `data`:
 * `tasks` with `customer` (the bank's id), `name`, `kind`, `product` (of an opportunity, otherwise null), `note`, `due` (an ISO
 * date) and `item` (its number, null of an opportunity); `open`, how many there are, `from`,
 * the place of the first in the whole list, `due`, how many of them by today.
 */
export default defineCommand({
  intent: 'tasks',
  group: 'acting',
  everyday: true,
  arguments: asked,
  allowed: roles,
  async run(context, { from }) {
    const { store, scope, run, principal, timezone, now } = context;
    const today = todayIn(timezone, now);
    const of = { ownerId: principal.managerId, today, filters: {}, runId: run.id };
    const found = await dueItems(store.db, scope, { ...of, upTo: null }, listed + 1, from - 1);
    const items = found.items.slice(0, listed);
    const isMore = found.items.length > listed;
    const count =
      found.items.length === 0 && from > 1
        ? (await dueItems(store.db, scope, { ...of, upTo: null }, 1)).count
        : found.count;
    const page: Page = { word: 'tasks', arguments: asked, entities: {}, from, limit: listed };
    const due = await dueItems(store.db, scope, { ...of, upTo: today }, 1);
    return {
      reply:
        items.length > 0
          ? list(context, { items, count, due: due.count, page, isMore })
          : from > 1
            ? beyondListReply(page, context)
            : nothing(context),
      data: {
        tasks: items.map(({ id, externalId, name, kind, product, note, dueOn }) => ({
          customer: externalId,
          name,
          kind,
          product,
          note,
          due: dueOn,
          item: kind === 'opportunity' ? null : id,
        })),
        open: count,
        from,
        due: due.count,
      },
      seen: items.map(({ customerId }) => customerId),
      listed: { customers: items.map(({ customerId }) => customerId), from, limit: listed, isMore },
      ...(items.length === 0
        ? {}
        : {
            exported: async () =>
              tasksExport(
                context,
                (await dueItems(store.db, scope, { ...of, upTo: null }, toRead(), from - 1)).items,
              ),
          }),
    };
  },
});

const nothing = ({ say }: CommandContext): Reply =>
  plainReply(say('task-list.title'), say('task-list.nothing'), [
    { label: say('customer-value.actions.atRisk'), command: 'at-risk' },
  ]);

function list(
  context: CommandContext,
  {
    items,
    count,
    due,
    page,
    isMore,
  }: { items: DueItem[]; count: number; due: number; page: Page; isMore: boolean },
): Reply {
  const { say, locale } = context;
  const more = count - (page.from - 1) - items.length;
  return {
    title: pageTitle(say('task-list.title'), page, items.length, context),
    summary: say('task-list.summary', { count, due }),
    facts: [],
    details: [
      ...endOfList(page, isMore, context),
      ...(more > 0 ? [say('task-list.more', { more })] : []),
    ],
    table: {
      ...(page.from === 1 ? {} : { first: page.from }),
      columns: [
        { label: say('task-list.columns.customer'), align: 'start' },
        { label: say('task-list.columns.id'), align: 'start' },
        { label: say('task-list.columns.what'), align: 'start' },
        { label: say('task-list.columns.due'), align: 'start' },
      ],
      rows: items.map((item) => [
        customerName(item, locale),
        item.externalId,
        item.doNotContact
          ? say('task-list.doNotContact', { what: taskName(item, context) })
          : taskName(item, context),
        dueItemDay(item, context),
      ]),
    },
    charts: [],
    actions: [
      ...items
        .filter(({ kind }) => kind !== 'opportunity')
        .slice(0, buttons)
        .map((item) => ({
          label: say('task-list.actions.done', { customer: customerName(item, locale) }),
          command: `done ${customerInSlashForm(item.externalId)} item=${item.id}`,
        })),
      ...(items.some(({ kind }) => kind === 'opportunity')
        ? [{ label: say('pipeline.button'), command: 'pipeline' }]
        : []),
      ...nextPage(page, isMore, context),
    ],
    visibility: 'asker',
  };
}

/** What is to be done, in its note where there is one. */
function taskName(item: DueItem, { say }: CommandContext): string {
  const name = dueItemName(item, say);
  if (item.note === null) return name;
  return item.kind === 'opportunity'
    ? say('history-words.opportunityStep', { opportunity: name, step: item.note })
    : item.note;
}
