import type { CommandDescription } from '../../../src/conversation/command.ts';
import { roles } from '../../../src/store/kinds.ts';

/** Commands as the page is told of them. */
export const sampleCommands: CommandDescription[] = [
  {
    intent: 'customer.value',
    group: 'one-customer',
    everyday: true,
    name: 'customer',
    usage: 'customer ID-OR-NAME',
    summary: (locale) => (locale === 'zh' ? '一位客户值多少' : 'What a customer is worth'),
    button: (locale) => locale,
    phrases: new Map([
      ['en', { words: ['customer'], sentences: ['what is customer 1042 worth?'] }],
      ['zh', { words: ['客户'], sentences: ['客户1042值多少钱？'] }],
    ]),
    arguments: [],
    schema: {},
    ofGroups: false,
    allowed: roles,
  },
  {
    intent: 'customer.explain',
    group: 'lists',
    everyday: true,
    name: 'why',
    usage: 'why ID',
    summary: (locale) => (locale === 'zh' ? '客户为什么可能流失' : 'Why a customer may leave'),
    button: (locale) => locale,
    phrases: new Map([
      ['en', { words: ['why'], sentences: ['why is 1042 at risk?'] }],
      ['zh', { words: ['原因'], sentences: ['为什么1042有流失风险？'] }],
    ]),
    arguments: [],
    schema: {},
    ofGroups: false,
    allowed: roles,
  },
  {
    intent: 'ranking.atRisk',
    group: 'lists',
    everyday: true,
    name: 'at-risk',
    usage: 'at-risk [N]',
    summary: (locale) => (locale === 'zh' ? '谁最可能流失' : 'Who is about to leave'),
    button: (locale) => locale,
    phrases: new Map([
      ['en', { words: ['at-risk'], sentences: ['who is about to leave?'] }],
      ['zh', { words: ['流失'], sentences: ['谁最可能流失的？'] }],
    ]),
    arguments: [],
    schema: {},
    ofGroups: false,
    allowed: roles,
  },
  {
    intent: 'book.summary',
    group: 'lists',
    everyday: true,
    name: 'book',
    usage: 'book',
    summary: (locale) => (locale === 'zh' ? '客户组合概况' : 'How a book is doing'),
    button: (locale) => locale,
    phrases: new Map([
      ['en', { words: ['book'], sentences: ['how is my book doing?'] }],
      ['zh', { words: ['组合'], sentences: ['我的客户组合怎么样？'] }],
    ]),
    arguments: [],
    schema: {},
    ofGroups: false,
    allowed: roles,
  },
];
