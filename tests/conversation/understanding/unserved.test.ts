import { describe, expect, it } from 'vitest';
import { commands } from '../../../src/conversation/registry.ts';
import { examplesOf } from '../../../src/conversation/understanding/recogniser-model.ts';
import { earlierSentences, offTopic } from './earlier-sentences.ts';
import { linesOf, read } from './said.ts';

/** Names that the bank lacks, and several of a kind, are told of by whoever looks them up. */
function isToldOf({ branch, manager, customer }: Record<string, unknown>): boolean {
  return (
    Array.isArray(branch) ||
    (branch !== undefined && !['Prague', 'Brno'].includes(String(branch))) ||
    (manager !== undefined && manager !== 'me' && manager !== 'Jana Dvorakova') ||
    // A name where a list was asked for: nobody of the bank is called so.
    typeof customer === 'string'
  );
}

describe.each(['en', 'zh'])('what no list can be held to, in %s', (locale) => {
  // What the at-risk list says of its own: within how many months.
  const ofItsOwn = ['at-risk customers next quarter', '下季度的流失风险客户'];
  const sentences = linesOf(`said/filters.${locale}.txt`);

  it.each(sentences.filter((text) => !ofItsOwn.includes(text)))('is told of: %s', (text) => {
    const { intent, entities, error, notApplied, asks } = read(text);
    const { schedule } = entities;
    const unkept = typeof schedule === 'object' && schedule !== null && 'unkept' in schedule;
    const understood = intent !== 'unknown' && asks.length === 0;
    const answered =
      understood && (error ?? notApplied) === undefined && !unkept && !isToldOf(entities);
    expect({ answered, entities }).toEqual({ answered: false, entities });
  });
});

it.each(['en', 'zh'])('in %s it is rarely left at “not understood”', (locale) => {
  const sentences = linesOf(`said/filters.${locale}.txt`);
  const silent = sentences.filter((text) => {
    const { intent, error } = read(text);
    return intent === 'unknown' && error === undefined;
  });
  expect(silent.length / sentences.length, silent.join('; ')).toBeLessThanOrEqual(0.05);
});

it.each(Object.entries(offTopic))(
  'what is none of its business is not said back, in %s',
  (_, all) => {
    expect(all.filter((text) => read(text).error !== undefined)).toEqual([]);
  },
);

describe('what is not taken into account', () => {
  it.each([
    ['top customers older than 60', 'older than 60'],
    ['at-risk customers except Prague', 'except Prague'],
    ['dormant savers not in Prague', 'not in Prague'],
    ['top women', 'women'],
    ['top customers with a mortgage', 'with a mortgage'],
    ['top business customers', 'business'],
    ['students who may leave', 'students'],
    ['at-risk customers that I have not called', 'I have not called'],
    ['top 7.5 customers', 'top 7.5'],
    ['how are customers older than 60 doing', 'older than 60'],
    ['60岁以上的最有价值客户', '60岁以上'],
    ['除布拉格外的重点客户', '除布拉格'],
    ['最有价值的企业客户', '企业'],
  ])('is said back: %s', (text, said) => {
    expect(read(text).error?.message).toContain(`“${said}”`);
  });
});

const batches = ['phone', 'office', 'corridor', 'evening'];
const ordinary = (locale: 'en' | 'zh') => [
  ...linesOf(`said/ordinary.${locale}.txt`).map((line) => line.split(' | ')[1] ?? ''),
  ...batches.flatMap((name) =>
    linesOf(`earlier/${name}.${locale}.txt`).map((line) => (line.split('|')[0] ?? '').trim()),
  ),
  ...Object.values(earlierSentences[locale]).flat(),
];

/** What the examples name, of the bank of the examples. */
const named = [
  { entity: 'branch', names: /Prague|布拉格/ },
  { entity: 'segment', names: /dormant savers|沉睡储户/ },
  { entity: 'manager', names: /Jana Dvorakova|王芳/ },
];
const takes = (intent: string, entity: string) =>
  commands.some((command) => command.intent === intent && entity in command.arguments);

describe.each(['en', 'zh'] as const)('ordinary sentences in %s', (locale) => {
  it('are refused for nothing at most 2 times of 100', () => {
    const sentences = ordinary(locale);
    const refused = sentences.filter((text) => read(text).error !== undefined);
    expect(sentences.length).toBeGreaterThan(500);
    expect(refused.length / sentences.length, refused.join('; ')).toBeLessThanOrEqual(0.02);
  });

  it('that are examples of a command and name nothing it cannot go by are at most 3 times of 200', () => {
    const examples = examplesOf(commands).filter(
      ({ text, ...each }, at) =>
        each.locale === locale &&
        at % 12 === 0 &&
        named.every(({ entity, names }) => takes(each.intent, entity) || !names.test(text)),
    );
    const refused = examples.filter(({ text }) => read(text).error !== undefined);
    expect(examples.length).toBeGreaterThan(1500);
    expect(refused.length / examples.length, JSON.stringify(refused)).toBeLessThanOrEqual(0.015);
  });
});
