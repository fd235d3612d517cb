import { describe, expect, it } from 'vitest';
import { phrasesFor } from '../../../src/conversation/phrases.ts';
import { commands } from '../../../src/conversation/registry.ts';
import { readLine } from '../../../src/conversation/understanding/read-line.ts';
import { examplesOf } from '../../../src/conversation/understanding/recogniser-model.ts';
import { earlierSentences, offTopic } from './earlier-sentences.ts';
import { names, read, recognise } from './said.ts';

describe.each(['en', 'zh'] as const)('sentences in %s', (locale) => {
  const sentences = Object.entries(earlierSentences[locale]).flatMap(([intent, texts]) =>
    texts.map((text) => ({ intent, text })),
  );

  it('are understood at least 95 times of 100', () => {
    const missed = sentences.filter(({ intent, text }) => read(text).intent !== intent);
    expect(missed.length / sentences.length, JSON.stringify(missed)).toBeLessThanOrEqual(0.05);
  });

  it('that are none of its business are left unanswered at least 95 times of 100', () => {
    const guessed = offTopic[locale].filter((text) => read(text).intent !== 'unknown');
    expect(offTopic[locale].length).toBeGreaterThanOrEqual(40);
    expect(guessed.length / offTopic[locale].length, guessed.join('; ')).toBeLessThanOrEqual(0.05);
  });
});

describe('the examples of the commands', () => {
  it.each(['en', 'zh'])('in %s, that each shows first is understood as that command', (locale) => {
    const wrong = commands
      .filter(({ intent }) => intent !== 'unknown')
      .map((command) => ({
        intent: command.intent,
        text: phrasesFor(command, locale).sentences[0],
      }))
      .filter(({ intent, text }) => read(text).intent !== intent);
    expect(wrong).toEqual([]);
  });

  it('are understood as their commands at least 97 times of 100', () => {
    const all = examplesOf(commands);
    const examples = all.filter((_, at) => at % 20 === 0);
    const wrong = examples.filter(({ intent, text }) => read(text).intent !== intent);
    expect(all.length).toBeGreaterThan(15_000);
    expect(wrong.length / examples.length, JSON.stringify(wrong)).toBeLessThanOrEqual(0.03);
  });
});

describe('what a sentence mentions', () => {
  it.each<[string, string, Record<string, unknown>]>([
    ['tell me about the young investors', 'segment.detail', { segment: 'young investors' }],
    ['who are our dormant borrowers?', 'segment.detail', { segment: 'dormant borrowers' }],
    ['介绍一下高净值储户', 'segment.detail', { segment: '高净值储户' }],
    ['tell me about the weather', 'unknown', {}],
    ['who is about to leave in the spenders segment?', 'ranking.atRisk', { segment: 'spenders' }],
    [
      'top 5 customers of the young savers segment',
      'ranking.top',
      { segment: 'young savers', limit: 5 },
    ],
    [
      'who is about to leave in the busy young spenders segment?',
      'ranking.atRisk',
      { segment: 'busy young spenders' },
    ],
    [
      'segments by spending habits for Prague',
      'segment.breakdown',
      { by: 'spending habits', branch: 'Prague' },
    ],
  ])('may be a segment or a way to cut the bank: %s', (text, intent, entities) => {
    const said = read(text);
    expect({ intent: said.intent, entities: said.entities }).toEqual({ intent, entities });
  });
  it('may be named with any sign there is', () => {
    const odd = {
      ...names,
      branches: [{ name: 'St. Paul’s (West) [24/7] $^*+?.|{}\\ A-B', aliases: [] }],
      segments: [{ en: 'long-standing, debt-free', zh: '老客户、无负债' }],
    };
    const { intent, entities } = readLine('tell me about the long-standing, debt-free', {
      commands,
      recognise,
      names: odd,
      timezone: 'Europe/Prague',
    });
    expect({ intent, entities }).toEqual({
      intent: 'segment.detail',
      entities: { segment: 'long-standing, debt-free' },
    });
  });
  it.each<[string, Record<string, unknown>]>([
    ['what is customer 1042 worth?', { customer: '1042' }],
    ['客户１０４２值多少钱？', { customer: '1042' }],
    ['一零四二号客户值多少钱', { customer: '1042' }],
    ['what is customer 2 worth', { customer: '2' }],
    ['what is client C-2071 worth', { customer: 'C-2071' }],
    ['how much is Zhang Wei worth?', { customer: 'Zhang Wei' }],
    ['what is zhang wei worth', { customer: 'zhang wei' }],
    ['why is Maria de la Cruz likely to leave?', { customer: 'Maria de la Cruz' }],
    ["what is Jean-Luc O'Neill worth?", { customer: "Jean-Luc O'Neill" }],
    ['what is "Will Young" worth?', { customer: 'Will Young' }],
    [
      "what is Anna Nováková's balance over time?",
      { customer: 'Anna Nováková', metric: 'balance' },
    ],
    ['张伟值多少钱？', { customer: '张伟' }],
    ['王大力值多少钱？', { customer: '王大力' }],
    ['为什么欧阳娜娜可能流失', { customer: '欧阳娜娜' }],
    ['客户Anna Novak的价值', { customer: 'Anna Novak' }],
    ['what are customers 1042 and 1055 worth?', { customer: ['1042', '1055'] }],
    ['Zhang Wei vs Li Na', { customer: ['Zhang Wei', 'Li Na'] }],
    ['compare Li Na with 1042', { customer: ['Li Na', '1042'] }],
    ['张伟和李娜谁更值钱', { customer: ['张伟', '李娜'] }],
    ['is "AB 12" riskier than "AB 77"?', { customer: ['AB 12', 'AB 77'] }],
    ['what is customer AB 12 worth?', { customer: 'AB 12' }],
    [
      'show AB 12 balance over the last year',
      { customer: 'AB 12', metric: 'balance', horizonMonths: 12 },
    ],
    ['AB 12值多少钱', { customer: 'AB 12' }],
    ['how much is CZ/2019/44 worth?', { customer: 'CZ/2019/44' }],
    ['what is #12 worth?', { customer: '#12' }],
    ['WHY IS CUSTOMER 1042 AT RISK', { customer: '1042' }],
    ['at risk in segment="dormant savers"', { segment: 'dormant savers' }],
    ['my ten most valuable customers', { limit: 10, manager: 'me' }],
    ['我最有价值的十位客户', { limit: 10, manager: 'me' }],
    ['the twenty-five best customers', { limit: 25 }],
    ['前五名客户', { limit: 5 }],
    [
      'top 5 customers in Prague by contribution',
      { limit: 5, branch: 'Prague', sortBy: 'contribution' },
    ],
    ['布拉格分行的高价值客户谁最可能流失', { branch: 'Prague', tier: 'high' }],
    ['who is about to leave in PRAGUE?', { branch: 'Prague' }],
    ['who is at risk, branch=Brno tier=low', { branch: 'Brno', tier: 'low' }],
    ['busy young spenders at risk', { segment: 'busy young spenders' }],
    ['沉睡储户里谁要流失', { segment: '沉睡储户' }],
    ["Jana Dvorakova's best customers", { manager: 'Jana Dvorakova' }],
    ['top customers of the New Town branch', { branch: 'New Town' }],
    [
      "show 1042's balance over the last 6 months",
      { customer: '1042', metric: 'balance', horizonMonths: 6 },
    ],
    ['1042最近半年的交易走势', { customer: '1042', metric: 'transactions', horizonMonths: 6 }],
    [
      'contribution of 1042 over the last two years',
      { customer: '1042', metric: 'contribution', horizonMonths: 24 },
    ],
    ['how good is the CLV model?', { model: 'clv' }],
    ['pause digest 3', { digest: 3 }],
    ['暂停3号简报', { digest: 3 }],
    [
      'send me at-risk customers every weekday at 8:30',
      { schedule: { cron: '30 8 * * 1-5', timezone: 'Europe/Prague' } },
    ],
    [
      '每天早上七点半把流失风险客户发给我',
      { schedule: { cron: '30 7 * * *', timezone: 'Europe/Prague' } },
    ],
  ])('%s', (text, entities) => {
    expect(read(text).entities).toEqual(entities);
  });

  it('is the same with a polite wrapping, in capitals, and with slips of the keyboard', () => {
    const plain = read('why is customer 1042 at risk?');
    for (const text of [
      'could you please tell me why customer 1042 is at risk, thanks',
      'WHY IS CUSTOMER 1042 AT RISK',
      'why is custmer 1042 at risk??',
      '  why   is customer 1042 at risk ',
      '请问为什么客户1042有流失风险呢',
      '麻烦解释一下1042为什么有流失风险，谢谢',
    ]) {
      expect(read(text)).toMatchObject({ intent: plain.intent, entities: plain.entities });
    }
  });
});
