import { sourceLanguage } from '../../../language/catalogs.ts';
import { nameIn } from '../../../language/names.ts';
import { todayIn } from '../../../language/today.ts';
import { dayNumber, dayOf, monthStart, monthsBefore } from '../../../scoring/history/calendar.ts';
import type { CustomerCard } from '../../../store/customers/customer-card.ts';
import type { CustomerChanges } from '../../../store/customers/customer-changes.ts';
import type { CustomerHistory } from '../../../store/customers/customer-history.ts';
import type { CustomerMonth } from '../../../store/customers/customer-months.ts';
import type { ProductKind } from '../../../store/kinds.ts';
import type { CommandContext } from '../../command-context.ts';

type ProductChange = {
  what: 'opened' | 'closed';
  product: ProductKind;
  label: string | null;
  day: string;
};

/** Since when changes are told: the day of the last contact, or months before the run where there was none. */
export type Since = { day: string; contact: boolean };

type Tier = 'high' | 'medium' | 'low';

/** One thing that changed, with its figures; days and months are ISO, money is in the bank's currency. */
export type Change =
  | { what: 'balance'; month: string; from: number; to: number }
  | ProductChange
  | { what: 'incomeStopped'; income: number; lastOn: string }
  | { what: 'deposit' | 'withdrawal'; amount: number; share: number }
  | { what: 'complaint'; day: string; resolved: boolean }
  | { what: 'tier'; from: Tier; to: Tier; day: string }
  | { what: 'segment'; from: string; to: string; day: string }
  | { what: 'risk'; from: number; to: number; day: string };

const monthsWithoutContact = 3;
/** A smaller change of the balance, as a share, or of the risk, in probability, is none. */
const least = { balance: 0.05, risk: 0.02, ofBalance: 0.25 };
const daysOfEvents = 30;

/** The day of the last contact as the reader has it, not after the run's; or some months before the run. */
export function sinceOf(
  { lastContact }: Pick<CustomerHistory, 'lastContact'>,
  { run, timezone }: Pick<CommandContext, 'run' | 'timezone'>,
): Since {
  if (lastContact === null) {
    return { day: monthsBefore(run.asOf, monthsWithoutContact), contact: false };
  }
  return { day: todayIn(timezone, new Date(lastContact.at)), contact: true };
}

/** What is different since a day, the most telling first: money, products, complaints, then what the run makes of them. */
export function whatChanged(
  { day }: Since,
  {
    card,
    months,
    changes,
    history,
  }: {
    card: CustomerCard;
    months: readonly CustomerMonth[];
    changes: CustomerChanges;
    history: CustomerHistory;
  },
  { run, timezone, locale }: Pick<CommandContext, 'run' | 'timezone' | 'locale'>,
): Change[] {
  return [
    ...balanceChange(day, card, months),
    ...moneyEvents(day, changes, run),
    ...productChanges(day, changes),
    ...history.interactions.flatMap(({ kind, at, resolvedAt }): Change[] => {
      const on = todayIn(timezone, new Date(at));
      return kind === 'complaint' && on > day
        ? [{ what: 'complaint', day: on, resolved: resolvedAt !== null }]
        : [];
    }),
    ...valueChanges(card, changes, locale),
  ];
}

function balanceChange(
  day: string,
  { value }: CustomerCard,
  months: readonly CustomerMonth[],
): Change[] {
  const month = monthStart(day);
  const then = months.find((each) => each.month === month)?.balance ?? null;
  const now = value?.balance ?? null;
  if (then === null || now === null) return [];
  const scale = Math.max(Math.abs(then), 1);
  return Math.abs(now - then) / scale < least.balance
    ? []
    : [{ what: 'balance', month, from: then, to: now }];
}

function moneyEvents(
  day: string,
  { facts }: CustomerChanges,
  run: Pick<CommandContext['run'], 'asOf'>,
): Change[] {
  if (facts === null) return [];
  const number = (fact: string) => (typeof facts[fact] === 'number' ? facts[fact] : null);
  const [income, silent] = [number('regular_income'), number('days_since_income')];
  const lastOn = silent === null ? null : dayOf(dayNumber(run.asOf) - silent);
  const monthAgo = dayOf(dayNumber(run.asOf) - daysOfEvents);
  const large = (what: 'deposit' | 'withdrawal'): Change[] => {
    const amount = number(`largest_${what}_30d`);
    const share = number(`largest_${what}_share_30d`);
    const told = amount !== null && share !== null && share >= least.ofBalance && day <= monthAgo;
    return told ? [{ what, amount, share }] : [];
  };
  return [
    ...(facts.income_stopped === true && income !== null && lastOn !== null && lastOn >= day
      ? [{ what: 'incomeStopped' as const, income, lastOn }]
      : []),
    ...large('deposit'),
    ...large('withdrawal'),
  ];
}

function productChanges(day: string, { holdings }: CustomerChanges): Change[] {
  return holdings
    .flatMap(({ product, label, openedOn, closedOn }): ProductChange[] => {
      if (closedOn !== null) {
        return closedOn > day ? [{ what: 'closed', product, label, day: closedOn }] : [];
      }
      return openedOn !== null && openedOn > day
        ? [{ what: 'opened', product, label, day: openedOn }]
        : [];
    })
    .sort((a, b) => a.day.localeCompare(b.day));
}

function valueChanges(
  { value }: CustomerCard,
  { before }: CustomerChanges,
  locale: string,
): Change[] {
  if (value === null || value.stage === 'left' || before === null) return [];
  const { asOf: day } = before;
  const same = (names: Record<string, string>) => nameIn(names, sourceLanguage);
  const risks = [before.churnProbability, value.churnProbability] as const;
  return [
    ...(before.tier === value.tier
      ? []
      : [{ what: 'tier' as const, from: before.tier, to: value.tier, day }]),
    ...(before.segment === null ||
    value.segment === null ||
    same(before.segment) === same(value.segment)
      ? []
      : [
          {
            what: 'segment' as const,
            from: nameIn(before.segment, locale),
            to: nameIn(value.segment, locale),
            day,
          },
        ]),
    ...(risks[0] === null || risks[1] === null || Math.abs(risks[1] - risks[0]) < least.risk
      ? []
      : [{ what: 'risk' as const, from: risks[0], to: risks[1], day }]),
  ];
}
