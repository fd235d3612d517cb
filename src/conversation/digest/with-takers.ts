import type { Takable, Taker, Takers } from '../../store/deliveries/takable.ts';
import type { CommandContext } from '../command-context.ts';
import type { Reply } from '../reply.ts';
import { dueInWords } from '../wording/history-words.ts';

type Reader = Pick<CommandContext, 'say' | 'format' | 'timezone' | 'now'>;

/** Who looks after a customer, as others than they read it. */
export const takerInWords = ({ owner, dueOn }: Taker, reader: Reader): string =>
  reader.say('at-risk-digest.taker', { owner, due: dueInWords(dueOn, reader) });

/** A digest that says who looks after whom: nobody takes on whom somebody has, and whoever nobody has can be taken on. */
export function withTakers(
  reply: Reply,
  { customers, column }: Takable,
  takers: Takers,
  reader: Reader,
): Reply {
  const { table } = reply;
  if (table === undefined) return reply;
  const takerAt = (row: number) => takers[customers[row]?.id ?? ''];
  const cells = table.rows.map((row, at) => {
    const taker = takerAt(at);
    return row.with(column, taker === undefined ? '' : takerInWords(taker, reader));
  });
  const rowActions = (table.rowActions ?? []).map((actions, at) => {
    const claim = customers[at]?.claim;
    const others = actions.filter(({ command }) => command !== claim);
    return claim === undefined || takerAt(at) !== undefined
      ? others
      : [{ label: reader.say('at-risk-digest.actions.claim'), command: claim }, ...others];
  });
  return { ...reply, table: { ...table, rows: cells, rowActions } };
}
