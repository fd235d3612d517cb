import type { ChannelName } from '../../store/kinds.ts';
import { identityOf } from '../../store/people/find-person.ts';
import type { Database } from '../../store/store.ts';
import type { DeliveryServices } from './services.ts';

/** An address on a channel. */
export type Place = { channel: ChannelName; address: string };

/**
 * Where a person alone reads what is sent: on a channel if they are known there, and otherwise in the inbox of the web page,
 * which everybody has.
 */
export async function ownPlace(
  { outlets }: Pick<DeliveryServices, 'outlets'>,
  db: Database,
  { personId, channel }: { personId: number; channel: ChannelName },
): Promise<Place> {
  const outlet = outlets.find(({ name }) => name === channel);
  const known = await identityOf(db, personId, channel);
  return outlet?.privately === undefined || known === undefined
    ? { channel: 'web', address: String(personId) }
    : { channel, address: outlet.privately(known) };
}
