import { riskChart } from '../../charts/risk-chart.ts';
import type { Format } from '../../language/format.ts';
import type { RankedCustomer } from '../../store/rankings/ranked-customer.ts';
import type { CommandContext } from '../command.ts';
import type { Reply } from '../reply.ts';
import { churnInWords, reasonSentences } from './churn-words.ts';
import { customerName } from './customer-words.ts';
import { stakeInWords } from './stake-words.ts';

const chartBars = 15;
const buttons = 3;

/** Table, chart and buttons of a list of customers who may leave, each with its foremost reason for leaving. */
export function riskReplyParts(
  listed: readonly RankedCustomer[],
  { locale, bank, run }: CommandContext,
  format: Format,
): Pick<Reply, 'table' | 'charts' | 'actions' | 'details'> {
  const zh = locale === 'zh';
  const first = listed[0];
  const name = (customer: RankedCustomer) => customerName(customer, locale);
  const risk = (customer: RankedCustomer) =>
    churnInWords({ closedOn: null, ...customer }, format, locale, 'short');
  return {
    details: [zh ? `数据截至${format.day(run.asOf)}。` : `Figures as of ${format.day(run.asOf)}.`],
    table: {
      columns: [
        { label: zh ? '客户' : 'Customer', align: 'start' },
        { label: zh ? '编号' : 'Id', align: 'start' },
        { label: zh ? '流失概率' : 'Churn', align: 'end' },
        { label: zh ? '潜在损失' : 'At stake', align: 'end' },
        { label: zh ? '主要原因' : 'Main reason', align: 'start' },
      ],
      rows: listed.map((customer) => [
        name(customer),
        customer.externalId,
        risk(customer),
        stakeInWords(customer.valueAtStake, format, locale, 'short'),
        mainReason(customer, locale, bank.currency),
      ]),
    },
    charts:
      first === undefined
        ? []
        : [
            {
              alt: zh
                ? `${listed.length} 位客户的流失概率和潜在损失，从${name(first)}的 ${risk(first)} 开始。`
                : `Bars: churn probability and value at stake of ${listed.length === 1 ? 'one customer' : `${listed.length} customers`}, beginning with ${name(first)} at ${risk(first)}.`,
              spec: riskChart({
                bars: listed.slice(0, chartBars).map((customer) => ({
                  label: name(customer),
                  probability: customer.churnProbability ?? 0,
                  valueAtStake: Math.max(0, customer.valueAtStake ?? 0),
                })),
                currency: bank.currency,
                locale,
              }),
            },
          ],
    actions: [
      ...listed.slice(0, buttons).map((customer) => ({
        label: zh ? `为什么：${name(customer)}` : `Why ${name(customer)}?`,
        command: `why ${customer.externalId}`,
      })),
      { label: zh ? '最有价值的客户' : 'Most valuable', command: 'top' },
    ],
  };
}

/** The reason that pushes a customer away the most; a dash where none does. */
function mainReason(
  { churnReasons }: RankedCustomer,
  locale: 'en' | 'zh',
  currency: string,
): string {
  const [strongest] = churnReasons
    .filter(({ contribution }) => contribution > 0)
    .sort((a, b) => b.contribution - a.contribution);
  const [sentence = '–'] = reasonSentences(
    strongest === undefined ? [] : [strongest],
    locale,
    currency,
  );
  return sentence;
}
