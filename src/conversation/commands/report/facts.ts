import type { CommandContext } from '../../command-context.ts';
import type { Reply } from '../../reply.ts';
import { monthsInWords } from '../../wording/customer-words.ts';
import { clvInWords } from '../../wording/money-words.ts';
import type { ReportFigures } from './figures.ts';
import { riskOf, type ValueStep } from './told.ts';
import { signed } from './words.ts';

type Facts = Reply['facts'];

/** The figures of a report. `steps` are the parts of the difference in value as they are to be written. */
export function reportFacts(
  context: CommandContext,
  figures: ReportFigures,
  steps: readonly ValueStep[],
): Facts {
  const { say, format } = context;
  const { period } = figures;
  return [
    {
      label: say('report.facts.period'),
      value: say('report.facts.fromTo', {
        from: format.day(period.from),
        to: format.day(period.to),
      }),
    },
    ...valueFacts(context, figures, steps),
    ...riskFacts(context, figures),
    ...contactFacts(context, figures),
  ];
}

function valueFacts(
  context: CommandContext,
  { basis, totals, totalsThen, all, now }: ReportFigures,
  steps: readonly ValueStep[],
): Facts {
  const { say, format, locale } = context;
  const horizon = monthsInWords(now.clvHorizonMonths, locale);
  const label = say(basis === 'ifStays' ? 'report.facts.value' : 'report.facts.clv', { horizon });
  const clv = clvInWords(totals.clv, context);
  const came = all.stepCustomers.new ?? 0;
  const left = all.stepCustomers.left ?? 0;
  if (totalsThen === undefined)
    return [
      { label: say('report.facts.customers'), value: format.number(all.customers) },
      { label, value: format.money(all.value) },
      ...(basis === 'expected'
        ? []
        : [{ label: say('report.facts.clv', { horizon }), value: clv }]),
    ];
  const change = Math.round(all.value) - Math.round(all.valueThen);
  return [
    {
      label: say('report.facts.customers'),
      value: say('report.facts.cameAndLeft', {
        now: all.customers,
        before: all.customersThen,
        came,
        left,
      }),
    },
    {
      label,
      value: say('report.facts.changed', {
        now: format.money(all.value),
        before: format.money(all.valueThen),
        change: signed(change, format.money),
      }),
    },
    ...steps.map(({ kind, customers, amount }) => ({
      label: say('report.step', { kind }),
      value: say('report.facts.step', { amount: signed(amount, format.money), customers }),
    })),
    ...(basis === 'expected'
      ? []
      : [
          {
            label: say('report.facts.clv', { horizon }),
            value: say('report.facts.was', {
              now: clv,
              before: clvInWords(totalsThen.clv, context),
            }),
          },
        ]),
  ];
}

function riskFacts(
  { say, format }: CommandContext,
  { totals, totalsThen, all, before }: ReportFigures,
): Facts {
  if (totals.atRisk === null) return [];
  const label = say('report.facts.atRisk');
  const stake = (of: { valueAtStake: number | null }) =>
    of.valueAtStake === null ? '–' : format.money(of.valueAtStake);
  const atStake = say('report.facts.atStake');
  if (totalsThen === undefined || before === undefined || totalsThen.atRisk === null)
    return [
      { label, value: say('report.facts.atRiskAlone', { now: totals.atRisk }) },
      { label: atStake, value: stake(totals) },
    ];
  const risk = riskOf(all);
  const day = format.day(before.asOf);
  return [
    {
      label,
      value: say('report.facts.atRiskChanged', { ...risk, came: risk.in, went: risk.out }),
    },
    ...(totals.valueAtStake === null || totalsThen.valueAtStake === null
      ? []
      : [
          {
            label: atStake,
            value: say('report.facts.was', { now: stake(totals), before: stake(totalsThen) }),
          },
        ]),
    ...(risk.before === 0
      ? []
      : [
          {
            label: say('report.facts.warnings', { day }),
            value: say('report.facts.cameTrue', {
              ...risk,
              others: all.notWarned,
              othersLeft: all.notWarnedLeft,
            }),
          },
          {
            label: say('report.facts.ofWarned', { day }),
            value: say('report.facts.cameOfIt', {
              before: risk.before,
              contacted: all.warnedContacted,
              recovered: all.recoveredContacted,
              left: all.leftContacted,
            }),
          },
        ]),
  ];
}

function contactFacts({ say, format }: CommandContext, { all }: ReportFigures): Facts {
  const { contacted, contacts, followUpsDone, followUpsOverdue, complaints } = all;
  return [
    {
      label: say('report.facts.contacted'),
      value: say('report.facts.contacts', { contacted, contacts }),
    },
    {
      label: say('report.facts.followUps'),
      value: say('report.facts.doneOverdue', { done: followUpsDone, overdue: followUpsOverdue }),
    },
    { label: say('report.facts.complaints'), value: format.number(complaints) },
  ];
}
