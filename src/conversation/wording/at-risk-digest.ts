import { type Format, formatFor } from '../../language/format.ts';
import { atRiskIds, mostAtStake } from '../../store/rankings/at-risk-customers.ts';
import type { CommandContext } from '../command.ts';
import type { Reply } from '../reply.ts';
import { customerName, monthsInWords } from './customer-words.ts';
import { riskReplyParts } from './risk-list.ts';

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
  const { store, scope, run, bank, locale, timezone } = context;
  const atRisk = await atRiskIds(store.db, scope, run.id, run.atRisk);
  const known = new Set(previous);
  const newlyAtRisk = atRisk.filter((id) => !known.has(id));
  const format = formatFor(locale, bank.currency, timezone);
  const shown = await mostAtStake(store.db, scope, run.id, newlyAtRisk, listed);
  const [first] = shown.customers;
  if (first === undefined) {
    return { reply: quiet(context, atRisk.length, format), atRisk, newlyAtRisk, seen: [] };
  }
  const parts = riskReplyParts(shown.customers, context, format);
  const more = newlyAtRisk.length - shown.customers.length;
  const reply: Reply = {
    title: locale === 'zh' ? '流失风险简报' : 'At-risk digest',
    summary: summarise(context, {
      first: customerName(first, locale),
      count: newlyAtRisk.length,
      atStake: format.money(shown.valueAtStake),
      since: previous !== null,
      threshold: format.percent(run.atRisk),
    }),
    facts: [],
    ...parts,
    details: [...(more > 0 ? [moreInWords(more, locale)] : []), ...(parts.details ?? [])],
    actions: [
      ...parts.actions.slice(0, 3),
      { label: locale === 'zh' ? '完整名单' : 'Whole list', command: 'at-risk' },
    ],
    visibility: 'channel',
  };
  return { reply, atRisk, newlyAtRisk, seen: shown.customers.map(({ id }) => id) };
}

function summarise(
  { locale, run }: CommandContext,
  {
    first,
    count,
    atStake,
    since,
    threshold,
  }: { first: string; count: number; atStake: string; since: boolean; threshold: string },
): string {
  const within = monthsInWords(run.churnHorizonMonths, locale);
  if (locale === 'zh') {
    return since
      ? `自上次简报以来，新增 ${count} 位流失风险客户，潜在损失 ${atStake}；首先是${first}。`
      : `${count} 位客户在${within}内的流失概率达到 ${threshold}，潜在损失 ${atStake}；首先是${first}。`;
  }
  const customers = count === 1 ? '1 customer' : `${count} customers`;
  return since
    ? `${customers} became at risk since the last digest, with ${atStake} at stake; ${first} first.`
    : `${customers} ${count === 1 ? 'is' : 'are'} at ${threshold} or more to leave within ${within}, with ${atStake} at stake; ${first} first.`;
}

function moreInWords(more: number, locale: 'en' | 'zh'): string {
  return locale === 'zh' ? `另有 ${more} 位，见完整名单。` : `${more} more are on the whole list.`;
}

function quiet({ locale, run }: CommandContext, atRisk: number, format: Format): Reply {
  const zh = locale === 'zh';
  const still =
    atRisk === 0
      ? zh
        ? '目前没有流失风险客户。'
        : 'Nobody is at risk at the moment.'
      : zh
        ? `仍有 ${atRisk} 位客户有流失风险。`
        : `${atRisk === 1 ? '1 customer remains' : `${atRisk} customers remain`} at risk.`;
  return {
    title: zh ? '流失风险简报' : 'At-risk digest',
    summary: zh
      ? `好消息：没有新增的流失风险客户。${still}`
      : `Good news: nobody is newly at risk. ${still}`,
    facts: [],
    details: [zh ? `数据截至${format.day(run.asOf)}。` : `Figures as of ${format.day(run.asOf)}.`],
    charts: [],
    actions: [
      { label: zh ? '流失风险名单' : 'At-risk list', command: 'at-risk' },
      { label: zh ? '我的客户组合' : 'My book', command: 'book' },
    ],
    visibility: 'channel',
  };
}
