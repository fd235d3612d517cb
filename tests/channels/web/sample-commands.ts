import type { CommandDescription } from '../../../src/conversation/command.ts';

const everyone = ['manager', 'supervisor', 'analyst'] as const;

/** Commands as the page is told of them. */
export const sampleCommands: CommandDescription[] = [
  {
    intent: 'customer.value',
    words: { en: ['customer'], zh: ['客户'] },
    usage: 'customer ID-OR-NAME',
    summary: { en: 'What a customer is worth', zh: '一位客户值多少' },
    examples: { en: ['what is customer 1042 worth?'], zh: ['客户1042值多少钱？'] },
    entities: [],
    allowed: everyone,
  },
  {
    intent: 'customer.explain',
    words: { en: ['why'], zh: ['原因'] },
    usage: 'why ID',
    summary: { en: 'Why a customer may leave', zh: '客户为什么可能流失' },
    examples: { en: ['why is 1042 at risk?'], zh: ['为什么1042有流失风险？'] },
    entities: [],
    allowed: everyone,
  },
  {
    intent: 'ranking.atRisk',
    words: { en: ['at-risk'], zh: ['流失'] },
    usage: 'at-risk [N]',
    summary: { en: 'Who is about to leave', zh: '谁最可能流失' },
    examples: { en: ['who is about to leave?'], zh: ['谁最可能流失的？'] },
    entities: [],
    allowed: everyone,
  },
  {
    intent: 'book.summary',
    words: { en: ['book'], zh: ['组合'] },
    usage: 'book',
    summary: { en: 'How a book is doing', zh: '客户组合概况' },
    examples: { en: ['how is my book doing?'], zh: ['我的客户组合怎么样？'] },
    entities: [],
    allowed: everyone,
  },
];
