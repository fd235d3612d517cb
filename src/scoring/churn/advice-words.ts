import type { Locale } from '../../language/locale.ts';
import type { ChurnAdvice } from '../../store/schema.ts';

/** What would be done, as the subject of a sentence. */
const deeds: Readonly<Record<string, Record<Locale, (advice: ChurnAdvice) => string>>> = {
  unresolved_complaints: {
    en: ({ from }) =>
      from === 1 ? 'resolving the open complaint' : `resolving the ${from} open complaints`,
    zh: ({ from }) => (from === 1 ? '解决未结投诉' : `解决${from}件未结投诉`),
  },
  contacts_3m: { en: () => 'one more contact', zh: () => '再联系一次' },
  satisfaction: { en: () => 'making the customer content', zh: () => '让客户满意' },
  standing_orders: { en: () => 'one more standing order', zh: () => '增加一项定期付款' },
  products: { en: () => 'one more product', zh: () => '增加一种产品' },
};

/**
 * What would lower a risk, as a sentence; undefined for what a later version may advise.
 *
 * @param risk the churn probability as it is
 * @param percent writes a share as the reader does
 */
export function adviceSentence(
  advice: ChurnAdvice,
  risk: number,
  percent: (share: number) => string,
  locale: Locale,
): string | undefined {
  const deed = deeds[advice.feature]?.[locale](advice);
  if (deed === undefined) return undefined;
  const [now, then] = [percent(risk), percent(advice.probability)];
  return locale === 'zh'
    ? `按模型估计，${deed}可将风险从 ${now} 降至约 ${then}。`
    : `By the model, ${deed} would lower the risk from ${now} to about ${then}.`;
}
