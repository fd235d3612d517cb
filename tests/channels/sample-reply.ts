import { contributionChart } from '../../src/charts/contribution-chart.ts';
import type { Reply } from '../../src/conversation/reply.ts';

const amounts = [912, 987, 1004, 968, 1041, 1102, 1087, 940, 812, 655, 431, -86];
const months = amounts.map((contribution, at) => ({
  month: new Date(Date.UTC(2025, 10 + at, 1)).toISOString().slice(0, 10),
  contribution,
}));

/** A reply with everything a reply can have. */
export const fullReply: Reply = {
  title: 'Zhang Wei (customer 1042)',
  summary:
    'Zhang Wei is worth about €12,410 over three years (high tier); the probability of losing them within six months is 62%.',
  facts: [
    { label: 'Branch', value: 'Prague' },
    { label: 'CLV over three years', value: '€12,410 (90% range: €8,120 – €17,900)' },
    { label: 'Churn within six months', value: '62%' },
  ],
  details: ['The balance fell by 42% in three months.', 'Two complaints are open.'],
  table: {
    columns: [
      { label: 'Customer', align: 'start' },
      { label: 'At stake', align: 'end' },
    ],
    rows: [
      ['张伟', '€7,694'],
      ['Wilhelmina-Anastasia Featherstonehaugh-Konstantinopoulou van der Heijden', '€12,930'],
    ],
  },
  charts: [
    {
      alt: 'Contribution of Zhang Wei by month, November 2025 to October 2026, €9,853 in all.',
      spec: contributionChart({ months, currency: 'EUR', locale: 'en' }),
    },
  ],
  actions: [
    { label: 'Why?', command: 'why 1042' },
    { label: 'Every weekday', command: 'digest add "at-risk customers every weekday at 8:30"' },
  ],
  visibility: 'asker',
};

/** The same customer in Chinese. */
export const chineseReply: Reply = {
  ...fullReply,
  title: '张伟（客户 1042）',
  summary: '张伟未来三年的价值约为 €12,410（高层级）；六个月内的流失概率为 62%。',
  facts: [
    { label: '分行', value: '布拉格' },
    { label: '未来三年的 CLV', value: '€12,410（90% 区间：€8,120 – €17,900）' },
  ],
  details: ['近三个月余额下降42%。'],
  table: {
    columns: [
      { label: '客户', align: 'start' },
      { label: '潜在损失', align: 'end' },
    ],
    rows: [['张伟', '€7,694']],
  },
  actions: [{ label: '为什么？', command: 'why 1042' }],
};
