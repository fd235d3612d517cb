import { afterAll, beforeAll, expect, it } from 'vitest';
import { adaptiveCard } from '../../src/channels/adaptive-card.ts';
import { slackBlocks, slackText } from '../../src/channels/slack/blocks.ts';
import { renderTerminal } from '../../src/channels/terminal/render.ts';
import type { Conversation } from '../../src/conversation/conversation.ts';
import { createConversation } from '../../src/conversation/create-conversation.ts';
import { describeCommands } from '../../src/conversation/describe-commands.ts';
import { commandWord, phrasesFor } from '../../src/conversation/phrases.ts';
import type { Reply } from '../../src/conversation/reply.ts';
import { isLocale } from '../../src/language/locale.ts';
import { branches, customers, managers, segments } from '../../src/store/schema.ts';
import type { Store } from '../../src/store/store.ts';
import { config, fillOddCustomers, now, oddCustomers } from '../banks/odd-customers.ts';
import { addPseudoLocale, outsideBrackets, pseudoLocale } from '../language/pseudo-locale.ts';
import { openTestStore } from '../test-store.ts';

let store: Store;
let conversation: Conversation;
let people: Awaited<ReturnType<typeof fillOddCustomers>>;
/** What is of the bank, not of the product: names, ids, its currency, its time zone. */
let data: string[];

beforeAll(async () => {
  addPseudoLocale();
  store = await openTestStore('pglite');
  people = await fillOddCustomers(store);
  conversation = createConversation({ store, config, now });
  const rows = await Promise.all(
    [branches, customers, managers, segments].map((table) => store.db.select().from(table)),
  );
  const texts = (value: unknown): string[] =>
    typeof value === 'string'
      ? [value]
      : typeof value === 'object' && value !== null
        ? Object.values(value).flatMap(texts)
        : [];
  data = [...texts(rows), 'CZK', 'Europe/Prague'].filter((text) => /\p{L}/u.test(text));
});
afterAll(() => store.close());

const months = Array.from({ length: 12 }, (_, month) =>
  (['long', 'short'] as const).map((style) =>
    new Intl.DateTimeFormat('en-GB', { month: style }).format(new Date(2026, month, 15)),
  ),
).flat();

const weekdays = Array.from({ length: 7 }, (_, day) =>
  (['long', 'short'] as const).map((style) =>
    new Intl.DateTimeFormat('en-GB', { weekday: style }).format(new Date(2026, 0, day + 1)),
  ),
).flat();

const folded = (word: string) => word.toLowerCase();
const wordsOf = (text: string) => text.match(/\p{L}+/gu) ?? [];

/** What is typed into a terminal or chosen by a reader's locale, and what a platform escapes. */
const notSaid = [
  ...months,
  ...weekdays,
  'npx bellwether ask value as csv xlsx',
  'Kč',
  'gt lt amp',
].flatMap(wordsOf);

/**
 * Words that came from somewhere else than the catalogs, the bank or the syntax of commands. A terminal wraps texts into
 * boxes, so that brackets tell nothing there: letters without accents do.
 */
function strangers(text: string, syntax: readonly string[], boxed: boolean): string[] {
  const known = new Set([...syntax, ...data, ...notSaid].flatMap(wordsOf).map(folded));
  const rest = boxed ? text.normalize('NFC') : outsideBrackets(text);
  const words = boxed ? (rest.match(/(?<!\p{L})[A-Za-z]{2,}(?!\p{L})/gu) ?? []) : wordsOf(rest);
  return words.filter((word) => word.length > 1 && !known.has(folded(word)));
}

/** Every text of a chart that is drawn. */
function drawn(value: unknown): string[] {
  if (Array.isArray(value)) return value.flatMap(drawn);
  if (typeof value !== 'object' || value === null) return [];
  return Object.entries(value).flatMap(([key, each]) =>
    ['title', 'subtitle', 'text', 'figure', 'name', 'label', 'series'].includes(key) &&
    (typeof each === 'string' || Array.isArray(each))
      ? [each].flat().flatMap((text) => (typeof text === 'string' ? [text] : drawn(text)))
      : drawn(each),
  );
}

/** What a reader sees of a reply: by itself, in Slack, in Teams and the web page, in a terminal. */
function seen(reply: Reply): { text: string; boxed: boolean }[] {
  const locale = locale_();
  const texts = (value: unknown): string[] => {
    if (Array.isArray(value)) return value.flatMap(texts);
    if (typeof value !== 'object' || value === null) return [];
    return Object.entries(value).flatMap(([key, each]) =>
      typeof each === 'string'
        ? ['text', 'title', 'value', 'alt_text', 'altText', 'fallbackText', 'speak'].includes(
            key,
          ) && !/^[{[]/.test(each)
          ? [each]
          : []
        : texts(each),
    );
  };
  return [
    reply.title,
    reply.summary,
    ...reply.facts.flatMap(({ label, value }) => [label, value]),
    ...(reply.details ?? []),
    ...(reply.table?.columns.map(({ label }) => label) ?? []),
    ...(reply.table?.rows.flat() ?? []),
    ...reply.charts.flatMap(({ alt, spec }) => [alt, ...drawn(spec)]),
    ...reply.actions.map(({ label }) => label),
    slackText(reply, locale),
    ...texts(slackBlocks(reply, locale)),
    ...texts(adaptiveCard(reply, { locale, chartUrls: [] })),
  ]
    .map((text) => ({ text, boxed: false }))
    .concat({ text: renderTerminal(reply, { width: 400, colour: false, locale }), boxed: true });
}

function locale_() {
  if (!isLocale(pseudoLocale)) throw new Error('The pseudo-locale was not taken.');
  return pseudoLocale;
}

it('not one word reaches a reader that is not in the catalogs', async () => {
  const described = describeCommands();
  const one = ['customer', 'why', 'trend', 'what-if', 'compare'].flatMap((word) =>
    [...Object.values(oddCustomers), '9999', 'Anna', '张'].map((id) =>
      word === 'what-if'
        ? `${word} ${id} retention=90% margin=-5%`
        : word === 'compare'
          ? `${word} ${id} 1042`
          : `${word} ${id}`,
    ),
  );
  const lines = [
    ...described.map(commandWord),
    ...one,
    'trend 1042 balance',
    'trend 1042 transactions',
    'trend 1042 colour',
    'top 50',
    'top by cvs',
    'top by contribution tier=high branch=Brno',
    'top many',
    'at-risk 50',
    'at-risk branch=Nowhere',
    'at-risk tier=golden',
    'at-risk colour=red',
    'segments by nothing',
    'segments tier=low',
    'segment dormant savers',
    'segment nobody',
    'book tier=high',
    'book manager=Nobody',
    'model churn',
    'model clv',
    'model segments',
    'model groups',
    'digest add "at-risk customers every weekday at 8:30"',
    'digest list',
    'digest pause',
    'digest resume',
    'digest test',
    'digest remove',
    'digest remove 7',
    'digest add now and then',
    'what-if 1042',
    'what-if 1042 retention=140%',
    'what-if 1042 luck=7',
    'help why',
    'hello',
    'thanks',
    'bye',
    'what is the weather like for 1042?',
    'customer',
    'customer 1042 1055',
    'nonsense',
  ];
  const found: string[] = [];
  for (const principal of [people.analyst, people.prague, { kind: 'unlinked' } as const]) {
    for (const line of lines) {
      const { reply } = await conversation.answer({
        text: `/value ${line}`,
        principal,
        channel: 'web',
        address: 'here',
        shared: false,
        locale: locale_(),
      });
      const syntax = [
        line,
        ...reply.actions.map(({ command }) => command),
        ...described.map(({ usage }) => usage),
        ...described.flatMap((command) => phrasesFor(command, locale_()).sentences.slice(0, 4)),
      ];
      for (const { text, boxed } of seen(reply)) {
        const words = strangers(text, syntax, boxed);
        if (words.length > 0) found.push(`${line}: ${words.join(' ')} ← ${text.slice(0, 160)}`);
      }
    }
  }
  expect([...new Set(found)]).toEqual([]);
}, 120_000);
