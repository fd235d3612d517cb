import type { InteractionKind } from '../store/kinds.ts';
import type { Random } from '../valuation/numeric/random.ts';
import { type Day, dayText } from './calendar.ts';
import { weighted } from './chance.ts';
import { drawComment, drawNote, type Language } from './comments.ts';
import type { Complaint, Course } from './course.ts';
import type { DemoRows } from './rows.ts';

/** What passes between a customer and the bank besides money, and where it is written down. */
export type Contacts = {
  readonly customerId: number;
  readonly random: Random;
  readonly rows: DemoRows;
  readonly managerId: number;
  /** of the customer's comments, and of the manager's notes */
  readonly language: Language;
  readonly notesIn: Language;
  told: number;
};

/** The days of a month on which a contact may have happened. */
export type ContactDays = {
  readonly from: Day;
  readonly to: Day;
  /** the last day of which all is known: what is resolved later is not resolved yet */
  readonly known: Day;
};

const contactKinds = [
  { kind: 'call', weight: 0.42 },
  { kind: 'email', weight: 0.24 },
  { kind: 'meeting', weight: 0.15 },
  { kind: 'message', weight: 0.11 },
  { kind: 'visit', weight: 0.08 },
] as const;

const recommendation = 'How likely are you to recommend us?';
const visitSatisfaction = 'How satisfied were you with our service?';

/** Writes down a month: contacts of the manager, a complaint, a survey, a comment. */
export function tellContacts(
  contacts: Contacts,
  course: Course,
  happened: { readonly contacts: number; readonly complaint: Complaint | null; share: number },
  days: ContactDays,
): void {
  const { random } = contacts;
  if (days.to < days.from) return;
  const day = () => days.from + random.integer(days.to - days.from + 1);
  for (let i = 0; i < happened.contacts; i++) {
    tellInteraction(
      contacts,
      weighted(random, contactKinds).kind,
      moment(random, day()),
      drawNote(random, contacts.notesIn, 'contact'),
      null,
    );
  }
  if (happened.complaint !== null) {
    const on = day();
    const lag = happened.complaint.resolvedAfterDays;
    tellInteraction(
      contacts,
      'complaint',
      moment(random, on),
      drawNote(random, contacts.notesIn, 'complaint'),
      lag === null || on + lag > days.known ? null : moment(random, on + lag),
    );
  }
  if (random.next() < 0.08 * happened.share) {
    const felt = Math.min(1, Math.max(0, course.satisfaction + 0.12 * random.normal()));
    if (random.next() < 0.7) {
      tellSurvey(contacts, day(), Math.round(10 * felt), 10, recommendation);
    } else {
      tellSurvey(contacts, day(), 1 + Math.round(4 * felt), 5, visitSatisfaction);
    }
  }
  if (random.next() < (course.grudge > 0.5 ? 0.07 : 0.018) * happened.share) {
    const felt = course.satisfaction + 0.1 * random.normal();
    const mood = felt > 0.66 ? 'pleased' : felt > 0.5 ? 'neutral' : 'displeased';
    const rating = Math.min(5, Math.max(1, Math.round(1 + 4 * felt)));
    const text = drawComment(random, contacts.language, mood);
    tellComment(contacts, day(), text, rating);
  }
}

/** Leaves unresolved what was to be resolved after the day on which the customer left. */
export function endContacts(contacts: Contacts, left: Day): void {
  const end = dayText(left + 1);
  for (const row of contacts.rows.interactions) {
    if (row[0] === contacts.customerId && row[5] !== null && String(row[5]) >= end) row[5] = null;
  }
}

/** A moment within the day's working hours, as PostgreSQL reads it. */
export function moment(random: Random, day: Day): string {
  const two = (n: number) => String(n).padStart(2, '0');
  return `${dayText(day)} ${two(8 + random.integer(8))}:${two(random.integer(60))}:00+00`;
}

export function tellInteraction(
  contacts: Contacts,
  kind: InteractionKind,
  at: string,
  note: string,
  resolvedAt: string | null,
): void {
  contacts.told++;
  contacts.rows.interactions.push([
    contacts.customerId,
    `I${contacts.told}`,
    at,
    kind,
    note,
    resolvedAt,
    contacts.managerId,
  ]);
}

export function tellSurvey(
  contacts: Contacts,
  on: Day,
  score: number,
  scaleMax: number,
  question = recommendation,
): void {
  contacts.told++;
  contacts.rows.surveys.push([
    contacts.customerId,
    `S${contacts.told}`,
    dayText(on),
    score,
    scaleMax,
    question,
  ]);
}

export function tellComment(contacts: Contacts, on: Day, text: string, rating: number): void {
  contacts.told++;
  contacts.rows.feedback.push([
    contacts.customerId,
    `F${contacts.told}`,
    dayText(on),
    text,
    contacts.language,
    rating,
  ]);
}
