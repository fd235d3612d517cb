import type { Format } from '../../language/format.ts';
import type { Locale } from '../../language/locale.ts';
import type { Localised } from '../../language/localised.ts';
import { type Names, nameIn } from '../../language/names.ts';
import { featureLabel } from '../../scoring/churn/feature-labels.ts';
import type { ProductKind } from '../../store/kinds.ts';
import { mainSegmentation } from '../../store/segments/segmentation.ts';

/** How to say a product that customers hold. */
export const productNames: Readonly<Record<ProductKind, Localised>> = {
  'current-account': { en: 'current account', zh: '活期账户' },
  savings: { en: 'savings', zh: '储蓄' },
  'term-deposit': { en: 'term deposit', zh: '定期存款' },
  card: { en: 'card', zh: '银行卡' },
  loan: { en: 'loan', zh: '贷款' },
  mortgage: { en: 'mortgage', zh: '房贷' },
  investment: { en: 'investment', zh: '投资' },
  insurance: { en: 'insurance', zh: '保险' },
  'standing-order': { en: 'standing order', zh: '定期转账' },
};

/** The name of a segment in the reader's language; what to call no segment where there are no names. */
export function segmentName({ names }: { names: Names | null }, locale: Locale): string {
  if (names !== null) return nameIn(names, locale);
  return locale === 'zh' ? '未分群' : 'In no segment';
}

/** The slash form that tells of a segment: by its number, whatever its name is or becomes. */
export function segmentCommand({ segmentation, id }: { segmentation: string; id: number }): string {
  return `segment ${segmentation === mainSegmentation ? id : `${segmentation}/${id}`}`;
}

const moneyFeatures = new Set([
  'balance',
  'debt',
  'spend_12m',
  'monthly_spend',
  'contribution_12m',
]);
const labels: Readonly<Record<string, Localised>> = {
  debt: { en: 'Debt', zh: '负债' },
  spend_12m: { en: 'Spending, 12 months', zh: '近一年支出' },
  monthly_spend: { en: 'Spending a month', zh: '月均支出' },
  contribution_12m: { en: 'Contribution, 12 months', zh: '近一年贡献' },
  transactions_12m: { en: 'Transactions, 12 months', zh: '近一年交易' },
  tenure_months: { en: 'Months with the bank', zh: '客户年限（月）' },
};

/** What a feature that segments are made by is called. */
export function segmentFeatureLabel(feature: string, locale: Locale): string {
  return labels[feature]?.[locale] ?? featureLabel(feature, locale);
}

/** The mean of a feature as a reader writes it. */
export function segmentFeatureMean(feature: string, mean: number, format: Format): string {
  if (moneyFeatures.has(feature)) return format.money(mean);
  return feature === 'satisfaction' ? format.percent(mean) : format.number(mean);
}
