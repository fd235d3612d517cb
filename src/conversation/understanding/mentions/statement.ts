import { earliest, type Found } from '../../../language/earliest.ts';
import type { StatementReading, Told } from '../../../language/reading.ts';
import { readings } from '../../../language/readings.ts';
import { mark } from '../marked-text.ts';
import type { Mentions, Step } from './step.ts';

const all = readings.flatMap((reading) => reading.statements ?? []);
const days = readings.flatMap(({ dayAhead }) => dayAhead ?? []);
const daysBehind = readings.flatMap(({ dayBehind }) => dayBehind ?? []);
const everyTold: readonly Told[] = [
  'calledMe',
  'called',
  'met',
  'emailedMe',
  'emailed',
  'visitedMe',
  'visited',
  'notAtRisk',
  'requested',
];
/** What a told thing that is no contact is marked as. */
const marks: Partial<Record<Told, string>> = { notAtRisk: 'no-risk', requested: 'request' };

/** Whether a sentence asks, rather than tells what to do: what it would change is asked about first. */
export const isQuestion = (text: string): boolean => all.some(({ asks }) => asks.test(text.trim()));

/** What is told, where it says so, and whether the customer is named before. */
type TellingAt = { told: Told; lead: boolean; start: number; end: number };

/** What a sentence tells, and where it says so; undefined where it asks or tells nothing. */
function toldIn(text: string): TellingAt | undefined {
  if (/[?？]$/u.test(text) || all.some((each) => each.asks.test(headOf(text, each))))
    return undefined;
  let first: TellingAt | undefined;
  for (const { told } of all)
    for (const name of everyTold)
      for (const pattern of told[name]) {
        const match = pattern.exec(text);
        if (match === null) continue;
        const lead = match.groups?.lead ?? '';
        const start = match.index + lead.length;
        if (first !== undefined && start >= first.start) continue;
        first = { told: name, lead: lead !== '', start, end: match.index + match[0].length };
      }
  return first;
}

/** Whether a text tells of a contact, a request or a risk. */
export const tells = (text: string): boolean => toldIn(text) !== undefined;

/** What a text says before its note: the note may ask what it likes. */
function headOf(text: string, { noteBegins }: StatementReading): string {
  const begins = noteBegins.exec(text);
  return begins === null ? text : text.slice(0, begins.index);
}

/** Where the note about what was told begins: behind what separates it, and the customer. */
function noteIn(text: string, from: number): { start: number; skipped: number } | undefined {
  for (const { noteBegins } of all) {
    const match = noteBegins.exec(text.slice(from));
    if (match === null) continue;
    const start = from + match.index;
    if (text.slice(start + match[0].length).trim() !== '')
      return { start, skipped: match[0].length };
  }
  return undefined;
}

/** What follows at once: what a customer asks for, where they are named before. */
function asked(
  text: string,
  { told, lead, end }: TellingAt,
): { start: number; note: string } | undefined {
  const note = text.slice(end).trim();
  return told === 'requested' && lead && note !== '' ? { start: end, note } : undefined;
}

/** Whether a note speaks of more that is to be done. */
export const speaksOfFollowUp = (note: string): boolean =>
  all.some(({ speaksOfFollowUp }) => speaksOfFollowUp.test(note));

/**
 * Where a text says at its end that there is more to do, and when; `kept`, it says more than that. Undefined where it does
 * not, or names no customer before it.
 */
function followUpIn(
  text: string,
  from: number,
): { start: number; due?: string; kept: boolean } | undefined {
  for (const { followUp, furtherWork, promised } of all) {
    const match = followUp.exec(text.slice(from));
    if (match === null || !furtherWork.test(match[0])) continue;
    const found = earliest(days, match[0]);
    return {
      start: from + match.index,
      ...(found === undefined ? {} : { due: found.value }),
      kept: found === undefined || promised.test(match[0]),
    };
  }
  return undefined;
}

/** On which day it was: said before the note, or as the first thing of it. */
function dayIn(text: string, from: number, noteAt: number): Found<string> | undefined {
  const found = earliest(daysBehind, text);
  if (found === undefined) return undefined;
  if (found.start < noteAt) return found;
  const between = text.slice(noteAt, found.start);
  const alone =
    /^[\s,;:，；：]*$/u.test(between) && /^\s*(?:$|[,;.:，。；：])/u.test(text.slice(found.end));
  return alone && found.start >= from ? found : undefined;
}

/** By when what is asked for is due, at the end of a note, and the note without it. */
function deadlineIn(note: string): { note: string; due?: string } {
  const found = earliest(days, note);
  if (found === undefined) return { note };
  const [day, rest] = [note.slice(found.start, found.end), note.slice(found.end)];
  const isDue = all.some(
    ({ deadline }) => deadline.opens.test(day.trim()) && deadline.behind.test(rest),
  );
  if (isDue) {
    const before = note.slice(0, found.start).replace(/[\s,，、;；]+$/u, '');
    return { note: before, due: found.value };
  }
  return { note };
}

/** What is asked for, with its deadline. */
function requestIn({ entities, marked }: Mentions, found: TellingAt): Mentions {
  const { text } = marked;
  const first = noteIn(text, found.end);
  const said =
    first === undefined
      ? asked(text, found)
      : { start: first.start, note: text.slice(first.start + first.skipped).trim() };
  const { note, due = undefined } = said === undefined ? { note: '' } : deadlineIn(said.note);
  const ended = said === undefined ? marked : mark(marked, said.start, text.length, 'note');
  return {
    entities: {
      ...entities,
      ...(note === '' ? {} : { note }),
      ...(due === undefined ? {} : { due }),
    },
    marked: mark(ended, found.start, found.end, marks.requested ?? 'contact'),
  };
}

/**
 * What somebody tells of a customer, in words of their own: how they met, when, and a note; or that there is no risk, and why.
 * The note is marked whole, for what it says is about nothing that is asked.
 */
export const statement: Step = (mentions) => {
  const { text } = mentions.marked;
  const found = toldIn(text);
  if (found === undefined) return mentions;
  if (found.told === 'requested') return requestIn(mentions, found);
  const isContact = found.told !== 'notAtRisk';
  const further = followUpIn(text, found.end);
  // Without anything before it, whoever was met is named in it: “I called, and will follow up with 1042”.
  const names = found.start > 0 || text.slice(found.end, further?.start).trim() !== '';
  const tail = names ? further : undefined;
  const before = text.slice(0, further?.start);
  const first = noteIn(before, found.end);
  const day = isContact ? dayIn(before, found.end, first?.start ?? before.length) : undefined;
  // What separates the parts of a date begins no note.
  const said =
    day === undefined || first === undefined || first.start >= day.end
      ? first
      : noteIn(before, day.end);
  const ended = tail?.kept === true ? text.slice(tail.start).replace(/^[\s,;.，。；]+/u, '') : '';
  const note =
    said === undefined
      ? ended
      : text
          .slice(said.start + said.skipped, tail?.kept === false ? tail.start : text.length)
          .trim();
  const noteAt = said?.start ?? tail?.start;
  const places = [
    { start: found.start, end: found.end, kind: marks[found.told] ?? 'contact' },
    ...(day === undefined || (day.start < found.end && day.end > found.start)
      ? []
      : [{ start: day.start, end: day.end, kind: 'day-behind' }]),
    ...(noteAt === undefined ? [] : [{ start: noteAt, end: text.length, kind: 'note' }]),
  ].toSorted((a, b) => b.start - a.start);
  return {
    entities: {
      ...mentions.entities,
      ...(isContact ? { contactKind: found.told } : {}),
      ...(day === undefined ? {} : { on: day.value }),
      ...(note === '' ? {} : { note }),
      ...(tail?.due === undefined ? {} : { due: tail.due }),
    },
    marked: places.reduce(
      (marked, { start, end, kind }) => mark(marked, start, end, kind),
      mentions.marked,
    ),
  };
};

/** On which day something is to be done, where the sentence says that it is, and what about. */
export const dayToCome: Step = (mentions) => {
  const { text } = mentions.marked;
  if ('due' in mentions.entities) return mentions;
  const reminds = all.some(({ reminding }) => reminding.test(text));
  if (!reminds || all.some(({ recurring }) => recurring.test(text))) return mentions;
  const found = earliest(days, text);
  if (found === undefined) return mentions;
  const marked = mark(mentions.marked, found.start, found.end, 'day');
  const entities = { ...mentions.entities, due: found.value };
  return 'note' in entities ? { entities, marked } : withSubject({ entities, marked });
};

/** What a reminder is about, as its note. */
function withSubject({ entities, marked }: Mentions): Mentions {
  const { text } = marked;
  for (const { about } of all) {
    const match = about.exec(text);
    if (match === null) continue;
    const start = match.index + match[0].length;
    const note = withoutMarks(text.slice(start));
    // What follows “about” may be the customer.
    if (note === '' || /\d/.test(note)) continue;
    return {
      entities: { ...entities, note },
      marked: mark(marked, start, text.length, 'note'),
    };
  }
  return { entities, marked };
}

const markSigns = /[\uE000-\uF8FF]/g;

const withoutMarks = (text: string): string =>
  text
    .replace(markSigns, ' ')
    .replace(/\s+/g, ' ')
    .replace(/[ .!。！]+$/u, '')
    .trim();
