import { formatsOf } from '../../language/catalogs.ts';
import type { Locale } from '../../language/locale.ts';
import type { ChurnReason } from '../../store/schema.ts';

/** Numbers as the reader's locale writes them. */
type Numbers = {
  money(amount: number): string;
  percent(share: number): string;
  count(value: number): string;
};

type Words = {
  en: string;
  zh: string;
  /** the fact without a full stop, in lower case */
  tell: Record<Locale, (value: number, n: Numbers) => string>;
  /** the fact that the value is missing */
  missing: Record<Locale, string>;
};

const changed = (
  subject: { en: string; zh: string },
  over: { en: string; zh: string },
): Words['tell'] => ({
  en: (value, n) =>
    Math.abs(value) < 0.005
      ? `${subject.en} the same ${over.en}`
      : value <= -0.995
        ? `${subject.en} down to nothing ${over.en}`
        : `${subject.en} ${value < 0 ? 'down' : 'up'} ${value >= 2.995 ? 'more than ' : ''}${n.percent(Math.abs(value))} ${over.en}`,
  zh: (value, n) =>
    Math.abs(value) < 0.005
      ? `${over.zh}${subject.zh}持平`
      : value <= -0.995
        ? `${over.zh}${subject.zh}降至零`
        : `${over.zh}${subject.zh}${value < 0 ? '下降' : '上升'}${value >= 2.995 ? '超过' : ''}${n.percent(Math.abs(value))}`,
});

const balance = { en: 'balance', zh: '余额' };
const tooShort = { en: 'too short a history to compare', zh: '历史数据太短，无法比较' };
const always = { en: 'not known', zh: '未知' };

const plural = (count: number, one: string, many: string) => (count === 1 ? one : many);

const balanceChange = (months: number, { en, zh }: { en: string; zh: string }): Words => ({
  en: `Balance change, ${months} months`.replace('1 months', 'one month'),
  zh: `${months}个月余额变化`,
  tell: changed(balance, { en: `in ${en}`, zh: `${zh}内` }),
  missing: {
    en: `no balance ${en} ago to compare with`,
    zh: `${zh}前没有可比较的余额`,
  },
});

const counted = (
  labels: { en: string; zh: string },
  one: string,
  many: string,
  none: { en: string; zh: string },
  zh: (count: string) => string,
): Words => ({
  ...labels,
  tell: {
    en: (value, n) => (value === 0 ? none.en : `${n.count(value)} ${plural(value, one, many)}`),
    zh: (value, n) => (value === 0 ? none.zh : zh(n.count(value))),
  },
  missing: tooShort,
});

const words = {
  balance: {
    en: 'Balance',
    zh: '余额',
    tell: {
      en: (value, n) => `a balance of ${n.money(value)}`,
      zh: (value, n) => `余额为${n.money(value)}`,
    },
    missing: { en: 'no balance on record', zh: '没有余额记录' },
  },
  balance_change_1m: balanceChange(1, { en: 'one month', zh: '一个月' }),
  balance_change_3m: balanceChange(3, { en: 'three months', zh: '三个月' }),
  balance_change_6m: balanceChange(6, { en: 'six months', zh: '六个月' }),
  balance_change_12m: balanceChange(12, { en: 'twelve months', zh: '十二个月' }),
  inflow_change_3m: {
    en: 'Money coming in',
    zh: '资金流入',
    tell: changed(
      { en: 'money coming in', zh: '资金流入' },
      { en: 'against the three months before', zh: '较前三个月' },
    ),
    missing: {
      en: 'no money came in three to six months ago to compare with',
      zh: '三至六个月前没有可比较的资金流入',
    },
  },
  transfer_out_share_3m: {
    en: 'Transfers to other banks',
    zh: '转往他行',
    tell: {
      en: (value, n) =>
        value === 0
          ? 'no transfer to another bank in three months'
          : `${n.percent(value)} of the money went to other banks in three months`,
      zh: (value, n) =>
        value === 0 ? '三个月内没有转往他行' : `三个月内${n.percent(value)}的资金转往他行`,
    },
    missing: tooShort,
  },
  transactions_1m: counted(
    { en: 'Transactions, one month', zh: '一个月交易' },
    'transaction in the last month',
    'transactions in the last month',
    { en: 'no transaction in the last month', zh: '最近一个月没有交易' },
    (count) => `最近一个月${count}笔交易`,
  ),
  transactions_12m: counted(
    { en: 'Transactions, twelve months', zh: '十二个月交易' },
    'transaction in twelve months',
    'transactions in twelve months',
    { en: 'no transaction in twelve months', zh: '十二个月没有交易' },
    (count) => `十二个月${count}笔交易`,
  ),
  transactions_change_3m: {
    en: 'Change in activity',
    zh: '活跃度变化',
    tell: changed(
      { en: 'transactions', zh: '交易笔数' },
      { en: 'against the three months before', zh: '较前三个月' },
    ),
    missing: {
      en: 'no transactions three to six months ago to compare with',
      zh: '三至六个月前没有可比较的交易',
    },
  },
  days_since_transaction: {
    en: 'Days since the last transaction',
    zh: '距上次交易天数',
    tell: {
      en: (value, n) =>
        value === 0
          ? 'last transaction on the day of the figures'
          : `no transaction for ${n.count(value)} ${plural(value, 'day', 'days')}`,
      zh: (value, n) => (value === 0 ? '当日有交易' : `已${n.count(value)}天没有交易`),
    },
    missing: { en: 'no transaction on record', zh: '没有交易记录' },
  },
  products: counted(
    { en: 'Products held', zh: '持有产品' },
    'product held',
    'products held',
    { en: 'no product held', zh: '没有持有产品' },
    (count) => `持有${count}种产品`,
  ),
  products_closed_6m: counted(
    { en: 'Products closed', zh: '已关闭产品' },
    'product closed in six months',
    'products closed in six months',
    { en: 'no product closed in six months', zh: '六个月内没有关闭产品' },
    (count) => `六个月内关闭${count}种产品`,
  ),
  loans: counted(
    { en: 'Loans', zh: '贷款' },
    'running loan',
    'running loans',
    { en: 'no running loan', zh: '没有贷款' },
    (count) => `${count}笔贷款`,
  ),
  standing_orders: counted(
    { en: 'Standing orders', zh: '定期付款' },
    'standing order',
    'standing orders',
    { en: 'no standing order', zh: '没有定期付款' },
    (count) => `${count}项定期付款`,
  ),
  tenure_months: {
    en: 'Time with the bank',
    zh: '客户年限',
    tell: {
      en: (value, n) => `a customer for ${duration(value, n, 'en')}`,
      zh: (value, n) => `成为客户${duration(value, n, 'zh')}`,
    },
    missing: { en: 'joining date not known', zh: '开户日期未知' },
  },
  complaints_3m: counted(
    { en: 'Complaints, three months', zh: '三个月投诉' },
    'complaint in three months',
    'complaints in three months',
    { en: 'no complaint in three months', zh: '三个月内没有投诉' },
    (count) => `三个月内${count}次投诉`,
  ),
  complaints_12m: counted(
    { en: 'Complaints, twelve months', zh: '十二个月投诉' },
    'complaint in twelve months',
    'complaints in twelve months',
    { en: 'no complaint in twelve months', zh: '十二个月内没有投诉' },
    (count) => `十二个月内${count}次投诉`,
  ),
  unresolved_complaints: counted(
    { en: 'Unresolved complaints', zh: '未解决的投诉' },
    'unresolved complaint',
    'unresolved complaints',
    { en: 'no unresolved complaint', zh: '没有未解决的投诉' },
    (count) => `${count}次投诉尚未解决`,
  ),
  contacts_3m: counted(
    { en: 'Contacts, three months', zh: '三个月联系' },
    'contact in three months',
    'contacts in three months',
    { en: 'no contact in three months', zh: '三个月内没有联系' },
    (count) => `三个月内${count}次联系`,
  ),
  contacts_12m: counted(
    { en: 'Contacts, twelve months', zh: '十二个月联系' },
    'contact in twelve months',
    'contacts in twelve months',
    { en: 'no contact in twelve months', zh: '十二个月内没有联系' },
    (count) => `十二个月内${count}次联系`,
  ),
  satisfaction: {
    en: 'Satisfaction',
    zh: '满意度',
    tell: {
      en: (value, n) => `satisfaction of ${n.percent(value)} in the last survey`,
      zh: (value, n) => `最近一次调查的满意度为${n.percent(value)}`,
    },
    missing: { en: 'no survey answered in two years', zh: '两年内没有回答过调查' },
  },
  satisfaction_change: {
    en: 'Change in satisfaction',
    zh: '满意度变化',
    tell: {
      en: (value, n) =>
        Math.abs(value) < 0.005
          ? 'satisfaction unchanged since the survey before'
          : `satisfaction ${value < 0 ? 'down' : 'up'} ${points(value, n)} points since the survey before`,
      zh: (value, n) =>
        Math.abs(value) < 0.005
          ? '满意度与上次调查持平'
          : `满意度较上次调查${value < 0 ? '下降' : '上升'}${points(value, n)}个百分点`,
    },
    missing: { en: 'fewer than two surveys answered in two years', zh: '两年内回答的调查不足两次' },
  },
  rating: {
    en: 'Rating given',
    zh: '评分',
    tell: {
      en: (value, n) => `gave a rating of ${n.count(value)} in the last comment`,
      zh: (value, n) => `最近一次留言评分为${n.count(value)}`,
    },
    missing: { en: 'no rating given in two years', zh: '两年内没有给出评分' },
  },
  age: {
    en: 'Age',
    zh: '年龄',
    tell: {
      en: (value, n) => `aged ${n.count(Math.floor(value))}`,
      zh: (value, n) => `${n.count(Math.floor(value))}岁`,
    },
    missing: always,
  },
  sex: {
    en: 'Sex',
    zh: '性别',
    tell: {
      en: (value) => (value === 1 ? 'female' : 'not female'),
      zh: (value) => (value === 1 ? '女性' : '非女性'),
    },
    missing: always,
  },
} as const satisfies Record<string, Words>;

const known: ReadonlyMap<string, Words> = new Map(Object.entries(words));

/** What a feature is called; a feature of another version by its key in plain words. */
export function featureLabel(feature: string, locale: Locale): string {
  return known.get(feature)?.[locale] ?? feature.replaceAll('_', ' ');
}

/**
 * A reason as a sentence that tells the fact: "Balance down 38% in three months." / "三个月内余额下降38%。" A fact that
 * lowers the risk says so, since reasons are asked for where somebody may leave.
 *
 * @param currency ISO 4217, of the bank
 */
export function reasonSentence(
  { feature, value, contribution }: ChurnReason,
  locale: Locale,
  currency: string,
): string {
  const found = known.get(feature);
  const numbers = numbersFor(locale, currency);
  const fact =
    found === undefined
      ? `${featureLabel(feature, locale)}${value === null ? '' : ` ${numbers.count(value)}`}`
      : value === null
        ? found.missing[locale]
        : found.tell[locale](value, numbers);
  const lowers = contribution < 0;
  if (locale === 'zh') return `${fact}${lowers ? '，这降低了流失风险' : ''}。`;
  return `${fact.charAt(0).toUpperCase()}${fact.slice(1)}${lowers ? ', which lowers the risk' : ''}.`;
}

function numbersFor(locale: Locale, currency: string): Numbers {
  const tag = formatsOf(locale);
  const money = new Intl.NumberFormat(tag, {
    style: 'currency',
    currency,
    maximumFractionDigits: 0,
  });
  const percent = new Intl.NumberFormat(tag, { style: 'percent', maximumFractionDigits: 0 });
  const count = new Intl.NumberFormat(tag, { maximumFractionDigits: 1 });
  return {
    money: (amount) => money.format(Math.round(amount) === 0 ? 0 : amount),
    percent: (share) =>
      share > 0 && share < 0.005 ? `<${percent.format(0.01)}` : percent.format(share),
    count: (value) => count.format(value),
  };
}

function points(change: number, n: Numbers): string {
  return n.count(Math.round(Math.abs(change) * 100));
}

/** Months up to two years, years from there. */
function duration(months: number, n: Numbers, locale: Locale): string {
  const whole = Math.floor(months);
  const years = Math.floor(whole / 12);
  if (whole < 1) return locale === 'zh' ? '不足一个月' : 'less than a month';
  if (years < 2) {
    return locale === 'zh'
      ? `${n.count(whole)}个月`
      : `${n.count(whole)} ${plural(whole, 'month', 'months')}`;
  }
  return locale === 'zh' ? `${n.count(years)}年` : `${n.count(years)} years`;
}
