import { comparisonChart } from '../../charts/comparison-chart.ts';
import { roles } from '../../store/kinds.ts';
import { customerInSlashForm } from '../arguments/customer.ts';
import { customers } from '../arguments/customers.ts';
import { type CommandContext, defineCommand } from '../command.ts';
import {
  type ContributionMonths,
  type CustomerFigures,
  customerFigures,
} from '../customer-figures.ts';
import { departureOf } from '../departure.ts';
import { comparisonExport } from '../export/compared-customers.ts';
import type { Chart, Reply } from '../reply.ts';
import { churnInWords } from '../wording/churn-words.ts';
import { customerName, customerTitle, monthsInWords } from '../wording/customer-words.ts';
import { moneyInWords, monthsOfContribution, worthOf } from '../wording/money-words.ts';

const halfYear = 6;

/**
 * Two to five customers side by side: what they are worth, the risk of losing them, what they bring in and where that goes.
 * `data`: `customers`, each with what `customer.value` gives of one (see {@link customerFigures}).
 */
export default defineCommand({
  intent: 'customer.compare',
  group: 'one-customer',
  arguments: { customer: customers({ least: 2, most: 5 }) },
  allowed: roles,
  async run(context, { customer: ids }) {
    const compared = await Promise.all(ids.map((id) => customerFigures(context, id)));
    return {
      reply: comparison(context, compared),
      data: { customers: compared.map(({ data }) => data) },
      seen: ids,
      exported: async () => comparisonExport(context, compared, ({ months }) => changeIn(months)),
    };
  },
});

function comparison(context: CommandContext, compared: readonly CustomerFigures[]): Reply {
  const { locale, run, say, format } = context;
  const names = namesOf(compared, context);
  // A run of an earlier version has the CLV alone.
  const known = monthsOfContribution(Math.max(...compared.map(({ months }) => months.length)));
  const figure = compared.some(({ card }) => card.value?.valueIfStays != null) ? 'value' : 'clv';
  return {
    title:
      findingOfTwo(context, compared, names) ??
      say('customer-compare.title', { count: compared.length }),
    summary: summarise(context, compared, names),
    facts: [],
    details: [
      say('customer-compare.note', {
        within: monthsInWords(run.churnHorizonMonths, locale),
        months: known,
      }),
      say('customer-words.asOf', { day: format.day(run.asOf) }),
    ],
    table: {
      columns: [
        { label: say('customer-compare.columns.customer'), align: 'start' },
        { label: say(`customer-compare.columns.${figure}`), align: 'end' },
        { label: say('customer-compare.columns.churn'), align: 'end' },
        { label: say('customer-compare.columns.contribution', { months: known }), align: 'end' },
        { label: say('customer-compare.columns.trend'), align: 'end' },
      ],
      rows: compared.map(({ card, months }, at) => [
        names[at] ?? card.externalId,
        moneyInWords(
          (figure === 'value' ? card.value?.valueIfStays : card.value?.clv) ?? null,
          context,
          'short',
        ),
        churnInWords(
          {
            churnProbability: card.value?.churnProbability ?? null,
            departed: departureOf(card, context)?.because,
          },
          format,
          locale,
          'short',
        ),
        moneyInWords(card.value?.contribution12m ?? null, context, 'short'),
        trendIn(months, context),
      ]),
    },
    charts: charts(context, compared, names),
    actions: compared.map(({ card }, at) => ({
      label: names[at] ?? card.externalId,
      command: `customer ${customerInSlashForm(card.externalId)}`,
    })),
    visibility: 'asker',
  };
}

/** What to call each customer: with the id where two have one name. */
function namesOf(compared: readonly CustomerFigures[], { locale }: CommandContext): string[] {
  const names = compared.map(({ card }) => customerName(card, locale));
  return new Set(names).size === names.length
    ? names
    : compared.map(({ card }) => customerTitle(card, locale));
}

/** Which of two is worth more, and whether the risk agrees; undefined for more, and where one is not valued. */
function findingOfTwo(
  context: CommandContext,
  compared: readonly CustomerFigures[],
  names: readonly string[],
): string | undefined {
  const valued = compared.flatMap(({ card }, at) =>
    card.value === null || departureOf(card, context) !== null
      ? []
      : [{ name: names[at] ?? '', value: card.value }],
  );
  const [more, less] = valued.toSorted((a, b) => worthOf(b.value).amount - worthOf(a.value).amount);
  if (compared.length !== 2 || more === undefined || less === undefined) return undefined;
  if (worthOf(more.value).amount === worthOf(less.value).amount) return undefined;
  const [own, other] = [more.value.churnProbability, less.value.churnProbability];
  const risk =
    own === null || other === null || own === other ? 'none' : own < other ? 'safer' : 'riskier';
  return context.say('findings.compared', { valuable: more.name, risk });
}

function summarise(
  context: CommandContext,
  compared: readonly CustomerFigures[],
  names: readonly string[],
): string {
  const { locale, run, say, format, asked } = context;
  const all = format.list(names);
  if (compared.every(({ card }) => departureOf(card, context) !== null)) {
    return say('customer-compare.summary.departed', { names: all });
  }
  const valued = compared.flatMap(({ card }, at) =>
    card.value === null || departureOf(card, context) !== null
      ? []
      : [{ name: names[at] ?? '', value: card.value }],
  );
  const [most] = valued.toSorted((a, b) => worthOf(b.value).amount - worthOf(a.value).amount);
  if (most === undefined)
    return say('customer-compare.summary.notYetKnown', {
      names: all,
      asOf: format.day(run.asOf),
    });
  const worth = {
    names: all,
    valuable: most.name,
    value: format.money(worthOf(most.value).amount),
    basis: worthOf(most.value).basis,
    horizon: monthsInWords(most.value.horizonMonths, locale),
  };
  const [risky] = valued
    .flatMap(({ name, value: { churnProbability } }) =>
      churnProbability === null ? [] : [{ name, churnProbability }],
    )
    .sort((a, b) => b.churnProbability - a.churnProbability);
  if (risky === undefined) return say('customer-compare.summary.worth', worth);
  if (asked?.form === 'who') {
    const said = { names: all, within: monthsInWords(run.churnHorizonMonths, locale) };
    if (asked.claims.includes('leave'))
      return say('answers.likeliestToLeave', {
        ...said,
        risky: risky.name,
        risk: format.percent(risky.churnProbability),
      });
    if (!asked.claims.includes('stay')) return say('answers.worthMost', worth);
  }
  const risk = {
    risk: format.percent(risky.churnProbability),
    within: monthsInWords(run.churnHorizonMonths, locale),
  };
  return risky.name === most.name
    ? say('customer-compare.summary.one', { ...worth, ...risk })
    : say('customer-compare.summary.apart', { ...worth, ...risk, risky: risky.name });
}

/** The contribution of the last six months less that of the six before; null where there are not as many months. */
function changeIn(months: ContributionMonths): number | null {
  if (months.length < 2 * halfYear) return null;
  const sum = (some: ContributionMonths) =>
    some.reduce((total, { contribution }) => total + contribution, 0);
  return sum(months.slice(-halfYear)) - sum(months.slice(-2 * halfYear, -halfYear));
}

function trendIn(months: ContributionMonths, { format }: CommandContext): string {
  const change = changeIn(months);
  if (change === null) return '–';
  return `${change >= 0.005 ? '+' : ''}${format.money(change)}`;
}

function charts(
  { locale, bank, say, format }: CommandContext,
  compared: readonly CustomerFigures[],
  names: readonly string[],
): Chart[] {
  const months = compared.flatMap((each) => each.months.map(({ month }) => month)).sort();
  const [first] = months;
  const last = months.at(-1);
  if (first === undefined || last === undefined) return [];
  const totals = compared.map((each, at) =>
    say('customer-compare.chart.total', {
      name: names[at] ?? '',
      total: format.money(each.months.reduce((sum, { contribution }) => sum + contribution, 0)),
    }),
  );
  return [
    {
      alt: say('customer-compare.chart.alt', {
        from: format.month(first),
        to: format.month(last),
        totals: format.list(totals),
      }),
      spec: comparisonChart({
        customers: compared.map((each, at) => ({ name: names[at] ?? '', months: each.months })),
        currency: bank.currency,
        locale,
      }),
    },
  ];
}
