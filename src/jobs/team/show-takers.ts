import { z } from 'zod';
import { errorInWords } from '../../access/loggable-error.ts';
import { NotTaken } from '../../conversation/channel.ts';
import { withTakers } from '../../conversation/digest/with-takers.ts';
import type { Reply } from '../../conversation/reply.ts';
import { formatFor } from '../../language/format.ts';
import { defaultLocale, knownLocale } from '../../language/locale.ts';
import { sayIn } from '../../language/messages.ts';
import { bankFacts } from '../../store/book/bank-facts.ts';
import { holdOutlet } from '../../store/deliveries/deliveries.ts';
import {
  claimOutdated,
  leaveAsItIs,
  noteShown,
  type OutdatedMessage,
  showLater,
} from '../../store/deliveries/posted-messages.ts';
import type { DeliveryServices } from '../deliveries/services.ts';

/** How many messages a replica brings up to date at once. */
const atOnce = 10;
/** How soon, in seconds, a message that the platform did not change is tried again. */
const retryAfter = 30;

const fixedReply = z.custom<Reply>((reply) => typeof reply === 'object' && reply !== null);

/**
 * Has messages that others read say who looks after whom, where that has changed. What is said last is what is so, however
 * many replicas look and however many people press at once.
 * @param by the replica
 * @returns how many messages were changed
 */
export async function showTakers(services: DeliveryServices, by: string): Promise<number> {
  const { store, time } = services;
  const messages = await claimOutdated(store.db, { at: time(), by, limit: atOnce });
  const shown = await Promise.all(messages.map((message) => show(services, message, by)));
  return shown.filter(Boolean).length;
}

async function show(
  { store, outlets, time, now, log }: DeliveryServices,
  message: OutdatedMessage,
  by: string,
): Promise<boolean> {
  const { channel, address, messageId, timezone, takable, takers } = message;
  const outlet = outlets.find(({ name }) => name === channel);
  const locale = knownLocale(message.locale) ?? defaultLocale;
  const bank = await bankFacts(store.db);
  if (outlet?.update === undefined || bank === undefined) {
    await leaveAsItIs(store.db, message, by);
    return false;
  }
  const reader = {
    say: sayIn(locale, bank.currency),
    format: formatFor(locale, bank.currency, timezone),
    timezone,
    now: now(),
  };
  const reply = withTakers(fixedReply.parse(message.content), takable, takers, reader);
  try {
    await outlet.update({ address, messageId, reply, locale });
    await noteShown(store.db, message, by);
    return true;
  } catch (error) {
    const refusal = error instanceof NotTaken ? error.refusal : undefined;
    const why = errorInWords(error).slice(0, 500);
    log.warn({ delivery: message.key, why }, 'a message does not say who looks after whom');
    if (refusal?.kind === 'gone' || refusal?.kind === 'refused') {
      await leaveAsItIs(store.db, message, by);
      return false;
    }
    const after = refusal?.after ?? 0;
    if (after > 0) await holdOutlet(store.db, channel, { at: time(), after });
    await showLater(store.db, message, { at: time(), by, after: Math.max(after, retryAfter) });
    return false;
  }
}
