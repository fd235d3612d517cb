import { describe, expect, it } from 'vitest';
import { commands } from '../../../src/conversation/registry.ts';
import { loadRecogniser } from '../../../src/conversation/understanding/load-recogniser.ts';

const recognise = loadRecogniser(commands);
const bank = {
  branches: [{ name: 'Prague', aliases: ['布拉格'] }],
  segments: [{ en: 'dormant savers', zh: '沉睡储户' }],
  managers: ['Jana Dvorakova', '王芳'],
};
const entitiesOf = (text: string) => recognise(text, bank, 'Europe/Prague').entities;

describe('a customer’s name in a sentence', () => {
  it.each([
    ['赵秀兰值多少钱', '赵秀兰'],
    ['给我看看周志明的余额走势', '周志明'],
    ['欧阳建华会不会走', '欧阳建华'],
    ['刘丽华走了没', '刘丽华'],
    ['帮我查一下永盛五金', '永盛五金'],
    ['恒昌实业有限公司最近余额怎么样', '恒昌实业有限公司'],
    ['瑞丰集团的贡献度', '瑞丰集团'],
    ['恆昌貿易值多少錢', '恆昌貿易'],
    ['张伟明天会不会走', '张伟'],
    ['Dvořák的余额怎么样', 'Dvořák'],
    ['Petr Svoboda值多少钱', 'Petr Svoboda'],
    ['what is 赵秀兰 worth?', '赵秀兰'],
    ['How much is 永盛五金 worth', '永盛五金'],
    ['What is Ocelmont a.s. worth?', 'Ocelmont a.s.'],
    ['how likely is Pekarna Jizera spol. s r.o. to leave', 'Pekarna Jizera spol. s r.o.'],
    ['balance of Harbour Glass Ltd over the last year', 'Harbour Glass Ltd'],
    ['Is Weststadt Bau GmbH at risk of leaving?', 'Weststadt Bau GmbH'],
    ['why might Redwood Mills, Inc. leave', 'Redwood Mills, Inc.'],
    ['Meeting Silverline Logistics at 3, what should I bring up?', 'Silverline Logistics'],
    ['remind me in two weeks re 308', '308'],
    ['recalculate the CLV of 20931 over a ten-year horizon instead of five', '20931'],
  ])('%s', (text, customer) => {
    expect(entitiesOf(text)).toMatchObject({ customer });
  });

  it.each([
    'With limited time, which clients need saving most?',
    'who is likely to leave in the next 6 months',
    'I have a meeting at 3, who are my most valuable customers?',
    '黄金价格最近怎么样',
    '公司客户有多少',
    '这家公司的客户群怎么分',
    '周末之前把名单发给我',
    '高风险客户有哪些',
    '方便的话给我看看最值钱的十个客户',
    '时间不多，谁最可能流失',
    '贸易行业的客户哪些要走',
    '打开Excel给我导出最值钱的客户',
  ])('is not made up: %s', (text) => {
    expect(entitiesOf(text)).not.toHaveProperty('customer');
  });
});

describe('whose customers are meant', () => {
  it.each([
    ['王芳那本谁最危险', '王芳'],
    ['王芳手上最值钱的是谁', '王芳'],
    ['王芳那边谁要走', '王芳'],
    ["Jana Dvorakova's 3 most valuable", 'Jana Dvorakova'],
    ["who is at risk among Jana Dvorakova's people", 'Jana Dvorakova'],
    ['show my pipeline', 'me'],
    ['我那摊子客户谁要跑', 'me'],
    ['我客户里谁最值钱', 'me'],
  ])('%s', (text, manager) => {
    const entities = entitiesOf(text);
    expect(entities).toMatchObject({ manager });
    expect(entities).not.toHaveProperty('customer');
  });
});
