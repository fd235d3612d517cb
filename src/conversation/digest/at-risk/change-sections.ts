import { todayIn } from '../../../language/today.ts';
import type { Claim } from '../../../store/actions/claims.ts';
import type { Standing } from '../../../store/rankings/risk-changes.ts';
import type { CommandContext } from '../../command-context.ts';
import { customerName, customerTitle } from '../../wording/customer-words.ts';
import { moveInWords } from '../../wording/followed-words.ts';
import { dueInWords } from '../../wording/history-words.ts';
import type { ToldBefore } from '../digest.ts';
import { firstLines, type Section } from '../sections.ts';
import type { RiskChanges } from './changes.ts';

const listed = 5;

/** What else changed since the last digest, in sections: who recovered, who left, who moved, and whom somebody took on. */
export function changeSections(
  context: CommandContext,
  changes: RiskChanges,
  since: ToldBefore | null,
): Section[] {
  return [
    recoveredSection(context, changes),
    leftSection(context, changes),
    movedSection(context, changes),
    takenSection(context, changes, since),
  ];
}

const more =
  ({ say }: CommandContext) =>
  (count: number) =>
    say('digest-words.andMore', { count });

/** Of those with so little at stake that nobody names them, nothing is told. */
export const worthTelling = (
  all: readonly Standing[],
  { config }: Pick<CommandContext, 'config'>,
): Standing[] =>
  all.filter(({ wasAtStake }) => wasAtStake === null || wasAtStake >= config.digests.leastAtStake);

function recoveredSection(context: CommandContext, { recovered }: RiskChanges): Section {
  const { say, format, locale } = context;
  return {
    heading: say('at-risk-digest.recovered'),
    ...firstLines(worthTelling(recovered, context), listed, {
      line: ({ churnProbability, before, ...customer }) =>
        say('at-risk-digest.recoveredLine', {
          customer: customerTitle(customer, locale),
          risk: format.percent(churnProbability ?? 0),
          before: before === null ? 'none' : format.percent(before),
        }),
      more: more(context),
    }),
  };
}

function leftSection(context: CommandContext, { left }: RiskChanges): Section {
  const { say, format, locale } = context;
  return {
    heading: say('at-risk-digest.left'),
    ...firstLines(worthTelling(left, context), listed, {
      line: ({ wasAtStake, ...customer }) =>
        say('at-risk-digest.leftLine', {
          customer: customerTitle(customer, locale),
          atStake: wasAtStake === null ? 'none' : format.money(wasAtStake),
        }),
      more: more(context),
    }),
  };
}

function movedSection(
  context: CommandContext,
  { moves: { moves, customers }, earlier }: RiskChanges,
) {
  const { say, format } = context;
  const rest = customers - moves.length;
  return {
    heading: say('at-risk-digest.moved', {
      customers,
      day: earlier === undefined ? '' : format.day(earlier.asOf),
    }),
    lines: [
      ...moves.map((move) => moveInWords(move, context)),
      ...(rest > 0 ? [more(context)(rest)] : []),
    ],
    seen: moves.map(({ customerId }) => customerId),
  };
}

/**
 * Whom somebody took on since the last digest, and of whom it is overdue to say how it went; of those in the table, that
 * stands there, and the reader's own work is told by itself.
 */
function takenSection(
  context: CommandContext,
  { claims, named }: RiskChanges,
  since: ToldBefore | null,
): Section {
  const { say, format, locale, principal, shared } = context;
  const inTable = new Set(named.customers.map(({ id }) => id));
  const toldOn = since?.state.toldOn;
  const told = claims.filter(
    (claim) =>
      !inTable.has(claim.customerId) &&
      (shared || claim.ownerId !== principal.managerId) &&
      (toldOn === undefined || claim.takenOn >= toldOn || isOverdue(claim, context)),
  );
  const byOwner = [...Map.groupBy(told, ({ ownerId }) => ownerId)].map(([id, of]) => ({ id, of }));
  const { lines } = firstLines(byOwner, listed, {
    line: ({ of }) =>
      say('at-risk-digest.takenLine', {
        owner: of[0]?.owner ?? '',
        customers: format.list([
          ...of.slice(0, listed).map((claim) =>
            isOverdue(claim, context)
              ? say('at-risk-digest.takenOverdue', {
                  customer: customerName(claim, locale),
                  due: dueInWords(claim.dueOn, context),
                })
              : customerName(claim, locale),
          ),
          ...(of.length > listed
            ? [say('at-risk-digest.takenMore', { count: of.length - listed })]
            : []),
        ]),
      }),
    more: more(context),
  });
  return {
    heading: say('at-risk-digest.taken'),
    lines,
    seen: byOwner
      .slice(0, listed)
      .flatMap(({ of }) => of.slice(0, listed).map(({ customerId }) => customerId)),
  };
}

function isOverdue({ dueOn }: Claim, { timezone, now }: CommandContext): boolean {
  return dueOn < todayIn(timezone, now);
}
