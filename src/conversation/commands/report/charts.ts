import { segmentsChart } from '../../../charts/segments-chart.ts';
import { waterfallChart } from '../../../charts/waterfall-chart.ts';
import type { CommandContext } from '../../command-context.ts';
import type { Chart } from '../../reply.ts';
import { segmentName } from '../../wording/segment-words.ts';
import type { ReportFigures } from './figures.ts';
import { riskOf, type ValueStep } from './told.ts';
import { signed } from './words.ts';

type Told = { figures: ReportFigures; steps: readonly ValueStep[]; whose: string };

/** What a report draws: what changed the value, who is at risk and why they are more or fewer, and the segments. */
export function reportCharts(context: CommandContext, told: Told): Chart[] {
  return [
    ...valueChart(context, told),
    ...riskChart(context, told),
    ...segmentChart(context, told),
  ];
}

function valueChart(
  { say, format, bank, locale }: CommandContext,
  { figures: { all, before }, steps, whose }: Told,
): Chart[] {
  if (before === undefined || steps.length === 0) return [];
  const values = { before: format.money(all.valueThen), now: format.money(all.value) };
  const bars = steps.map(({ kind, amount }) => ({ label: say('report.step', { kind }), amount }));
  return [
    {
      alt: say('report.charts.valueAlt', {
        whose,
        ...values,
        steps: format.list(
          bars.map(({ label, amount }) =>
            say('report.charts.stepAlt', { label, amount: signed(amount, format.money) }),
          ),
        ),
      }),
      spec: waterfallChart({
        title: say('report.charts.value'),
        subtitle: say('report.charts.valueSubtitle', values),
        steps: bars,
        to: {
          label: say('report.charts.inAll'),
          value: steps.reduce((sum, { amount }) => sum + amount, 0),
        },
        format: 'money',
        currency: bank.currency,
        locale,
      }),
    },
  ];
}

function riskChart(
  { say, format, bank, locale }: CommandContext,
  { figures: { all, before, now, totals, totalsThen }, whose }: Told,
): Chart[] {
  if (before === undefined || totals.atRisk === null || totalsThen?.atRisk == null) return [];
  const risk = riskOf(all);
  const bars = (
    [
      ['newly', risk.newly],
      ['in', risk.in],
      ['recovered', -risk.recovered],
      ['left', -risk.left],
      ['cleared', -risk.cleared],
      ['out', -risk.out],
    ] as const
  ).flatMap(([kind, amount]) =>
    amount === 0 ? [] : [{ label: say('report.charts.riskStep', { kind }), amount }],
  );
  if (bars.length === 0) return [];
  return [
    {
      alt: say('report.charts.riskAlt', {
        whose,
        before: risk.before,
        now: risk.now,
        steps: format.list(
          bars.map(({ label, amount }) =>
            say('report.charts.stepAlt', { label, amount: signed(amount, format.number) }),
          ),
        ),
      }),
      spec: waterfallChart({
        title: say('report.charts.risk'),
        from: {
          label: say('report.charts.riskThen', { day: format.day(before.asOf) }),
          value: risk.before,
        },
        steps: bars,
        to: { label: say('report.charts.riskNow', { day: format.day(now.asOf) }), value: risk.now },
        format: 'count',
        currency: bank.currency,
        locale,
      }),
    },
  ];
}

function segmentChart(
  { say, bank, locale }: CommandContext,
  { figures: { segments, totals }, whose }: Told,
): Chart[] {
  const bars = segments.map((each) => ({
    name: each.together ? say('report.others') : segmentName(each, locale),
    customers: each.customers,
    clv: each.clv,
  }));
  if (bars.length < 2) return [];
  const most = bars.reduce((first, each) => (each.customers > first.customers ? each : first));
  return [
    {
      alt: say('report.charts.segmentsAlt', {
        whose,
        first: most.name,
        customers: most.customers,
        all: totals.customers,
      }),
      spec: segmentsChart({ segments: bars, currency: bank.currency, locale }),
    },
  ];
}
