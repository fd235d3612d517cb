import { namingKinds } from '../../settings/digests.ts';
import type { DigestSettings } from '../../store/digests/digest-settings.ts';
import type { DigestKind, ReportKind, WhenNothing } from '../../store/kinds.ts';
import { type DigestOf, kindOf } from '../arguments/digest-of.ts';
import type { PlannedSchedule } from '../arguments/schedule.ts';

/** What of a digest a line says beside when and of whom, as found. */
export type AskedSettings = {
  digestOf?: DigestOf | undefined;
  above?: number | undefined;
  worth?: number | undefined;
  limit?: number | undefined;
  digestEmpty?: 'skip-when-nothing' | 'line-when-nothing' | undefined;
};

/** The kinds that name customers, and so can be held to a number of them. */
const naming: ReadonlySet<DigestKind> = new Set(namingKinds);

/** Whether a digest of a kind names customers one by one. */
export const namesCustomers = (kind: DigestKind): boolean => naming.has(kind);

export const whenNothingOf = (said: NonNullable<AskedSettings['digestEmpty']>): WhenNothing =>
  said === 'line-when-nothing' ? 'line' : 'skip';

/** The kind that a line asks for; undefined where it says none. A churn probability to pass asks for a threshold. */
export function askedKind({
  digestOf,
  above,
}: AskedSettings): { kind: DigestKind; period?: ReportKind } | undefined {
  if (above !== undefined && (digestOf === undefined || digestOf === 'at-risk'))
    return { kind: 'threshold' };
  return digestOf === undefined ? undefined : kindOf(digestOf);
}

/** The period of a report that comes so often: what is told comes as often as it is of. */
export function periodOfSchedule({
  cron,
  rule,
}: Pick<PlannedSchedule, 'cron' | 'rule'>): ReportKind {
  const [, , dayOfMonth = '*', month = '*', dayOfWeek = '*'] = cron.split(' ');
  if (month !== '*') return 'quarterly';
  return dayOfMonth !== '*' || /[#L]/.test(dayOfWeek) || rule.workingDay !== undefined
    ? 'monthly'
    : 'weekly';
}

/** When a digest comes for which nothing else is said: a threshold with each run, a report as its period begins; undefined for others. */
export function usualSchedule(
  { kind, period }: { kind: DigestKind; period?: ReportKind },
  timezone: string,
): PlannedSchedule | undefined {
  if (kind === 'threshold') return { cron: '0 0 * * *', timezone, rule: { afterRun: true } };
  if (kind !== 'report' || period === undefined) return undefined;
  const days = { weekly: '* * 1', monthly: '1 * *', quarterly: '1 1,4,7,10 *' };
  return { cron: `0 8 ${days[period]}`, timezone, rule: {} };
}

/** What is kept of a digest's settings. */
export function settingsOf(
  { kind, period }: { kind: DigestKind; period?: ReportKind },
  { above, worth, limit }: AskedSettings,
  schedule: Pick<PlannedSchedule, 'cron' | 'rule'>,
): DigestSettings {
  return {
    ...(limit === undefined ? {} : { atMost: limit }),
    ...(kind === 'report' ? { period: period ?? periodOfSchedule(schedule) } : {}),
    ...(above === undefined
      ? {}
      : { passing: { risk: above, ...(worth === undefined ? {} : { worth }) } }),
  };
}
