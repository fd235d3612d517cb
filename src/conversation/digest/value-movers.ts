import { todayIn } from '../../language/today.ts';
import { type ValueMover, valueMovers } from '../../store/rankings/value-movers.ts';
import { customerInSlashForm } from '../arguments/customer.ts';
import { heldTo, isHeld } from '../arguments/filters.ts';
import { commandHeldTo } from '../arguments/held-command.ts';
import type { CommandContext, RunFacts } from '../command-context.ts';
import type { Reply, Table } from '../reply.ts';
import { customerName, monthsInWords } from '../wording/customer-words.ts';
import { heldOutSentences } from '../wording/held-out.ts';
import { comparedRun } from './compared-run.ts';
import type { Digest, DigestRequest } from './digest.ts';
import { dayOfFigures, opened } from './opening.ts';

const listed = 10;

/**
 * Whose value if they stay moved most since the last digest, up or down, and what was gained and lost in all; at first, since
 * the run before the newest. Nobody is named whose value moved by less than a digest's least value.
 */
export async function moversDigest(
  context: CommandContext,
  request: DigestRequest,
): Promise<Digest> {
  const { store, scope, run, say, format, timezone, now, config } = context;
  const { since, said = {}, found = {}, settings = {} } = request;
  const { filters, whose } = heldTo(context, found);
  const state = { toldOn: todayIn(timezone, now) };
  const earlier = await comparedRun(context, since, { orBefore: true });
  if (earlier === undefined) {
    const reply = opened(
      plain(context, request, nothingToCompare(context, since)),
      request,
      context,
    );
    return { reply, seen: [], nothingNew: since !== null, state };
  }
  const runs = { now: run.id, earlier: earlier.id, filters };
  const { movers, ...sums } = await valueMovers(store.db, scope, runs, settings.atMost ?? listed);
  const least = config.digests.leastAtStake;
  const named = movers.filter((mover) => Math.abs(changeOf(mover)) >= least);
  const day = format.day(earlier.asOf);
  const [first] = named;
  const summary =
    first === undefined
      ? say('movers-digest.quiet', { least: format.money(least), day })
      : say('movers-digest.summary', {
          gained: format.money(sums.gained),
          gainers: sums.gainers,
          lost: format.money(sums.lost),
          losers: sums.losers,
          day,
          first: customerName(first, context.locale),
        });
  const reply: Reply = {
    ...plain(context, request, summary),
    ...(named.length === 0 ? {} : { table: tableOf(context, named, earlier) }),
    details: [
      ...(isHeld(said) ? [say('at-risk-digest.only', { whose })] : []),
      ...(named.length === 0
        ? []
        : [
            say('movers-digest.basis', {
              horizon: monthsInWords(run.clvHorizonMonths, context.locale),
            }),
          ]),
      ...(await heldOutSentences(context, named)),
      ...dayOfFigures(request, context),
    ],
  };
  return {
    reply: opened(reply, request, context),
    seen: named.map(({ id }) => id),
    nothingNew: since !== null && first === undefined,
    state,
  };
}

const changeOf = ({ before, after }: ValueMover) => (after ?? 0) - (before ?? 0);

function nothingToCompare({ run, say }: CommandContext, since: DigestRequest['since']): string {
  return say(
    since !== null && since.runId === run.id
      ? 'movers-digest.sameFigures'
      : 'movers-digest.nothingToCompare',
  );
}

function plain(context: CommandContext, request: DigestRequest, summary: string): Reply {
  const { say } = context;
  const { said = {} } = request;
  return {
    title: say('movers-digest.title'),
    summary,
    facts: [],
    details: dayOfFigures(request, context),
    charts: [],
    actions: [
      { label: say('at-risk-digest.actions.book'), command: commandHeldTo('book', said) },
      { label: say('at-risk-list.actions.top'), command: commandHeldTo('top', said) },
    ],
    visibility: 'channel',
  };
}

function tableOf(
  { say, format, locale }: CommandContext,
  movers: readonly ValueMover[],
  earlier: RunFacts,
): Table {
  const worth = (amount: number | null) =>
    amount === null ? say('customer-words.stake.none') : format.money(amount);
  return {
    columns: [
      { label: say('at-risk-list.columns.customer'), align: 'start' },
      { label: say('at-risk-list.columns.id'), align: 'start' },
      { label: say('movers-digest.columns.change'), align: 'end' },
      { label: say('movers-digest.columns.now'), align: 'end' },
      {
        label: say('movers-digest.columns.before', { day: format.day(earlier.asOf) }),
        align: 'end',
      },
    ],
    rows: movers.map((mover) => [
      customerName(mover, locale),
      mover.externalId,
      say('movers-digest.change', {
        direction: changeOf(mover) > 0 ? 'up' : 'down',
        change: format.money(Math.abs(changeOf(mover))),
      }),
      worth(mover.after),
      worth(mover.before),
    ]),
    rowActions: movers.map(({ externalId }) => {
      const id = customerInSlashForm(externalId);
      return [
        { label: say('movers-digest.actions.card'), command: `customer ${id}` },
        { label: say('movers-digest.actions.brief'), command: `brief ${id}` },
      ];
    }),
  };
}
