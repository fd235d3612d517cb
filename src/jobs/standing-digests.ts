import { keepable, type PlannedSchedule } from '../conversation/arguments/schedule.ts';
import { periodOfSchedule } from '../conversation/digest/asked-digest.ts';
import { scheduleOf } from '../conversation/understanding/mentions/schedule.ts';
import { readSchedule } from '../conversation/understanding/schedule/read-schedule.ts';
import { sayProblem } from '../conversation/wording/argument-replies.ts';
import { normalise } from '../language/fold.ts';
import { defaultLocale, isLocale } from '../language/locale.ts';
import { numbersInDigits } from '../language/numbers.ts';
import { bankCalendar } from '../settings/bank-calendar.ts';
import { ConfigError } from '../settings/config-error.ts';
import type { StandingDigest } from '../settings/digests.ts';
import type { Config } from '../settings/settings.ts';
import { bankFacts } from '../store/book/bank-facts.ts';
import { keepStanding, type Standing } from '../store/digests/standing-digests.ts';
import { findPersonByEmail, findPersonByExternalId } from '../store/people/find-person.ts';
import type { Store } from '../store/store.ts';

/**
 * When a digest of the bank's own goes out.
 * @throws ConfigError with its line, where its words are none that a digest can go by
 */
function planned(
  { name, when, timezone, line }: StandingDigest,
  config: Config,
  { zone, now }: { zone: string; now: Date },
): PlannedSchedule {
  const found = readSchedule(numbersInDigits(normalise(when)));
  const wrong = (why: string) =>
    new ConfigError(
      `line ${line}, digests.standing, "${name}": “${when}” ${why}, such as “every Monday at 8:00”`,
    );
  if (found === undefined) throw wrong('says no days and no time: expected these in words');
  if ('unkept' in found)
    throw wrong(`cannot be kept (“${found.unkept}”): expected days and a time in words`);
  if (found.rest !== '')
    throw wrong(`says more than when (“${found.rest}”): expected days and a time in words`);
  const plan = keepable(scheduleOf(found, timezone ?? zone), bankCalendar(config.calendar), now);
  if (!('found' in plan))
    throw wrong(
      `cannot be kept: ${sayProblem(plan.summary, defaultLocale)} Expected days and a time`,
    );
  return plan.found;
}

/**
 * Holds the bank's own digests to what can be kept, before a server starts.
 * @throws ConfigError with the line of the first that cannot
 */
export function checkStandingDigests(config: Config, now: Date): void {
  for (const digest of config.digests.standing) {
    planned(digest, config, { zone: 'UTC', now });
    const { language, line, name } = digest;
    if (language !== undefined && !isLocale(language))
      throw new ConfigError(
        `line ${line}, digests.standing, "${name}": there is no language “${language}”; expected one such as "en"`,
      );
  }
}

/**
 * Sets up the bank's own digests as its configuration has them now: those that are new are added, others changed, and those
 * that stand in it no more removed. It does nothing where all is so already, however many replicas start.
 * @returns the names of those whose person the bank does not have
 */
export async function applyStandingDigests(
  { store, config }: { store: Store; config: Config },
  now: Date,
): Promise<{ missing: { name: string; for: string; line: number }[] }> {
  const bank = await bankFacts(store.db);
  const { standing } = config.digests;
  if (bank === undefined) return { missing: standing };
  const missing: StandingDigest[] = [];
  const wanted: Standing[] = [];
  for (const digest of standing) {
    const owner = digest.for.includes('@')
      ? await findPersonByEmail(store.db, digest.for)
      : await findPersonByExternalId(store.db, digest.for);
    if (owner === undefined) {
      missing.push(digest);
      continue;
    }
    const zone = owner.timezone ?? bank.timezone;
    const when = planned(digest, config, { zone, now });
    const { branch, segment, tier, manager, atMost, period, threshold } = digest;
    wanted.push({
      standing: digest.name,
      ownerId: owner.managerId,
      kind: digest.about,
      ...(digest.to ?? { channel: 'web', address: String(owner.managerId) }),
      ...when,
      filters: {
        ...(branch === undefined ? {} : { branch }),
        ...(segment === undefined ? {} : { segment }),
        ...(tier === undefined ? {} : { tier }),
        ...(manager === undefined ? {} : { manager }),
      },
      settings: {
        ...(atMost === undefined ? {} : { atMost }),
        ...(digest.about === 'report' ? { period: period ?? periodOfSchedule(when) } : {}),
        ...(threshold === undefined ? {} : { passing: threshold }),
      },
      whenNothing: digest.whenNothing,
      locale: digest.language ?? owner.locale ?? defaultLocale,
    });
  }
  await keepStanding(store.db, wanted, { keep: missing.map(({ name }) => name), at: now });
  return { missing };
}
