import { sourceLanguage } from '../../../language/catalogs.ts';
import { nameIn } from '../../../language/names.ts';
import { todayIn } from '../../../language/today.ts';
import { dayNumber, dayOf, monthsBefore } from '../../../scoring/history/calendar.ts';
import type { CustomerCard } from '../../../store/customers/customer-card.ts';
import type { CustomerChanges } from '../../../store/customers/customer-changes.ts';
import type { CustomerHistory } from '../../../store/customers/customer-history.ts';
import type { ProductKind } from '../../../store/kinds.ts';
import type { CommandContext } from '../../command-context.ts';

type ProductChange = {
  what: 'opened' | 'closed';
  product: ProductKind;
  label: string | null;
  day: string;
};

/** Since when changes are told, and whether that is the day of a contact. */
export type Since = { day: string; contact: boolean };

type Tier = 'high' | 'medium' | 'low';

/** One thing that changed, with its figures; days are ISO, money is in the bank's currency. */
export type Change =
  | { what: 'balance'; day: string; from: number; to: number }
  | ProductChange
  | { what: 'incomeStopped'; income: number; lastOn: string }
  | { what: 'deposit' | 'withdrawal'; amount: number; share: number }
  | { what: 'complaint'; day: string; resolved: boolean }
  | { what: 'tier'; from: Tier; to: Tier; day: string }
  | { what: 'segment'; from: string; to: string; day: string }
  | { what: 'risk'; from: number; to: number; day: string };

/** What is compared with then. */
export const aspects = [
  'balance',
  'products',
  'income',
  'complaints',
  'tier',
  'segment',
  'risk',
] as const;
export type Aspect = (typeof aspects)[number];

const monthsAtLeast = 3;
/** A smaller change of the balance, as a share, or of the risk, in probability, is none. */
const least = { balance: 0.05, risk: 0.02, ofBalance: 0.25, ofTypical: 0.25 };
/** A payment a month: one that is missed was due so long after the last. */
const daysBetweenIncomes = 31;

type Compared = {
  card: CustomerCard;
  changes: CustomerChanges;
  history: CustomerHistory;
};

/**
 * The day of the last contact before today, or the day three months before the run's, whichever is earlier: a call of this
 * morning or last week leaves nothing of what changed untold.
 */
export function sinceOf(
  { interactions }: Pick<CustomerHistory, 'interactions'>,
  {
    run,
    timezone,
    now,
  }: { run: Pick<CommandContext['run'], 'asOf'> } & Pick<CommandContext, 'timezone' | 'now'>,
): Since {
  const latest = monthsBefore(run.asOf, monthsAtLeast);
  const today = todayIn(timezone, now);
  const contact = interactions
    .filter(({ kind }) => kind !== 'complaint')
    .map(({ at }) => todayIn(timezone, new Date(at)))
    .find((day) => day < today);
  return contact === undefined || contact > latest
    ? { day: latest, contact: false }
    : { day: contact, contact: true };
}

/** What is different since a day, the most telling first: money, products, complaints, then what the run makes of them. */
export function whatChanged(
  { day }: Since,
  { card, changes, history }: Compared,
  { run, timezone, locale }: Pick<CommandContext, 'run' | 'timezone' | 'locale'>,
): Change[] {
  return [
    ...balanceChange(card, changes),
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

/** What is known both of then and of now, so that it is either told as changed or unchanged. */
export function comparedAspects(
  { day }: Since,
  { card: { value }, changes: { balanceThen, before, facts, holdings }, history }: Compared,
): Aspect[] {
  const earlier = before !== null && before.asOf <= day && value !== null ? before : null;
  const known: Record<Aspect, boolean> = {
    balance: balanceThen !== null && value?.balance != null,
    products: holdings.length > 0,
    income: typeof facts?.income_stopped === 'boolean',
    complaints: history.interactions.length > 0 || typeof facts?.complaints_12m === 'number',
    tier: earlier !== null,
    segment: earlier !== null && earlier.segment !== null && value?.segment != null,
    risk: earlier !== null && earlier.churnProbability !== null && value?.churnProbability != null,
  };
  return aspects.filter((aspect) => known[aspect]);
}

function balanceChange({ value }: CustomerCard, { balanceThen: then }: CustomerChanges): Change[] {
  const now = value?.balance ?? null;
  if (then === null || now === null) return [];
  const scale = Math.max(Math.abs(then.amount), 1);
  return Math.abs(now - then.amount) / scale < least.balance
    ? []
    : [{ what: 'balance', day: then.day, from: then.amount, to: now }];
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
  const large = (what: 'deposit' | 'withdrawal'): Change[] => {
    const amount = number(`largest_${what}_30d`);
    const share = number(`largest_${what}_share_30d`);
    const ofTypical = number(`largest_${what}_to_typical_30d`);
    const told = share !== null && share >= least.ofBalance && (ofTypical ?? 0) >= least.ofTypical;
    return told && amount !== null ? [{ what, amount, share }] : [];
  };
  const missed =
    facts.income_stopped === true &&
    lastOn !== null &&
    dayNumber(lastOn) + daysBetweenIncomes > dayNumber(day);
  return [
    ...(missed && income !== null ? [{ what: 'incomeStopped' as const, income, lastOn }] : []),
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
