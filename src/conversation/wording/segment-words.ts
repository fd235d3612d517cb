import type { Format } from '../../language/format.ts';
import type { Locale } from '../../language/locale.ts';
import { type Say, sayIn } from '../../language/messages.ts';
import { type Names, nameIn } from '../../language/names.ts';
import type { segmentFeatures } from '../../settings/segments.ts';
import { mainSegmentation } from '../../store/segments/segmentation.ts';

/** The name of a segment in the reader's language; what to call no segment where there are no names. */
export function segmentName({ names }: { names: Names | null }, locale: Locale): string {
  return names === null ? sayIn(locale)('segment-words.none') : nameIn(names, locale);
}

/** The slash form that tells of a segment: by its number, whatever its name is or becomes. */
export function segmentCommand({ segmentation, id }: { segmentation: string; id: number }): string {
  return `segment ${segmentation === mainSegmentation ? id : `${segmentation}/${id}`}`;
}

type SegmentFeature = (typeof segmentFeatures)[number];

/** What each feature is called in the catalogs, and the unit that its mean is written in. */
const known = {
  balance: { text: 'balance', unit: 'money' },
  debt: { text: 'debt', unit: 'money' },
  transactions_12m: { text: 'transactions', unit: 'number' },
  spend_12m: { text: 'spend', unit: 'money' },
  monthly_spend: { text: 'monthlySpend', unit: 'money' },
  days_since_transaction: { text: 'daysSinceTransaction', unit: 'number' },
  products: { text: 'products', unit: 'number' },
  tenure_months: { text: 'tenure', unit: 'number' },
  contribution_12m: { text: 'contribution', unit: 'money' },
  contacts_12m: { text: 'contacts', unit: 'number' },
  satisfaction: { text: 'satisfaction', unit: 'percent' },
} as const satisfies Record<SegmentFeature, { text: string; unit: keyof Format }>;
const features: ReadonlyMap<string, (typeof known)[SegmentFeature]> = new Map(
  Object.entries(known),
);

/** What a feature of segments is called, by itself or within a sentence; one of another version by its key. */
export function segmentFeatureName(
  feature: string,
  say: Say,
  place: 'label' | 'inSentence' = 'label',
): string {
  const of = features.get(feature);
  if (of === undefined) return feature.replaceAll('_', ' ');
  return say(`segment-features.${of.text}.${place}`);
}

/** The mean of a feature as a reader writes it. */
export function segmentFeatureMean(feature: string, mean: number, format: Format): string {
  return format[features.get(feature)?.unit ?? 'number'](mean);
}
