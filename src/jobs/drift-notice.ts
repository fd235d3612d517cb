import type { Logger } from 'pino';
import type { Outlet } from '../conversation/channel.ts';
import type { Reply } from '../conversation/reply.ts';
import { runWarnings } from '../conversation/wording/run-warnings.ts';
import { sayIn } from '../language/messages.ts';
import { driftWarnings } from '../scoring/churn/drift.ts';
import type { Config } from '../settings/settings.ts';

/**
 * Notifies the operators' channel of what has drifted since the last churn model, if the settings ask for it. What a
 * notice named before is not named again, and where the channel does not take it nothing but the notice fails.
 *
 * @param before the card of the churn model of the run before, undefined where there was none
 * @param after that of the run just published
 */
export async function notifyOfDrift(
  { config, outlets, log }: { config: Config; outlets: readonly Outlet[]; log: Logger },
  runId: number,
  before: unknown,
  after: unknown,
): Promise<void> {
  const { operators } = config;
  if (operators === undefined) return;
  const known = new Set(driftWarnings(before)?.map(({ about }) => about));
  const warnings = (driftWarnings(after) ?? []).filter(({ about }) => !known.has(about));
  if (warnings.length === 0) return;
  const { channel, address, locale } = operators;
  const outlet = outlets.find(({ name }) => name === channel);
  if (outlet === undefined) {
    log.error({ channel }, 'operators names a channel that is not connected: set its tokens');
    return;
  }
  const say = sayIn(locale);
  const reply: Reply = {
    title: say('drift-notice.title'),
    summary: say('drift-notice.summary', { count: warnings.length }),
    facts: [],
    details: runWarnings(warnings, locale),
    charts: [],
    actions: [{ label: say('drift-notice.model'), command: 'model churn' }],
    visibility: 'channel',
  };
  try {
    await outlet.deliver(address, reply, locale, `drift-${runId}`);
  } catch (error) {
    log.error(
      { err: error, channel },
      'the notice of drift was not delivered; readyz still shows it',
    );
  }
}
