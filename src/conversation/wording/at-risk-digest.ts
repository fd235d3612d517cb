import { atRiskIds, mostAtStake } from '../../store/rankings/at-risk-customers.ts';
import type { CommandContext } from '../command.ts';
import type { Reply } from '../reply.ts';
import { riskReplyParts } from './at-risk-list.ts';
import { customerName, monthsInWords } from './customer-words.ts';
import { noChurnModel } from './no-churn-model.ts';

/**
 * A digest as it goes out. The lists are ids of the store: the next digest is told `atRisk`; `seen` are the customers
 * that the reply shows.
 */
export type AtRiskDigest = {
  reply: Reply;
  atRisk: number[];
  newlyAtRisk: number[];
  seen: number[];
};

const listed = 10;

/**
 * The customers who became at risk since the last digest, those with the most at stake first, with reason, buttons and
 * chart.
 * @param since.previous who was at risk as of the last digest (ids of the store); null: there was none, so that
 *   everybody at risk is new
 */
export async function atRiskDigest(
  context: CommandContext,
  { previous }: { previous: number[] | null },
): Promise<AtRiskDigest> {
  const { store, scope, run, locale, say, format } = context;
  const atRisk = await atRiskIds(store.db, scope, run.id, run.atRisk);
  const known = new Set(previous);
  const newlyAtRisk = atRisk.filter((id) => !known.has(id));
  const shown = await mostAtStake(store.db, scope, run.id, newlyAtRisk, listed);
  const [first] = shown.customers;
  if (first === undefined) {
    const unknown = atRisk.length === 0 ? await noChurnModel(context) : undefined;
    return { reply: quiet(context, atRisk.length, unknown), atRisk, newlyAtRisk, seen: [] };
  }
  const parts = riskReplyParts(shown.customers, context);
  const more = newlyAtRisk.length - shown.customers.length;
  const said = {
    customers: newlyAtRisk.length,
    atStake: format.money(shown.valueAtStake),
    first: customerName(first, locale),
  };
  const reply: Reply = {
    title: say('at-risk-digest.title'),
    summary:
      previous === null
        ? say('at-risk-digest.firstTime', {
            ...said,
            threshold: format.percent(run.atRisk),
            within: monthsInWords(run.churnHorizonMonths, locale),
          })
        : say('at-risk-digest.sinceLast', said),
    facts: [],
    ...parts,
    details: [
      ...(more > 0 ? [say('at-risk-digest.more', { more })] : []),
      ...(parts.details ?? []),
    ],
    actions: [
      ...parts.actions.slice(0, 3),
      { label: say('at-risk-digest.actions.wholeList'), command: 'at-risk' },
    ],
    visibility: 'channel',
  };
  return { reply, atRisk, newlyAtRisk, seen: shown.customers.map(({ id }) => id) };
}

function quiet(
  { run, say, format }: CommandContext,
  customers: number,
  unknown: string | undefined,
): Reply {
  return {
    title: say('at-risk-digest.title'),
    summary: unknown ?? say('at-risk-digest.quiet', { customers }),
    facts: [],
    details: [say('customer-words.asOf', { day: format.day(run.asOf) })],
    charts: [],
    actions: [
      { label: say('at-risk-digest.actions.atRisk'), command: 'at-risk' },
      { label: say('at-risk-digest.actions.book'), command: 'book' },
    ],
    visibility: 'channel',
  };
}
