import type { Logger } from 'pino';
import type { Outlet } from '../conversation/channel.ts';
import type { Reply } from '../conversation/reply.ts';
import { driftWarnings } from '../scoring/churn/drift.ts';
import type { Config } from '../settings/settings.ts';

/**
 * Tells the operators' channel what has drifted since the last churn model, if they asked for it. What they were told
 * before is not told again, and a channel that does not take it fails nothing but the notice.
 *
 * @param before the card of the churn model of the run before, undefined where there was none
 * @param after that of the run just published
 */
export async function tellDrift(
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
  const zh = locale === 'zh';
  const reply: Reply = {
    title: zh ? '流失模型漂移' : 'The churn model drifts',
    summary: zh
      ? `有 ${warnings.length} 项与模型学习时的数据明显不同，流失概率可能不再可靠。`
      : `${warnings.length === 1 ? 'One thing has' : `${warnings.length} things have`} moved from what the churn model learnt, so that its probabilities may no longer hold.`,
    facts: [],
    details: warnings.map((warning) => warning[locale]),
    charts: [],
    actions: [{ label: zh ? '流失模型' : 'Churn model', command: 'model churn' }],
    visibility: 'channel',
  };
  try {
    await outlet.deliver(address, reply, locale, `drift-${runId}`);
  } catch (error) {
    log.error({ err: error, channel }, 'the notice of drift was not taken; readyz still tells it');
  }
}
