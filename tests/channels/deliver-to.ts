import type { Outlet } from '../../src/conversation/channel.ts';
import type { Reply } from '../../src/conversation/reply.ts';
import type { Locale } from '../../src/language/locale.ts';

/** Delivers a reply as a job does that notes nothing. */
export async function deliverTo(
  outlet: Outlet,
  address: string,
  reply: Reply,
  { locale = 'en', key = 'digest:1' }: { locale?: Locale; key?: string } = {},
): Promise<void> {
  await outlet.deliver({ address, reply, locale, key }, async () => undefined);
}
