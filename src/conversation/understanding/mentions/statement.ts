import { earliest } from '../../../language/earliest.ts';
import type { StatementReading, Told } from '../../../language/reading.ts';
import { readings } from '../../../language/readings.ts';
import { mark } from '../marked-text.ts';
import type { Mentions, Step } from './step.ts';

const all = readings.flatMap((reading) => reading.statements ?? []);
const days = readings.flatMap(({ dayAhead }) => dayAhead ?? []);
const everyTold: readonly Told[] = [
  'called',
  'met',
  'emailed',
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

/** What a text says before its note: the note may ask what it likes. */
function headOf(text: string, { noteBegins }: StatementReading): string {
  const begins = noteBegins.exec(text);
  return begins === null ? text : text.slice(0, begins.index);
}

/** Where the note about what was told begins: behind what separates it, and the customer. */
function noteIn(text: string, from: number): { start: number; note: string } | undefined {
  for (const { noteBegins } of all) {
    const match = noteBegins.exec(text.slice(from));
    if (match === null) continue;
    const start = from + match.index;
    const note = text.slice(start + match[0].length).trim();
    if (note !== '') return { start, note };
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

/** What is still to be done, at the end of a note, and the note without it. */
function followUpIn(note: string): { note: string; due?: string } {
  for (const { followUp, furtherWork } of all) {
    const match = followUp.exec(note);
    if (match === null || !furtherWork.test(match[0])) continue;
    const found = earliest(days, match[0]);
    if (found !== undefined) return { note: note.slice(0, match.index).trim(), due: found.value };
  }
  return { note };
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

/**
 * What somebody tells of a customer, in words of their own: how they met, and a note; or that there is no risk, and why. The
 * note is marked whole, for what it says is about nothing that is asked.
 */
export const statement: Step = (mentions) => {
  const { text } = mentions.marked;
  const found = toldIn(text);
  if (found === undefined) return mentions;
  const said = noteIn(text, found.end) ?? asked(text, found);
  const endOf = found.told === 'requested' ? deadlineIn : followUpIn;
  const { note, due = undefined } = said === undefined ? { note: '' } : endOf(said.note);
  const ended =
    said === undefined ? mentions.marked : mark(mentions.marked, said.start, text.length, 'note');
  const kind = marks[found.told];
  return {
    entities: {
      ...mentions.entities,
      ...(kind === undefined ? { contactKind: found.told } : {}),
      ...(note === '' ? {} : { note }),
      ...(due === undefined ? {} : { due }),
    },
    marked: mark(ended, found.start, found.end, kind ?? 'contact'),
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
