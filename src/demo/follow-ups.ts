import { seededRandom } from '../valuation/numeric/random.ts';
import { type Day, dayText } from './calendar.ts';
import { weighted } from './chance.ts';
import { drawNote } from './comments.ts';
import { type Contacts, moment } from './contacts.ts';
import type { Setting } from './setting.ts';

/** Of how many customers their manager still has something to do. */
const share = 0.04;
/** What it is: most of it is to get in touch again, some are looked after for their risk, some asked for something. */
const kinds = [
  { kind: 'follow-up', weight: 0.6 },
  { kind: 'claim', weight: 0.2 },
  { kind: 'request', weight: 0.2 },
] as const;
/** Days since it was agreed, and until it is due: some of it is overdue. */
const since = 10;
const ahead = 16;
/** Tells the stream of follow-ups from the one of all else a customer does, so that neither changes the other. */
const stream = 0xf0110;

/** Tells what a customer's manager still has to do for them, by chance of its own; for who has left, nothing. */
export function tellFollowUp(
  { customerId, managerId, notesIn, rows }: Contacts,
  number: number,
  { seed, today }: Pick<Setting, 'seed' | 'today'>,
  closed: Day | null,
): void {
  const random = seededRandom(number * 2 ** 32 + ((seed ^ stream) >>> 0));
  if (closed !== null || random.next() >= share) return;
  const opened = today - 1 - random.integer(since);
  const { kind } = weighted(random, kinds);
  rows.follow_ups.push([
    customerId,
    number,
    kind,
    managerId,
    kind === 'claim'
      ? null
      : drawNote(random, notesIn, kind === 'request' ? 'request' : 'followUp'),
    dayText(opened + 3 + random.integer(ahead)),
    moment(random, opened),
    managerId,
  ]);
}
