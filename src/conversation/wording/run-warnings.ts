import type { Locale } from '../../language/locale.ts';
import { noCurrency, sayCoded, sayIn } from '../../language/messages.ts';
import { type StoredText, sayStored } from '../../language/stored-text.ts';
import { churnKindName } from './churn-kind-words.ts';
import { featureLabel } from './feature-words.ts';

/**
 * What a run warned of, to a reader: `feature` and `kind` among its figures are said by their names. Codes of a later
 * version are passed over.
 */
export function runWarnings(warnings: readonly StoredText[], locale: Locale): string[] {
  const say = sayIn(locale);
  return warnings.flatMap(
    (warning) =>
      sayStored(warning, locale, ({ code, figures }) => {
        const { feature, kind } = figures;
        return sayCoded(locale, noCurrency, 'run-warnings', {
          code,
          figures: {
            ...figures,
            ...(typeof feature === 'string' ? { feature: featureLabel(feature, say) } : {}),
            ...(typeof kind === 'string' ? { kind: churnKindName(kind, say) } : {}),
          },
        });
      }) ?? [],
  );
}
