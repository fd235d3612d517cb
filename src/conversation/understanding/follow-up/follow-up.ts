import { plainCharacters } from '../../../language/characters.ts';
import { longestLine, normalise, typedLine } from '../../../language/fold.ts';
import { isLocale, type Locale } from '../../../language/locale.ts';
import { numbersInDigits } from '../../../language/numbers.ts';
import type { ExportFormat } from '../../../language/reading.ts';
import { readings } from '../../../language/readings.ts';
import { campaignNameKind } from '../../arguments/campaign-name.ts';
import { noteKind } from '../../arguments/note.ts';
import { tagKind } from '../../arguments/tag.ts';
import { exportRequest, wholeList } from '../export-request.ts';
import { findMentions } from '../mentions/find-mentions.ts';
import { scheduleOf } from '../mentions/schedule.ts';
import { type Reading, readLine, type Understanding } from '../read-line.ts';
import { readableText } from '../readable-text.ts';
import { readSchedule } from '../schedule/read-schedule.ts';
import { lineStart } from '../slash-form.ts';
import { isInJoinedScript } from '../tokenise.ts';
import { assumedInstead } from './assumed-instead.ts';
import { besideOthers, otherwiseCompared } from './compared-with.ts';
import { type Differences, differencesIn, saysNothing } from './differences.ts';
import { digestChanged, isOfDigest, ofOneDigest } from './digest-changed.ts';
import { digestPointedAt } from './digest-pointed-at.ts';
import type { GoesOn } from './learnt/read-on.ts';
import { lineEdges, withoutGreeting } from './line-edges.ts';
import { listAgain, ofAllAgain, startedOver } from './list-again.ts';
import { atOtherTime, ofSameFigure } from './other-time.ts';
import { otherWordings, type Parted, parted } from './other-wordings.ts';
import { pageIn, turned } from './pages.ts';
import { clearly, readClearly } from './read-clearly.ts';
import {
  asMeant,
  hasAntecedent,
  isAtLarge,
  isStandIn,
  type Named,
  named,
  referenceIn,
} from './references.ts';
import type { FollowUp, Remembered, RememberedCustomer, Taken } from './remembered.ts';
import { askedIfAgain, secondReading } from './second-reading.ts';
import {
  again,
  asked,
  askWhich,
  commandOf,
  entitiesOf,
  filtersOf,
  lastOfCustomers,
  listsOf,
  type Situation,
  takesCustomers,
  understood,
} from './situation.ts';
import { customersIn, type SpokenOf, spokenOf } from './spoken-of.ts';
import { ofGroup, ofSameGroup } from './spoken-of-group.ts';

const said = readings.flatMap(({ followUps }) => followUps ?? []);
const howMany = said.map((each) => each.howMany);
const spaced = readings.flatMap(({ vocabulary, followUps }) =>
  vocabulary.spaced ? (followUps ?? []) : [],
);
const joined = readings.flatMap(({ vocabulary, followUps }) =>
  vocabulary.spaced ? [] : (followUps ?? []),
);
/** How long, in words, a text is at most that only says what about a customer; one that is short, and of a few words. */
const longestTopic = 9;
const shortTopic = 4;
const fewWords = 3;
/**
 * From which confidence a text is about the customer before: where it is no question by itself, where it may be one but is
 * of few words, and where it is longer.
 */
const topicConfidence = { alone: 0.6, few: 0.42, instead: 0.8 };
/** How many intents a text is like. */
const nearest = 3;
/** A comparison takes no more. */
const mostCompared = 5;
/** No list shows more. */
const mostListed = 50;

/**
 * Reads a line after the answers before it, the newest first. Whoever it names itself is never anybody else; whom it speaks of
 * without a name, or leaves out, is taken from before where that can be one alone, and asked for otherwise.
 * @param goesOn reads the line a second time, as conversations taught; without, it is read by rules alone
 */
export function followUp(
  line: string,
  reading: Reading,
  remembered: readonly Remembered[],
  goesOn?: GoesOn,
): FollowUp {
  const file = exportRequest(line.slice(0, longestLine));
  if (file === undefined) return readTwice(line, reading, remembered, goesOn);
  if (file.text === '') return asFile(line, reading, remembered, file.format);
  const read = readTwice(file.text, reading, remembered, goesOn, line);
  if (read.kind !== 'understood') return read;
  const { understanding } = read;
  // The words are part of what is to be kept.
  if (commandOf(understanding.intent, reading)?.changes)
    return readTwice(line, reading, remembered, goesOn);
  const entities = { ...understanding.entities, export: file.format };
  return { ...read, understanding: { ...understanding, entities } };
}

/** A line by rules, and as conversations taught; `typed` is the line with what asks for a file, where that was taken away. */
function readTwice(
  line: string,
  reading: Reading,
  remembered: readonly Remembered[],
  goesOn: GoesOn | undefined,
  typed = line,
): FollowUp {
  const first = readAfter(line, reading, remembered);
  if (goesOn === undefined) return first;
  // Beside what asks for a file it says which list, and nothing more: “export this list as Excel”.
  if (typed !== line && isClearlyTaken(first)) return first;
  const read = secondReading(typed, first, reading, remembered, goesOn);
  // What the rules took for the same asks it again: “and for her?”. Without what asks for a file, a line may say nothing.
  return typed !== line || read === first ? read : askedIfAgain(read, remembered);
}

/** Whether it is clear what of before a line is about. */
const isClearlyTaken = (read: FollowUp): boolean =>
  read.kind === 'understood' &&
  read.taken !== undefined &&
  read.understanding.intent !== 'unknown' &&
  read.understanding.asks.length === 0;

/** “As Excel”: what was answered before, whole. */
function asFile(
  line: string,
  reading: Reading,
  remembered: readonly Remembered[],
  format: ExportFormat,
): FollowUp {
  const alone = readClearly(line, reading);
  const [newest] = remembered;
  if (newest === undefined || commandOf(newest.intent, reading)?.changes) return understood(alone);
  if (newest.customers.length === 1 && newest.customers[0] === null) return understood(alone);
  const entities = { ...wholeList(entitiesOf(newest, reading)), export: format };
  return understood({ ...again(alone, newest), entities }, takenWhole(newest));
}

/** A line as it stands; where that is not clear, in other words, or by its last clauses. */
function readAfter(line: string, reading: Reading, remembered: readonly Remembered[]): FollowUp {
  const plain = readAsItStands(line, reading, remembered);
  const isTyped = (id: string) => line.includes(id) || isRemembered(id, remembered);
  if (isClear(plain, reading, isTyped, clearFrom.plain)) return plain;
  if (lineStart(typedLine(line)).kind !== 'bare' || isRefused(plain)) return plain;
  const { locale } = plain.kind === 'understood' ? plain.understanding : plain.ask;
  const worded = otherWordings(typedLine(line), reading);
  for (const other of worded) {
    const read = readAsItStands(other, reading, remembered);
    if (
      isClear(read, reading, isTyped, clearFrom.otherwise) &&
      saysAsTyped(read, line, reading, isTyped)
    )
      return notPlainly(read, locale);
    if (isClear(read, reading, isTyped, clearFrom.plain)) {
      const between = eitherOf(plain, read);
      if (between !== undefined) return between;
    }
  }
  for (const wording of [typedLine(line), ...worded]) {
    const read = parted(wording)
      .flatMap((parts) => readInParts(parts, reading, remembered, isTyped) ?? [])
      .filter((each) => saysAsTyped(each, line, reading, isTyped))
      .reduce<Understood | undefined>(
        (best, each) =>
          best === undefined || each.understanding.confidence > best.understanding.confidence
            ? each
            : best,
        undefined,
      );
    if (read !== undefined) return notPlainly(read, locale);
  }
  return plain;
}

/** Whether it is clear what a line asks, and that it asks for what cannot be gone by: that is said, and not read away. */
const isRefused = (read: FollowUp): boolean =>
  read.kind === 'understood' &&
  read.understanding.error !== undefined &&
  read.understanding.confidence >= clearFrom.plain;

/** A question that is unclear as it stands, and is another in other words: which of the two is meant is asked. */
function eitherOf(plain: FollowUp, other: FollowUp): FollowUp | undefined {
  if (plain.kind !== 'understood' || other.kind !== 'understood') return undefined;
  const { intent, confidence, error } = plain.understanding;
  const { understanding } = other;
  if (intent === 'unknown' || intent === understanding.intent || error !== undefined)
    return undefined;
  return confidence < clearFrom.plain
    ? { ...plain, understanding: { ...plain.understanding, asks: [understanding.intent, intent] } }
    : undefined;
}

/** Whether an answer before was about a customer, or listed them. */
const isRemembered = (id: string, remembered: readonly Remembered[]): boolean =>
  remembered.some(({ customers }) => customers.some((each) => each?.externalId === id));

/** What somebody says in words of their own, which are kept or looked up as they are. */
const ownWords: ReadonlySet<string> = new Set(
  [noteKind, campaignNameKind, tagKind].map(({ name }) => name),
);

/**
 * Whether all that a reading has of words of the asker's own stands in the line as it was typed. Other wordings are for
 * understanding a line alone: nothing is kept, and nobody looked up, in words that nobody wrote.
 */
function saysAsTyped(
  read: FollowUp,
  line: string,
  reading: Reading,
  isTyped: (id: string) => boolean,
): boolean {
  if (read.kind !== 'understood') return false;
  const { intent, entities } = read.understanding;
  const typed = plainCharacters(line).toLowerCase();
  const known = commandOf(intent, reading)?.arguments ?? {};
  return Object.entries(entities).every(([name, value]) => {
    const isName = name === 'customer';
    if (!isName && !ownWords.has(known[name]?.kind.name ?? name)) return true;
    const texts = [value].flat().filter((each) => typeof each === 'string');
    return texts.every(
      (text) =>
        (isName && (isTyped(text) || !/\p{L}/u.test(text))) || typed.includes(text.toLowerCase()),
    );
  });
}

type Understood = Extract<FollowUp, { kind: 'understood' }>;

/** What was understood of a line in other words, or in parts, which is no plain wording of a change. */
function notPlainly(read: FollowUp, locale: Locale): FollowUp {
  if (read.kind !== 'understood') return read;
  const { intent } = read.understanding;
  return understood({ ...read.understanding, locale }, read.taken ?? { intent, customers: [] });
}

/** How clear a line must be that is not looked at in other words or in parts; and how clear those must be. */
const clearFrom = { plain: 0.6, otherwise: 0.8 };

/** “Back to 1042. Will he go?”: the last clauses, of whoever the first ones are about where those name somebody. */
function readInParts(
  { before, after }: Parted,
  reading: Reading,
  remembered: readonly Remembered[],
  isTyped: (id: string) => boolean,
): Understood | undefined {
  const subject = subjectOf(before, reading, remembered);
  if (subject === 'unclear' || (subject === undefined && remembered.length === 0)) return undefined;
  const [newest] = remembered;
  const now: Remembered[] =
    subject === undefined
      ? [...remembered]
      : [
          {
            intent: newest?.intent.startsWith('customer.') ? newest.intent : 'customer.value',
            entities: {},
            customers: [subject],
            page: null,
          },
          ...remembered,
        ];
  const read = readAsItStands(after, reading, now);
  if (!isClear(read, reading, isTyped, clearFrom.otherwise) || read.kind !== 'understood')
    return undefined;
  const { understanding } = read;
  const isOfSubject =
    subject === undefined || customersIn(understanding.entities).includes(subject.externalId);
  // What a first part says of somebody belongs to what follows, or the line says two things.
  if (!isOfSubject) return undefined;
  return read;
}

/** Whom the first part of a line is about; `unclear` where that cannot be said. */
function subjectOf(
  line: string,
  reading: Reading,
  remembered: readonly Remembered[],
): RememberedCustomer | 'unclear' | undefined {
  const alone = readClearly(line, reading);
  const others = remembered.filter((each) => !isOfDigest(each));
  const spoken = spokenOf({ line, alone, reading, remembered: others });
  if (spoken !== undefined && !('kind' in spoken)) {
    const [one, ...more] = spoken.named.customers.values();
    return more.length > 0 ? 'unclear' : one;
  }
  const [id, ...more] = customersIn(alone.entities).filter((each) => !/^\d{1,2}$/.test(each));
  if (more.length > 0) return 'unclear';
  if (id !== undefined) return { externalId: id, name: null };
  return spoken !== undefined && alone.intent !== 'unknown' ? 'unclear' : undefined;
}

/**
 * Whether a line was understood, and lacks nothing that it needs.
 * @param isTyped whether an id stands in the line, or is one of an answer before
 */
function isClear(
  read: FollowUp,
  reading: Reading,
  isTyped: (id: string) => boolean,
  least: number,
): boolean {
  if (read.kind !== 'understood') return false;
  const { intent, entities, asks, error, confidence } = read.understanding;
  if (intent === 'unknown' || asks.length > 0 || error !== undefined) return false;
  if (confidence < least) return false;
  const known = commandOf(intent, reading)?.arguments ?? {};
  const isPossible = Object.entries(entities).every(
    ([name, value]) => known[name]?.schema.safeParse(value).success !== false,
  );
  const ids = customersIn(entities);
  const isOfOne = takesCustomers(intent, reading) === 'one';
  // Part of a name may stand for a place in a list.
  const isNamed = ids.every((id) => isTyped(id) || !isStandIn(id));
  return (
    isPossible &&
    isNamed &&
    !(isOfOne && ids.length > 1) &&
    (known.customer?.required !== true || ids.length > 0) &&
    (!ofOneDigest.has(intent) || 'digest' in entities)
  );
}

function readAsItStands(
  line: string,
  reading: Reading,
  remembered: readonly Remembered[],
): FollowUp {
  const whole = typedLine(line);
  const typed = withoutGreeting(whole);
  const read = readLine(typed === whole ? line : typed, reading);
  const alone = clearly(read);
  const start = lineStart(typed);
  if (start.kind === 'value' && start.words === '') return askedValue(read, remembered);
  if (whole === '' || start.kind !== 'bare') return understood(read);
  const digest =
    digestPointedAt({ line: whole, alone, reading, remembered }) ??
    digestChanged({ line: whole, alone, reading, remembered });
  if (digest !== undefined) return digest;
  // Whatever else goes on does so from what was asked before a digest was changed.
  const others = remembered.filter((each) => !isOfDigest(each));
  // Of a digest that nobody spoke of, a line that names none is likelier about what was spoken of.
  const isOfNone =
    ofOneDigest.has(alone.intent) &&
    !('digest' in alone.entities) &&
    others.length > 0 &&
    others.length === remembered.length;
  const situation: Situation = {
    line: typed,
    alone: isOfNone ? { ...alone, intent: 'unknown', asks: [] } : alone,
    reading,
    remembered: others,
  };
  const found =
    surely(
      sentRegularly(situation, remembered) ??
        digestOfThat(situation, remembered) ??
        inOtherLanguage(situation) ??
        neighbour(situation) ??
        otherPage(situation),
    ) ??
    besideOthers(situation) ??
    surely(
      otherwiseCompared(situation) ??
        listAgain(situation) ??
        ofAllAgain(situation) ??
        startedOver(situation) ??
        withOtherNumber(situation) ??
        withOtherAssumption(situation),
    ) ??
    ofGroup(situation) ??
    surely(atOtherTime(situation)) ??
    goingOn(situation);
  // What nothing before makes clearer is asked back.
  return found.kind === 'understood' && found.understanding === situation.alone
    ? ofSameAssumptions(
        situation,
        withNoteApart(situation, withTimeApart(situation, understood(read))),
      )
    : ofSameAssumptions(
        situation,
        ofSameFigure(situation, withNoteApart(situation, withTimeApart(situation, found))),
      );
}

/** What is all that a line can say. */
function surely(read: FollowUp): FollowUp;
function surely(read: FollowUp | undefined): FollowUp | undefined;
function surely(read: FollowUp | undefined): FollowUp | undefined {
  return read?.kind === 'understood' ? { ...read, plainly: true } : read;
}

/** “Value”, and nothing else: of the customer whom the answer before was about. */
function askedValue(read: Understanding, [newest]: readonly Remembered[]): FollowUp {
  const [customer] = newest?.customers ?? [];
  if (newest?.customers.length !== 1 || !customer) return understood(read);
  const entities = { customer: customer.externalId };
  return understood(
    { ...again(read, { intent: 'customer.value' }), entities },
    { customers: [customer] },
  );
}

/**
 * “Send me that every Monday”: the answer that was shown, where digests are of such.
 * @param remembered the answers before, those about digests among them
 */
function digestOfThat(
  situation: Situation,
  remembered: readonly Remembered[],
): FollowUp | undefined {
  const { line, alone, reading } = situation;
  if (alone.intent !== 'digest.add' && !('schedule' in alone.entities)) return undefined;
  for (const { thatAnswer, atRiskList } of said) {
    const match = thatAnswer.exec(plainCharacters(line));
    if (match === null) continue;
    const [before, after] = [line.slice(0, match.index), line.slice(match.index + match[0].length)];
    if (hasAntecedent(before + after)) return undefined;
    const list = `${before}${atRiskList}${after}`;
    const read = readClearly(list, reading);
    if (read.intent !== 'digest.add' || read.error !== undefined) return undefined;
    const newest = remembered.find((each) => !isOfDigest(each) || each.intent === 'digest.test');
    const kept = newest === undefined ? {} : filtersOf(newest, reading);
    const of = newest === undefined ? undefined : digestLike(newest);
    if (newest === undefined || of === undefined)
      return asked(situation, 'digest', {
        candidates: [{ intent: 'ranking.atRisk', entities: kept }],
      });
    const { digestOf: _, ...said } = read.entities;
    const entities = { ...kept, ...of, ...said };
    const understanding = { ...read, locale: alone.locale, entities };
    return understood(understanding, { intent: newest.intent, customers: [] });
  }
  return undefined;
}

/**
 * “Mail me those Mondays at nine”, “that one daily”: nothing but when, and that it is to be sent, of the answer right before,
 * where digests are of such.
 */
function sentRegularly(
  situation: Situation,
  [newest]: readonly Remembered[],
): FollowUp | undefined {
  const { line, alone, reading } = situation;
  if (newest === undefined || (isOfDigest(newest) && newest.intent !== 'digest.test'))
    return undefined;
  const of = digestLike(newest);
  if (of === undefined) return undefined;
  const text = numbersInDigits(readableText(normalise(line)));
  const found = readSchedule(text);
  if (found === undefined || 'unkept' in found) return undefined;
  const sends = readings.some(({ mentions }) => mentions?.sending?.test(text));
  if (!found.sure && !sends) return undefined;
  const rest = said.reduce(
    (left, { besideSending }) => left.replace(besideSending, ' '),
    found.rest,
  );
  if (/[\p{L}\p{N}]/u.test(rest)) return undefined;
  const entities = {
    ...filtersOf(newest, reading),
    ...of,
    schedule: scheduleOf(found, reading.timezone),
  };
  return understood(
    { ...again(alone, { intent: 'digest.add' }), entities },
    { intent: newest.intent, customers: [] },
  );
}

/** “The balance of the last one, say a year?”: how long, in a clause of its own. */
function withTimeApart({ line, reading }: Situation, found: FollowUp): FollowUp {
  if (found.kind !== 'understood') return found;
  const { intent, entities } = found.understanding;
  const known = commandOf(intent, reading)?.arguments ?? {};
  if (!('horizonMonths' in known) || 'horizonMonths' in entities || 'until' in entities)
    return found;
  const last = parted(line).at(-1)?.after;
  const differs = last === undefined ? undefined : differencesIn(last, known, reading);
  const { horizonMonths, ...others } = differs?.entities ?? {};
  if (horizonMonths === undefined || Object.keys(others).length > 0) return found;
  const understanding = { ...found.understanding, entities: { ...entities, horizonMonths } };
  return { ...found, understanding };
}

/** “He was angry about the fee, please note this complaint”: what is noted, in the clause before. */
function withNoteApart({ line, reading }: Situation, found: FollowUp): FollowUp {
  if (found.kind !== 'understood') return found;
  const { intent, entities, error, asks } = found.understanding;
  const { note } = commandOf(intent, reading)?.arguments ?? {};
  if (note?.required !== true || 'note' in entities || error !== undefined || asks.length > 0)
    return found;
  const before = parted(line).at(-1)?.before;
  if (before === undefined) return found;
  const understanding = { ...found.understanding, entities: { ...entities, note: before } };
  return understood(understanding, found.taken ?? { intent, customers: [] });
}

/** “What would 1030 look like with those assumptions”: those of the newest question of what would be. */
function ofSameAssumptions(situation: Situation, found: FollowUp): FollowUp {
  if (found.kind !== 'understood') return found;
  const { understanding } = found;
  const { intent, entities } = understanding;
  const known = commandOf(intent, situation.reading)?.arguments ?? {};
  if (!('assumptions' in known) || 'assumptions' in entities) return found;
  const plain = plainCharacters(situation.line);
  if (!said.some(({ sameAssumptions }) => sameAssumptions.test(plain))) return found;
  const before = situation.remembered.find((each) => 'assumptions' in each.entities);
  if (before === undefined) return found;
  const { assumptions } = before.entities;
  return understood(
    {
      ...understanding,
      ...again(understanding, { intent }),
      entities: { ...entities, assumptions },
    },
    found.taken ?? { intent, customers: [] },
  );
}

/** What digests tell the same as an answer, as entities; undefined where none does. */
function digestLike({ intent, entities }: Remembered): Record<string, unknown> | undefined {
  switch (intent) {
    case 'ranking.atRisk':
      return {};
    case 'book.summary':
      return { digestOf: 'book' };
    case 'segment.breakdown':
      return { digestOf: 'segments' };
    case 'report':
      return { digestOf: `${entities.period ?? 'weekly'}-report` };
    case 'digest.test':
      return typeof entities.like === 'object' ? { ...entities.like } : undefined;
    default:
      return undefined;
  }
}

/** “And in Chinese?”: the same again; what would change something is not done twice. */
function inOtherLanguage({ line, alone, reading, remembered }: Situation): FollowUp | undefined {
  const stages = lineEdges(plainCharacters(line)).stages;
  const locale = said
    .flatMap(({ inLanguage }) => Object.entries(inLanguage))
    .find(([, pattern]) => stages.some((stage) => pattern.test(stage)))?.[0];
  if (locale === undefined || !isLocale(locale)) return undefined;
  const [newest] = remembered;
  const unknown: Understanding = { ...alone, intent: 'unknown', entities: {}, locale };
  if (newest === undefined || commandOf(newest.intent, reading)?.changes)
    return understood(unknown);
  if (newest.customers.length === 1 && newest.customers[0] === null) return understood(unknown);
  const entities = entitiesOf(newest, reading);
  return understood({ ...again(alone, newest), locale, entities }, takenWhole(newest));
}

const takenWhole = ({ intent, customers, page }: Remembered): Taken => {
  return {
    intent,
    customers:
      page === null && customers.length === 1 ? customers.flatMap((each) => each ?? []) : [],
  };
};

/** “The one above”, after a customer of a list: the same question of whom the row above or below is about. */
function neighbour(situation: Situation): FollowUp | undefined {
  const stages = lineEdges(plainCharacters(situation.line)).stages;
  const side = said
    .flatMap((each) => stages.map((stage) => ({ each, match: each.neighbour.pattern.exec(stage) })))
    .flatMap(({ each, match }) => (match === null ? [] : (each.neighbour.read(match) ?? [])))[0];
  if (side === undefined) return undefined;
  const [newest] = situation.remembered;
  const [list] = listsOf(situation).filter((each) => each !== newest);
  return list === undefined ? undefined : following(situation, list, side === 'above' ? -1 : 1);
}

/** “The next ten”. */
function otherPage(situation: Situation): FollowUp | undefined {
  const { line, alone, reading, remembered } = situation;
  const page = pageIn(line);
  if (page === undefined) return undefined;
  const list = remembered.find((each) => each.page !== null);
  if (list === undefined) return asked(situation, 'list', { intent: 'unknown' });
  const after = page.single && following(situation, list);
  if (after) return after;
  const { from, limit } = turned(list, page);
  const known = commandOf(list.intent, reading)?.arguments ?? {};
  const entities = { ...list.entities, ...('limit' in known ? { limit } : {}), from };
  return understood({ ...again(alone, list), entities }, takenWhole(list));
}

/**
 * “24” after a question of 18 months, “make it 20” after a list of ten: the number that is to stand in the place of the one
 * before. After a list, one that it has is a place in it, unless the line says that it goes on.
 */
function withOtherNumber(situation: Situation): FollowUp | undefined {
  const { alone, line, reading, remembered } = situation;
  const [newest] = remembered;
  // “Top 3” by itself is a command.
  if (newest === undefined || !alone.sentence) return undefined;
  const { rest, opened } = lineEdges(numbersInDigits(readableText(normalise(line))));
  const number = [/^(?<number>\d{1,3})$/, ...howMany]
    .map((pattern) => pattern.exec(rest)?.groups?.number)
    .find((found) => found !== undefined);
  if (number === undefined || Number(number) === 0) return undefined;
  const known = commandOf(newest.intent, reading)?.arguments ?? {};
  const shown = newest.customers.length;
  const isLimit = 'limit' in known && newest.page !== null;
  const isTurned = opened || rest !== number || Number(number) > shown;
  const name =
    isLimit && isTurned && Number(number) <= mostListed
      ? 'limit'
      : 'horizonMonths' in known && 'horizonMonths' in newest.entities
        ? 'horizonMonths'
        : undefined;
  return name === undefined
    ? undefined
    : merge(situation, newest, { entities: { [name]: Number(number) }, opened: true });
}

/** “And 80?” after a question of what would be. */
function withOtherAssumption(situation: Situation): FollowUp | undefined {
  const [newest] = situation.remembered;
  const assumptions = assumedInstead(situation);
  if (newest === undefined || assumptions === undefined) return undefined;
  return merge(situation, newest, { entities: { assumptions }, opened: true });
}

/** “The next one”, after a customer of a list: the same question of whom comes next in it. */
function following(situation: Situation, list: Remembered, by = 1): FollowUp | undefined {
  const { alone, remembered, reading } = situation;
  const [newest] = remembered;
  const [subject] = newest?.customers ?? [];
  if (newest === undefined || newest === list || newest.customers.length !== 1 || !subject)
    return undefined;
  const at = list.customers.findIndex((each) => each?.externalId === subject.externalId);
  const next = at < 0 ? undefined : list.customers[at + by];
  if (next === null) return asked(situation, 'gone', { intent: newest.intent });
  if (next === undefined || takesCustomers(newest.intent, reading) !== 'one') return undefined;
  const entities = { ...newest.entities, customer: next.externalId };
  return understood(
    { ...again(alone, newest), entities },
    { intent: newest.intent, customers: [next] },
  );
}

function goingOn(situation: Situation): FollowUp {
  const { alone } = situation;
  if (!alone.sentence && customersIn(alone.entities).length === 0) return understood(alone);
  const spoken = spokenOf(situation);
  if (spoken !== undefined && 'kind' in spoken) return spoken;
  if (spoken !== undefined) {
    const read = ofNamed(situation, spoken);
    const isAll = spoken.places && saysNothing(situation.line.replace(spoken.named.said, ' '));
    return isAll ? surely(read) : read;
  }
  const own = customersIn(alone.entities).length > 0;
  // A slash form without “/value”, such as “trend 1042”, says all that it needs.
  if (!alone.sentence && !(own && isAlone(situation))) return surely(understood(alone));
  if (own && (!alone.sentence || isAlone(situation)))
    return surely(ofOwn(situation) ?? understood(alone));
  return (
    (own ? ofOwn(situation) : (ofNobody(situation) ?? ofSameGroup(situation))) ?? understood(alone)
  );
}

/** A line in which whoever is spoken of has been named. */
function ofNamed(situation: Situation, { named: who, places }: SpokenOf): FollowUp {
  const { alone, reading, remembered } = situation;
  const [newest] = remembered;
  const { opened } = lineEdges(who.line);
  const command = newest && commandOf(newest.intent, reading);
  const differs = command && differencesIn(who.line, command.arguments, reading);
  if (newest !== undefined && differs !== undefined && (opened || places)) {
    const merged = merge(situation, newest, differs, who);
    if (merged !== undefined) return merged;
  }
  const read = readClearly(who.line, reading);
  const full = withSecond(situation, read, who);
  if (
    newest !== undefined &&
    differs !== undefined &&
    takesCustomers(read.intent, reading) === 'none'
  ) {
    const merged = merge(situation, newest, differs, who);
    if (merged !== undefined) return merged;
  }
  const { understanding = settled(situation, read, who), customers = [] } = full ?? {};
  return understood(
    { ...understanding, locale: alone.locale, sentence: true },
    { customers: [...who.customers.values(), ...customers] },
  );
}

/** What was read of a line in which one customer was named, who may have been taken for a number of something else. */
function settled({ reading }: Situation, read: Understanding, who: Named): Understanding {
  const [id, ...others] = who.customers.keys();
  const isMissed = takesCustomers(read.intent, reading) === 'one' && !('customer' in read.entities);
  if (!isMissed || id === undefined || others.length > 0)
    return { ...read, entities: asMeant(read.entities, who) };
  const rest = Object.entries(read.entities).filter(([, value]) => String(value) !== id);
  const entities = { ...Object.fromEntries(rest), customer: id };
  return { ...read, entities: asMeant(entities, who) };
}

/** A comparison that names one customer is with whom it was about before. */
function withSecond(
  situation: Situation,
  read: Understanding,
  who?: Named,
): { understanding: Understanding; customers: RememberedCustomer[] } | undefined {
  const { reading } = situation;
  const meant = who === undefined ? read.entities : asMeant(read.entities, who);
  const own = customersIn(meant);
  if (takesCustomers(read.intent, reading) !== 'several' || own.length !== 1) return undefined;
  const [before] = situation.remembered;
  const [other] = before?.customers ?? [];
  if (before?.customers.length !== 1 || !other || own.includes(other.externalId)) return undefined;
  const customer = [other.externalId, ...own];
  return { understanding: { ...read, entities: { ...meant, customer } }, customers: [other] };
}

/** Whether a line says nothing but a customer, with what opens or closes it. */
function isAlone({ line, alone }: Situation): boolean {
  const [customer, ...others] = customersIn(alone.entities);
  const { rest } = lineEdges(line);
  return (
    others.length === 0 &&
    customer !== undefined &&
    rest.replace(/^#|(?:'s|的)$/g, '').trim() === customer
  );
}

/** A line that names a customer itself. */
function ofOwn(situation: Situation): FollowUp | undefined {
  const { alone, line, reading, remembered } = situation;
  const [newest] = remembered;
  if (newest === undefined) return undefined;
  const { rest, opened } = lineEdges(line);
  const command = commandOf(newest.intent, reading);
  const isOfOne = takesCustomers(newest.intent, reading) === 'one';
  const isOther = !command?.changes || newest.customers.length !== 1;
  if (isOfOne && isOther && isAlone(situation)) {
    const entities = { customer: customersIn(alone.entities)[0] };
    return merge(situation, newest, { entities, opened });
  }
  const [before] = newest.customers;
  const id = customersIn(alone.entities)[0];
  // An id as long as that of the customer before is no amount.
  if (opened && isOfOne && isAlone(situation) && id?.length === before?.externalId.length)
    return merge(situation, newest, { entities: { customer: id }, opened });
  const said = opened && command ? differencesIn(line, command.arguments, reading) : undefined;
  const differs = said && corrected(said, newest);
  // A sentence that asks or tells something of its own customer is whole.
  const { intent } = readLine(rest, reading);
  const isWhole = !(
    intent === 'unknown' ||
    intent === 'customer.value' ||
    (takesCustomers(intent, reading) === 'several' && differs !== said)
  );
  if (differs !== undefined && 'customer' in differs.entities && !isWhole)
    return merge(situation, newest, differs);
  const full = withSecond(situation, alone);
  return full === undefined
    ? askedOfNamed(situation)
    : understood(full.understanding, { customers: full.customers });
}

/** “Back to 1042, when does he go?”: a question that speaks of whom its own beginning names. */
function askedOfNamed({ line, alone, reading }: Situation): FollowUp | undefined {
  const [id, ...others] = customersIn(alone.entities);
  const comma = line.search(/[,，]/);
  if (alone.intent !== 'unknown' || id === undefined || others.length > 0 || comma < 0)
    return undefined;
  const [head, tail] = [line.slice(0, comma), line.slice(comma + 1).trim()];
  const refers = referenceIn(tail);
  if (!head.includes(id) || refers === undefined || !saysNothing(head.replace(id, ' ')))
    return undefined;
  const text = tail.slice(0, refers.start) + refers.value.written([id]) + tail.slice(refers.end);
  const read = readClearly(text, reading);
  return takesCustomers(read.intent, reading) === 'one' && customersIn(read.entities)[0] === id
    ? understood({ ...read, locale: alone.locale, sentence: true })
    : undefined;
}

/** “Not 1042, 1024”: whom it was not, is not meant. */
function corrected(differs: Differences, { customers, entities }: Remembered): Differences {
  const ids = customersIn(differs.entities);
  const before = [...customers.flatMap((each) => each?.externalId ?? []), ...customersIn(entities)];
  const others = ids.filter((id) => !before.includes(id));
  return ids.length === 2 && others.length === 1
    ? { ...differs, entities: { ...differs.entities, customer: others[0] } }
    : differs;
}

/** A line that names nobody. */
function ofNobody(situation: Situation): FollowUp | undefined {
  const { alone, line, reading, remembered } = situation;
  const amount = otherAmount(situation);
  if (amount !== undefined) return amount;
  // An id that was read as something else is still whom the line is about.
  if (/(?<!\d)\d{3,}/.test(line)) return undefined;
  const form = asForm(situation);
  if (form !== undefined) return form;
  const { opened } = lineEdges(line);
  const lacks =
    takesCustomers(alone.intent, reading) === 'one' &&
    commandOf(alone.intent, reading)?.arguments.customer?.required === true;
  for (const before of remembered) {
    const command = commandOf(before.intent, reading);
    const differs = command && differencesIn(line, command.arguments, reading);
    const isOfItsOwn =
      alone.intent !== 'unknown' &&
      takesCustomers(before.intent, reading) !== 'none' &&
      hasAntecedent(line);
    if (
      differs !== undefined &&
      !isOfItsOwn &&
      (opened ||
        differs.opened ||
        lacks ||
        alone.intent === 'unknown' ||
        alone.intent === before.intent ||
        command?.changes ||
        Object.keys(differs.entities).every((name) => times.has(name)) ||
        (before.page !== null && !isAtLarge(line) && !(isCount(differs) && hasAntecedent(line))))
    ) {
      const merged = surely(merge(situation, before, differs));
      if (merged !== undefined) return merged;
    }
    // What differs from a list may be said after one of its customers was looked at.
    if (before.customers.length !== 1 && before.intent !== 'unknown') break;
  }
  if (lacks) return filled(situation);
  const compared = comparedAgain(situation);
  if (compared !== undefined) return compared;
  return aboutSubject(situation) ?? otherOrder(situation);
}

/** “Make it 280,000”, after an opportunity of one customer was told of. */
function otherAmount(situation: Situation): FollowUp | undefined {
  const [newest] = situation.remembered;
  const known = newest && commandOf(newest.intent, situation.reading)?.arguments;
  if (newest?.customers.length !== 1 || known === undefined || !('amount' in known))
    return undefined;
  const differs = differencesIn(situation.line, known, situation.reading);
  const isAmount = differs?.opened && Object.keys(differs.entities).join() === 'amount';
  return isAmount ? merge(situation, newest, differs) : undefined;
}

/** “The first three”, and nothing else. */
const isCount = ({ entities }: Differences): boolean => Object.keys(entities).join() === 'limit';

/** What is no question by itself. */
const times = new Set(['horizonMonths', 'until']);

/** Whether something in a line may be an id that was not read as one: a number nothing explains, or what its command does not take. */
function mayNameSomebody({ line, alone, reading }: Situation): boolean {
  const known = { ...commandOf(alone.intent, reading)?.arguments, horizonMonths: 0, until: 0 };
  const { marked } = findMentions(readableText(normalise(line)), reading.names, reading.timezone);
  return /\p{N}/u.test(marked.text) || Object.keys(alone.entities).some((name) => !(name in known));
}

/** A sentence with an intent of its own that lacks whom it is about. */
function filled(situation: Situation): FollowUp | undefined {
  const { alone, remembered } = situation;
  const last = lastOfCustomers(situation);
  if (last === undefined || hasAntecedent(situation.line) || mayNameSomebody(situation))
    return undefined;
  const [customer] = last.customers;
  if (last.customers.length > 1 || last !== remembered[0])
    return askWhich(situation, alone, last.customers);
  if (!customer) return asked(situation, 'gone');
  return understood(
    { ...alone, entities: { ...alone.entities, customer: customer.externalId } },
    { customers: [customer] },
  );
}

/** A comparison that names nobody is of those who were compared, or listed. */
function comparedAgain(situation: Situation): FollowUp | undefined {
  const { alone, reading, remembered } = situation;
  const [newest] = remembered;
  if (newest === undefined || takesCustomers(alone.intent, reading) !== 'several') return undefined;
  const all = newest.customers.flatMap((each) => each ?? []);
  if (all.length < 2 || all.length > mostCompared) return undefined;
  if (all.length < newest.customers.length) return asked(situation, 'gone');
  const customer = all.map(({ externalId }) => externalId);
  return understood({ ...alone, entities: { ...alone.entities, customer } }, { customers: all });
}

/** A line of which the words and one customer make all. */
function naming(customer: RememberedCustomer, written: (id: string) => string): Named {
  const value = { written: ([id = '']: readonly string[]) => written(id) };
  return named('', { start: 0, end: 0, said: '', value }, [customer], undefined);
}

/** “History”: the first word of a slash form, and nothing else. */
function asForm({ line, alone, reading, remembered }: Situation): FollowUp | undefined {
  const [newest] = remembered;
  const [customer] = newest?.customers ?? [];
  if (newest?.customers.length !== 1 || !customer || /[?？]/.test(line)) return undefined;
  const who = naming(customer, (id) => `${line} ${id}`);
  const read = readClearly(who.line, reading);
  if (read.sentence || takesCustomers(read.intent, reading) !== 'one') return undefined;
  return understood(
    { ...read, locale: alone.locale, sentence: true, entities: asMeant(read.entities, who) },
    { customers: [customer] },
  );
}

/** “Balance?”: a few words that say what about the customer whom the answer before was about. */
function aboutSubject(situation: Situation): FollowUp | undefined {
  const { alone, line, reading, remembered } = situation;
  const [newest] = remembered;
  const [customer] = newest?.customers ?? [];
  if (newest?.customers.length !== 1 || !customer || isSmallTalk(line)) return undefined;
  const { rest, opened } = lineEdges(line);
  if (hasAntecedent(rest) || isAtLarge(rest)) return undefined;
  if (Object.keys(alone.entities).some(isFilter(reading))) return undefined;
  const length = lengthOf(rest);
  const [about] = isInJoinedScript(rest) ? joined : spaced;
  if (length > longestTopic || about === undefined) return undefined;
  const who = naming(customer, (id) => about.about(id, rest));
  const read = readClearly(who.line, reading);
  if (takesCustomers(read.intent, reading) !== 'one') return undefined;
  const isLike = alone.nearest.slice(0, nearest).includes(read.intent);
  const isKnown = alone.intent !== 'unknown';
  const told = isKnown ? opened || length <= fewWords : length <= shortTopic;
  if (!isLike && (isKnown || !told || alone.nearest.length === 0)) return undefined;
  // What may be a question by itself is one, but of a list or a book.
  const ofAll = Object.keys(commandOf(alone.intent, reading)?.arguments ?? {});
  const taken = commandOf(read.intent, reading)?.arguments ?? {};
  const isOfBoth = Object.keys(alone.entities).every((name) => name in taken);
  if (isKnown && (!isOfBoth || !ofAll.some(isFilter(reading)))) return undefined;
  if (isKnown && commandOf(read.intent, reading)?.changes) return undefined;
  if (!who.customers.has(String(read.entities.customer))) return undefined;
  const least = !isKnown
    ? topicConfidence.alone
    : told
      ? topicConfidence.few
      : topicConfidence.instead;
  return read.confidence >= least
    ? understood(
        { ...read, locale: alone.locale, entities: asMeant(read.entities, who) },
        { customers: [customer] },
      )
    : undefined;
}

/** How long a text is in words; two characters of a script without spaces are one. */
const lengthOf = (text: string): number =>
  isInJoinedScript(text) ? text.length / 2 : text.split(' ').length;

const isFilter = (reading: Reading) => (name: string) =>
  reading.commands.some((command) => command.arguments[name]?.kind.isFilter === true);

const isSmallTalk = (line: string): boolean =>
  readings.some(({ smallTalk }) =>
    Object.values(smallTalk ?? {}).some((pattern) => pattern.test(line)),
  );

/** “By value instead” of a list that has no such order: another list may have. */
function otherOrder(situation: Situation): FollowUp | undefined {
  const { alone, line, reading } = situation;
  const [list] = listsOf(situation);
  if (list?.page == null || alone.sentence === false) return undefined;
  // A question of its own says more than an order.
  if (alone.intent !== 'unknown' && (hasAntecedent(line) || Object.keys(alone.entities).length > 2))
    return undefined;
  for (const command of reading.commands) {
    if (command.intent === list.intent || !('from' in command.arguments)) continue;
    const differs = differencesIn(line, command.arguments, reading);
    if (differs === undefined || !('sortBy' in differs.entities)) continue;
    const entities = { ...filtersOf(list, reading), ...differs.entities };
    return asked(situation, 'order', {
      intent: list.intent,
      candidates: [{ intent: command.intent, entities }],
    });
  }
  return undefined;
}

/** A question before with what differs; undefined where it would change something without a customer to ask about. */
function merge(
  situation: Situation,
  before: Remembered,
  differs: Differences,
  who?: Named,
): FollowUp | undefined {
  const { alone, reading } = situation;
  const command = commandOf(before.intent, reading);
  const own = who === undefined ? differs.entities : asMeant(differs.entities, who);
  const ids = customersIn(own);
  const takes = takesCustomers(before.intent, reading);
  const isOfOne = takes === 'one' && before.customers.length === 1;
  if (command === undefined || (command.changes && ids.length === 0 && !isOfOne)) return undefined;
  if (takes === 'several' && ids.length > 0) {
    const compared = before.customers.map((each) => each?.externalId);
    return ids.every((id) => compared.includes(id))
      ? undefined
      : addedOrAlone(situation, before, ids);
  }
  if (takes !== 'none' && ids.length === 0) {
    if (before.customers.includes(null)) return asked(situation, 'gone', { intent: before.intent });
    if (takes === 'one' && before.customers.length > 1)
      return askWhich(
        situation,
        { intent: before.intent, entities: { ...before.entities, ...own } },
        before.customers,
      );
  }
  const { from: _, ...old } = entitiesOf(before, reading);
  if ('until' in own) delete old.horizonMonths;
  if ('horizonMonths' in own) delete old.until;
  const subject = ids.length === 0 && takes === 'one' ? before.customers : [];
  return understood(
    { ...again(alone, before), entities: { ...old, ...own } },
    {
      intent: before.intent,
      customers: [...(who?.customers.values() ?? []), ...subject.flatMap((each) => each ?? [])],
    },
  );
}

/** One more after a comparison: to be compared too, or looked at instead. */
function addedOrAlone(situation: Situation, before: Remembered, ids: string[]): FollowUp {
  const all = [...before.customers.flatMap((each) => each?.externalId ?? []), ...ids];
  const customer = [...new Set(all)];
  return asked(situation, 'customer', {
    intent: before.intent,
    candidates: [
      ...(customer.length > 1 && customer.length <= mostCompared
        ? [{ intent: before.intent, entities: { customer } }]
        : []),
      ...ids.map((id) => ({ intent: 'customer.value' as const, entities: { customer: id } })),
    ],
  });
}
