import type { Reply } from '../../conversation/reply.ts';
import type { Locale } from '../../language/locale.ts';
import { addNotice } from '../../store/deliveries/notices.ts';
import type { Database } from '../../store/store.ts';
import type { DeliveryServices } from './services.ts';

/**
 * Has the operators' channel told of something, once, where the settings name one.
 * @param key the same for the same thing
 */
export async function tellOperators(
  { config, time }: Pick<DeliveryServices, 'config' | 'time'>,
  db: Database,
  key: string,
  reply: (locale: Locale) => Reply,
): Promise<void> {
  if (config.operators === undefined) return;
  const { channel, address, locale } = config.operators;
  await addNotice(
    db,
    { key, ownerId: null, channel, address, locale, reply: reply(locale) },
    time(),
  );
}
