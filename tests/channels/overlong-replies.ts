import type { Reply } from '../../src/conversation/reply.ts';
import type { Reading } from './contract.ts';
import { fullReply } from './sample-reply.ts';

const plain: Reply = {
  title: 'A long answer',
  summary: 'One part of it is longer than a platform takes.',
  facts: [],
  charts: [],
  actions: [],
  visibility: 'channel',
};
const words = (name: string, length: number) =>
  Array.from({ length: Math.ceil(length / (name.length + 6)) }, (_, i) => `${name}-${1000 + i}`)
    .join(' ')
    .slice(0, length)
    .trim();
const several = <T>(count: number, make: (i: number) => T): T[] =>
  Array.from({ length: count }, (_, i) => make(i));
const columns = [
  { label: 'Customer', align: 'start' as const },
  { label: 'CLV', align: 'end' as const },
];
const chart = fullReply.charts[0]?.spec ?? { mark: 'bar' as const, data: { values: [] } };

/** Replies with one part each that is longer than some platform allows. */
export const overlongReplies: Record<string, Reply> = {
  'a long title': { ...plain, title: words('title', 2_000) },
  'a long summary': { ...plain, summary: words('summary', 9_000) },
  'many facts': {
    ...plain,
    facts: several(300, (i) => ({ label: `Fact ${i}`, value: words(`fact-${i}`, 150) })),
  },
  'a long fact': { ...plain, facts: [{ label: 'Fact', value: words('fact', 20_000) }] },
  'many details': { ...plain, details: several(200, (i) => words(`detail-${i}`, 200)) },
  'a long detail': { ...plain, details: [words('detail', 20_000)] },
  'many rows': {
    ...plain,
    table: { columns, rows: several(600, (i) => [`Customer Number ${i} &`, `€${i},000`]) },
  },
  'long rows': {
    ...plain,
    table: { columns, rows: several(30, (i) => [words(`cell-${i}`, 3_000), `€${i},000`]) },
  },
  'several charts': {
    ...plain,
    charts: several(3, (i) => ({ alt: `Chart number ${i} by month.`, spec: chart })),
  },
  'a long alternative of a chart': {
    ...plain,
    charts: [{ alt: words('alternative', 4_000), spec: chart }],
  },
  'many buttons': {
    ...plain,
    actions: several(40, (i) => ({ label: `Why ${i}?`, command: `why ${i}` })),
  },
  'a long button': { ...plain, actions: [{ label: words('button', 500), command: 'why 1042' }] },
  'many long buttons': {
    ...plain,
    actions: several(60, (i) => ({ label: words(`button-${i}`, 900), command: `why ${i}` })),
  },
  'a long command': {
    ...plain,
    actions: [
      { label: 'Short', command: 'why 1042' },
      { label: 'Long', command: `compare ${words('x', 30_000)}` },
    ],
  },
};

const flat = (text: string) => text.replace(/\s+/g, ' ').trim();

/** Whether a text is shown whole, or as its beginning followed by “…”. */
export function isTold(part: string, shown: string): boolean {
  if (part === '' || shown.includes(part)) return true;
  const start = part.slice(0, 12);
  for (let at = shown.indexOf(start); at >= 0; at = shown.indexOf(start, at + 1)) {
    let length = start.length;
    while (part[length] !== undefined && part[length] === shown[at + length]) length++;
    if (/^ ?…/.test(shown.slice(at + length))) return true;
  }
  return false;
}

/**
 * The parts of a reply that a message drops silently: it shows neither them nor their beginning, and does not say that
 * parts were left out. Rows left out must be counted.
 * @param options.buttons false: the message has no buttons, so their labels are not expected
 */
export function untold(
  reply: Reply,
  { text, pictures }: Reading,
  options: { buttons: boolean } = { buttons: true },
): string[] {
  const shown = flat(text);
  const silent = (parts: readonly string[]) =>
    parts.map(flat).filter((part) => !isTold(part, shown));
  const rest = silent([
    reply.title,
    reply.summary,
    ...reply.facts.flatMap(({ label, value }) => [label, value]),
    ...(reply.details ?? []),
    ...(pictures === reply.charts.length ? [] : reply.charts.map(({ alt }) => alt)),
    ...(options.buttons ? reply.actions.map(({ label }) => label) : []),
  ]);
  const rows = (reply.table?.rows ?? []).filter((row) => silent(row).length > 0);
  const more = /and (\d+) more\b/.exec(shown)?.[1];
  const [, first, all] = /first (\d+) of (\d+) rows/.exec(shown) ?? [];
  const counted = more === undefined ? Number(all ?? 0) - Number(first ?? 0) : Number(more);
  return [
    ...(/shortened to fit/.test(shown) ? [] : rest.map((part) => part.slice(0, 60))),
    ...(counted === rows.length
      ? []
      : [`${rows.length} rows are not shown, ${counted} are said so`]),
  ];
}
