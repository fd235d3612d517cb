import type { Reply } from '../../src/conversation/reply.ts';
import { formattingName } from '../banks/forty-customers.ts';

const chart = {
  alt: 'Contribution by month, €306 in all.',
  spec: { mark: 'bar' as const, data: { values: [] } },
};

const customer: Reply = {
  title: 'Zhang Wei · 1042',
  summary: 'Zhang Wei is worth about €1,235 over 3 years (high tier).',
  facts: [
    { label: 'Branch', value: 'Prague' },
    { label: 'Churn within 3 months', value: '62%' },
  ],
  details: ['Balance down 41% in three months.', 'Figures as of 30 June 2026.'],
  charts: [chart],
  actions: [
    { label: 'Why?', command: 'why 1042' },
    { label: 'At-risk list', command: 'at-risk' },
  ],
  visibility: 'asker',
};

/** Replies that try a renderer: plain, Chinese, full of formatting, long, and bare. */
export const sampleReplies = {
  customer,
  chinese: {
    ...customer,
    title: '张伟 · 1042',
    summary: '张伟未来 3 年的价值约为 €1,235（高层级）。',
    facts: [{ label: '分行', value: '布拉格' }],
    details: ['三个月内余额下降41%。'],
    charts: [{ ...chart, alt: '每月的贡献，合计 €306。' }],
    actions: [{ label: '为什么？', command: 'why 1042' }],
  },
  formatting: {
    ...customer,
    title: `${formattingName} · 1043`,
    summary: `${formattingName} is worth €1; {{DATE(2020-01-01T00:00:00Z)}} <!channel> <@U1> @here.`,
    facts: [{ label: '1. *Manager*', value: '- _Petra_' }],
    details: ['# no heading', '> no quotation'],
    charts: [],
    actions: [{ label: '*Why* <b>?', command: 'why "*Ann* & Sons"' }],
  },
  long: {
    title: `${'Wilhelmina Featherstonehaugh-Konstantinopoulou '.repeat(5)}😀`,
    summary: 'Many customers may leave.',
    facts: [],
    table: {
      columns: [
        { label: 'Customer', align: 'start' },
        { label: 'CLV', align: 'end' },
        { label: 'Reason', align: 'start' },
      ],
      rows: Array.from({ length: 400 }, (_, i) => [
        `Customer Number ${i} of a rather long name`,
        `€${i}`,
        i % 2 === 0 ? '' : 'Balance down 41% in three months',
      ]),
    },
    charts: [],
    actions: [{ label: `${'Why '.repeat(30)}?`, command: 'why 1042' }],
    visibility: 'asker',
  },
  rows: {
    ...customer,
    title: 'At risk',
    details: ['before', 'Departed', 'Ann'],
    headings: [1],
    table: {
      columns: [
        { label: 'Customer', align: 'start' },
        { label: 'At stake', align: 'end' },
      ],
      rows: Array.from({ length: 17 }, (_, i) => [`Customer Number ${i + 1}`, `€${i}`]),
      rowActions: Array.from({ length: 17 }, (_, i) => [
        { label: 'I take it', command: `claim ${i}` },
        { label: 'Called', command: `log ${i} called` },
        { label: 'Why?', command: `why ${i}` },
        { label: 'Snooze a week', command: `snooze ${i} until +1w` },
      ]),
    },
  },
  bare: {
    title: 'No customers found',
    summary: 'There are no customers to show.',
    facts: [],
    table: { columns: [{ label: 'Customer', align: 'start' }], rows: [] },
    charts: [],
    actions: [],
    visibility: 'channel',
  },
} as const satisfies Record<string, Reply>;
