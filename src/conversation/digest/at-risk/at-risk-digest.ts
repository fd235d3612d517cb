import { todayIn } from '../../../language/today.ts';
import { toldTotals } from '../../../store/digests/digest-state.ts';
import { heldTo, isHeld } from '../../arguments/filters.ts';
import { commandHeldTo } from '../../arguments/held-command.ts';
import type { CommandContext } from '../../command-context.ts';
import type { Reply } from '../../reply.ts';
import { customerName, monthsInWords } from '../../wording/customer-words.ts';
import { heldOutSentences } from '../../wording/held-out.ts';
import { noChurnModel } from '../../wording/no-churn-model.ts';
import type { Digest, DigestRequest, ToldBefore } from '../digest.ts';
import { dayOfFigures, opened } from '../opening.ts';
import { inSections } from '../sections.ts';
import { changeFacts } from './change-facts.ts';
import { changeSections, worthTelling } from './change-sections.ts';
import { type RiskChanges, riskChanges } from './changes.ts';
import { customerRows, risksInWords } from './customer-rows.ts';
import { ownersAlone } from './owners-alone.ts';

/**
 * Who is at risk or, from the second digest on, what changed about that since the last one: who became so or is at a higher
 * risk, those with the most at stake first, with reason, next step and buttons; who recovered, left or moved; what somebody
 * took on and what is due.
 */
export async function atRiskDigest(
  context: CommandContext,
  request: DigestRequest,
): Promise<Digest> {
  const { say, timezone, now } = context;
  const { since, said = {}, found = {}, settings = {} } = request;
  const { filters, whose } = heldTo(context, found);
  const changes = await riskChanges(context, since, filters, settings.atMost);
  const { atRisk, totals, named, recovered, left, putOff } = changes;
  const told = new Set([...named.customers, ...recovered, ...left].map(({ id }) => id));
  const own = await ownersAlone(context, { since, filters, told });
  const state = { atRisk, totals: toldTotals.parse(totals), toldOn: todayIn(timezone, now) };
  const isNew =
    since === null ||
    own.isNew ||
    named.customers.length > 0 ||
    changes.moves.customers > 0 ||
    worthTelling([...recovered, ...left], context).length > 0;
  const { parts, seen } = inSections(
    [
      ...(isHeld(said) ? [say('at-risk-digest.only', { whose })] : []),
      ...moreSentences(context, changes),
      ...(putOff.size > 0 ? [say('at-risk-digest.putOff', { customers: putOff.size })] : []),
      ...(await heldOutSentences(context, named.customers)),
      ...(isNew || own.due === 0 ? [] : [say('book-summary.tasksDue', { count: own.due })]),
      ...(own.hidden ? [say('at-risk-digest.toOwner')] : []),
      ...dayOfFigures(request, context),
    ],
    isNew
      ? [...(since === null ? [] : changeSections(context, changes, since)), ...own.sections]
      : [],
  );
  const { team, ...rows } =
    named.customers.length === 0
      ? { charts: [] }
      : await customerRows(context, {
          customers: named.customers,
          risks: risksInWords(context, changes),
          claims: changes.claims,
        });
  const reply: Reply = {
    title: say('at-risk-digest.title'),
    summary: await summary(context, changes, since),
    facts: since === null || !isNew ? [] : changeFacts(context, changes),
    ...rows,
    ...parts,
    actions: [
      ...(own.due > 0 ? [{ label: say('task-list.button'), command: 'tasks' }] : []),
      { label: say('at-risk-digest.actions.book'), command: commandHeldTo('book', said) },
      { label: say('at-risk-digest.actions.wholeList'), command: commandHeldTo('at-risk', said) },
    ],
    visibility: 'channel',
  };
  return {
    reply: opened(reply, request, context),
    seen: [...new Set([...named.customers.map(({ id }) => id), ...seen])],
    nothingNew: !isNew,
    state,
    ...(team === undefined ? {} : { team }),
  };
}

/** How many more there are than are named, and below which amount they are. */
function moreSentences(
  { say, format }: CommandContext,
  { named: { more, below, customers } }: RiskChanges,
): string[] {
  if (more === 0 || customers.length === 0) return [];
  return [
    below === null
      ? say('at-risk-digest.alike', { more })
      : say('at-risk-digest.below', { more, below: format.money(below) }),
  ];
}

async function summary(
  context: CommandContext,
  changes: RiskChanges,
  since: ToldBefore | null,
): Promise<string> {
  const { say, format, locale, run, config } = context;
  const { atRisk, named, newly, risen, recovered, left, moves, newlyAtStake } = changes;
  const isFirst = since === null;
  const [first] = named.customers;
  if (isFirst && first !== undefined)
    return say('at-risk-digest.firstTime', {
      customers: atRisk.length,
      atStake: format.money(changes.totals.valueAtStake ?? 0),
      first: customerName(first, locale),
      threshold: format.percent(run.atRisk),
      within: monthsInWords(run.churnHorizonMonths, locale),
    });
  const clauses = isFirst
    ? []
    : [
        ...(newly.size === 0
          ? []
          : [
              say('at-risk-digest.changes.newly', {
                customers: newly.size,
                atStake: format.money(newlyAtStake),
              }),
            ]),
        ...(
          [
            ['risen', risen.size],
            ['recovered', recovered.length],
            ['left', left.length],
            ['moved', moves.customers],
          ] as const
        ).flatMap(([what, customers]) =>
          customers === 0 ? [] : [say(`at-risk-digest.changes.${what}`, { customers })],
        ),
      ];
  if (first !== undefined)
    return say('at-risk-digest.changedLed', {
      changes: format.list(clauses),
      first: customerName(first, locale),
    });
  const unknown = atRisk.length === 0 ? await noChurnModel(context) : undefined;
  if (unknown !== undefined) return unknown;
  const others = clauses.length > 0 && (newly.size === 0 || clauses.length > 1);
  if (others) return say('at-risk-digest.changed', { changes: format.list(clauses) });
  return newly.size === 0
    ? say(since?.runId === run.id ? 'at-risk-digest.quietSame' : 'at-risk-digest.quiet', {
        customers: atRisk.length,
      })
    : say('at-risk-digest.quietBelow', {
        customers: atRisk.length,
        least: format.money(config.digests.leastAtStake),
      });
}
