import type { Reply } from '../conversation/reply.ts';
import { runWarnings } from '../conversation/wording/run-warnings.ts';
import type { Locale } from '../language/locale.ts';
import { sayIn } from '../language/messages.ts';
import { driftWarnings } from '../scoring/churn/drift.ts';
import type { DeliveryServices } from './deliveries/services.ts';
import { tellOperators } from './deliveries/tell-operators.ts';

/**
 * Has the operators' channel told of what has drifted since the last churn model, if the settings ask for it. What a
 * notice named before is not named again.
 *
 * @param before the card of the churn model of the run before, undefined where there was none
 * @param after that of the run just published
 */
export async function notifyOfDrift(
  services: Pick<DeliveryServices, 'store' | 'config' | 'time'>,
  runId: number,
  before: unknown,
  after: unknown,
): Promise<void> {
  const known = new Set(driftWarnings(before)?.map(({ about }) => about));
  const warnings = (driftWarnings(after) ?? []).filter(({ about }) => !known.has(about));
  if (warnings.length === 0) return;
  await tellOperators(services, services.store.db, `drift-${runId}`, (locale) =>
    driftReply(warnings, locale),
  );
}

function driftReply(warnings: Parameters<typeof runWarnings>[0], locale: Locale): Reply {
  const say = sayIn(locale);
  return {
    title: say('drift-notice.title'),
    summary: say('drift-notice.summary', { count: warnings.length }),
    facts: [],
    details: runWarnings(warnings, locale),
    charts: [],
    actions: [{ label: say('drift-notice.model'), command: 'model churn' }],
    visibility: 'channel',
  };
}
