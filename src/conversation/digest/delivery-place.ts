import type { ChannelName } from '../../store/kinds.ts';
import type { CommandContext } from '../command-context.ts';

/** Where a digest that is asked for here goes: `inbox`, to the web chat, for nobody is at a terminal when it goes out. */
export type DeliveryPlace = { channel: ChannelName; address: string; inbox: boolean };

/**
 * Where a digest that is asked for here goes; undefined where nothing can be sent, as to a program. What a demo's terminal asks
 * for waits in the web chat; that of a real bank is read by nobody, since nobody can log into it.
 */
export function placeHere({
  channel,
  address,
  principal,
  bank,
}: Pick<CommandContext, 'channel' | 'address' | 'principal' | 'bank'>): DeliveryPlace | undefined {
  if (channel === 'api' || channel === 'mcp' || (channel === 'terminal' && !bank.demo))
    return undefined;
  return channel === 'terminal'
    ? { channel: 'web', address: String(principal.managerId), inbox: true }
    : { channel, address, inbox: false };
}

/** Who reads what is sent there, as texts of `digest-add.sentTo` are called. */
export const readersHere = (
  { inbox }: DeliveryPlace,
  { shared }: Pick<CommandContext, 'shared'>,
): 'inbox' | 'channel' | 'you' => (inbox ? 'inbox' : shared ? 'channel' : 'you');
