import { contributionChart } from '../../../src/charts/contribution-chart.ts';
import { riskChart } from '../../../src/charts/risk-chart.ts';
import type { Answer, Conversation, Question } from '../../../src/conversation/conversation.ts';
import { plainReply, unlinkedReply } from '../../../src/conversation/wording/fallback-replies.ts';

const amounts = [912, 987, 1004, 968, 1041, 1102, 1087, 940, 812, 655, 431, -86];
const months = amounts.map((contribution, at) => ({
  month: new Date(Date.UTC(2025, 10 + at, 1)).toISOString().slice(0, 10),
  contribution,
}));

/** A customer whose name tries everything a name can do to a page. */
export const hostileName =
  '<img src=x onerror="window.hurt=1"> *Ann* [x](http://evil.example) {{DATE(2020-01-01T00:00:00Z)}}';

const longName =
  'Wilhelmina-Anastasia Featherstonehaugh-Konstantinopoulou van der Heijden-Kraków-Wołodyjowska';

/** By which answers are voted on. */
export const sampleKey = '0123456789abcdef0123';

/** Answers by the first word that it knows, for the page's tests; `slow` waits for `release`. */
export function sampleConversation(): Conversation & { asked: Question[]; release(): void } {
  const asked: Question[] = [];
  let release = () => {};
  return {
    asked,
    release: () => release(),
    async answer(question): Promise<Answer> {
      asked.push(question);
      const { text, principal } = question;
      const locale = question.locale ?? 'en';
      const zh = locale === 'zh';
      const answer = (reply: Answer['reply']): Answer => ({
        intent: 'unknown',
        outcome: 'answered',
        entities: {},
        reply,
        data: {},
        locale,
        votable: sampleKey,
      });
      if (principal.kind === 'unlinked') return answer(unlinkedReply(locale));
      if (/helpful/.test(text))
        return answer(plainReply('Thank you', 'Noted, that is what you said.'));
      if (/slow/.test(text)) await new Promise<void>((resolve) => (release = resolve));
      if (/nobody/.test(text)) {
        return answer({
          ...plainReply('No customer at risk', 'Nobody in your book is above the threshold today.'),
          table: { columns: [{ label: 'Customer', align: 'start' }], rows: [] },
        });
      }
      if (/hostile/.test(text)) {
        return answer({
          ...customer(zh, hostileName),
          table: {
            columns: [
              { label: hostileName, align: 'start' },
              { label: 'CLV', align: 'end' },
            ],
            rows: [[hostileName, '€1']],
          },
          details: [hostileName],
        });
      }
      if (/brief/.test(text)) {
        return { ...answer(brief(zh)), intent: 'customer.brief', data: { customer: '1042' } };
      }
      if (/digest/.test(text)) return answer(digest());
      if (/long/.test(text)) return answer(customer(zh, longName));
      if (/at-risk|leave|流失的/.test(text)) return answer(atRisk(zh));
      return answer(customer(zh, zh ? '张伟' : 'Zhang Wei'));
    },
    parse: () => Promise.reject(new Error('The page does not parse.')),
  };
}

function customer(zh: boolean, name: string): Answer['reply'] {
  const locale = zh ? 'zh' : 'en';
  return {
    title: zh ? `${name}（客户 1042）` : `${name} (customer 1042)`,
    summary: zh
      ? `${name}未来三年的价值约为 €12,410（高层级）；六个月内的流失概率为 62%。`
      : `${name} is worth about €12,410 over three years (high tier); the probability of losing them within six months is 62%.`,
    facts: [
      { label: zh ? '分行' : 'Branch', value: zh ? '布拉格' : 'Prague' },
      { label: zh ? '客户经理' : 'Manager', value: 'Petra Nováková' },
      { label: zh ? '客群' : 'Segment', value: zh ? '高余额储户' : 'High-balance savers' },
      {
        label: zh ? '未来三年的 CLV' : 'CLV over three years',
        value: zh
          ? '€12,410（90% 区间：€8,120 – €17,900）'
          : '€12,410 (90% range: €8,120 – €17,900)',
      },
      { label: zh ? '价值评分（CVS）' : 'Value score (CVS)', value: zh ? '81 / 100' : '81 of 100' },
      { label: zh ? '六个月内流失概率' : 'Churn within six months', value: '62%' },
    ],
    details: zh
      ? ['近三个月余额下降42%。', '有两起未解决的投诉。', '数据截至2026年11月1日。']
      : [
          'The balance fell by 42% in three months.',
          'Two complaints are open.',
          'Figures as of 1 November 2026.',
        ],
    charts: [
      {
        alt: zh
          ? `${name}每月的贡献，合计 €9,853。`
          : `Contribution of ${name} by month, €9,853 in all.`,
        spec: contributionChart({ months, currency: 'EUR', locale }),
      },
    ],
    actions: [
      { label: zh ? '为什么？' : 'Why?', command: 'why 1042' },
      { label: zh ? '走势' : 'Trend', command: 'trend 1042' },
      { label: zh ? '流失风险名单' : 'At-risk list', command: 'at-risk' },
    ],
    visibility: 'asker',
  };
}

/** As much as a brief may have to say. */
function brief(zh: boolean): Answer['reply'] {
  const card = customer(zh, longName);
  const sentence = zh
    ? '先解决未了结的投诉，再致电告知处理结果。可以这样说：“您的投诉我已经亲自看过，给您带来不便，非常抱歉。”'
    : 'Settle the open complaint before anything else. Say: “I have read your complaint myself and I am sorry we let you down.”';
  const sections = ['Since then', 'Open', '3 things to raise', 'Next product', 'Not to offer'];
  return {
    ...card,
    details: sections.flatMap((heading) => [heading, sentence, sentence, sentence]),
    headings: sections.map((_, i) => 4 * i),
  };
}

/** A list whose rows have buttons of their own. */
function digest(): Answer['reply'] {
  const card = atRisk(false);
  const rowActions = (card.table?.rows ?? []).map((_, at) => [
    { label: 'I take it', command: `claim ${1042 + at}` },
    { label: 'Called', command: `log ${1042 + at} called` },
    { label: 'Why?', command: `why ${1042 + at}` },
    { label: 'Snooze a week', command: `snooze ${1042 + at} until +1w` },
    { label: 'Not at risk', command: `not-at-risk ${1042 + at}` },
  ]);
  return card.table === undefined ? card : { ...card, table: { ...card.table, rowActions } };
}

function atRisk(zh: boolean): Answer['reply'] {
  const bars = [
    { label: 'Zhang Wei', probability: 0.62, valueAtStake: 7694 },
    { label: longName, probability: 0.55, valueAtStake: 4210 },
    { label: '王芳', probability: 0.48, valueAtStake: 12930 },
    { label: 'محمد العلي', probability: 0.41, valueAtStake: 1204 },
    { label: 'Łukasz Żółć', probability: 0.37, valueAtStake: 988 },
  ];
  return {
    title: zh ? '最可能流失的客户' : 'Who is about to leave',
    summary: zh
      ? '您的客户中有五位很可能在六个月内流失，潜在损失 €27,026。'
      : 'Five of your customers are likely to leave within six months; €27,026 is at stake.',
    facts: [],
    table: {
      columns: [
        { label: zh ? '客户' : 'Customer', align: 'start' },
        { label: zh ? '概率' : 'Probability', align: 'end' },
        { label: zh ? '潜在损失' : 'At stake', align: 'end' },
        { label: zh ? '主要原因' : 'Main reason', align: 'start' },
      ],
      rows: bars.map(({ label, probability, valueAtStake }) => [
        label,
        `${Math.round(probability * 100)}%`,
        `€${valueAtStake.toLocaleString('en-GB')}`,
        zh ? '近三个月余额下降。' : 'The balance fell in three months.',
      ]),
    },
    charts: [
      {
        alt: zh
          ? '五位客户的流失概率，最高 62%。'
          : 'Churn probability of five customers, 62% at most.',
        spec: riskChart({ bars, currency: 'EUR', locale: zh ? 'zh' : 'en' }),
      },
    ],
    actions: [{ label: zh ? '为什么是 1042？' : 'Why 1042?', command: 'why 1042' }],
    visibility: 'asker',
  };
}
