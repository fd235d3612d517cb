import type { TransactionKind } from '../../store/kinds.ts';
import type { RefundKinds, Turnover } from '../../store/scoring/stage-activity.ts';

/** Whether money came to an account, or went from it. */
type Direction = keyof RefundKinds;
const opposite = { received: 'sent', sent: 'received' } as const;

/** Which way the money of a kind goes by its name; either way for the others. */
const directions: Partial<Record<TransactionKind, Direction>> = {
  deposit: 'received',
  'transfer-in': 'received',
  pension: 'received',
  withdrawal: 'sent',
  'transfer-out': 'sent',
  'card-payment': 'sent',
};
/** What the bank books by itself: nothing that a customer buys or gets back. */
const booked: ReadonlySet<TransactionKind> = new Set(['interest', 'fee', 'penalty-interest']);
/** Of a kind that says no direction, the share of customers whose money goes another way than that of most. */
const mostOtherwise = 1 / 3;

/**
 * Which transactions are refunds: those that go against the direction of their kind. Where a bank writes the amounts of a
 * kind with the other sign, the direction is the one in which most of its transactions go. A kind that says no direction,
 * such as `other`, has refunds where the money of nearly all customers goes one way, as in a shop; on accounts whose
 * statements tell nothing but amounts it goes both ways, and nothing is a refund. Where all kinds that say a direction go
 * one way, as again in a shop, `other` that comes back is a refund, too.
 *
 * @param turnovers of any number of ranges of customers
 */
export function refundKinds(turnovers: readonly Turnover[]): RefundKinds {
  const usual = new Map<TransactionKind, Direction>();
  for (const turnover of byKind(turnovers)) {
    const way = usualWay(turnover);
    if (way !== null) usual.set(turnover.kind, way);
  }
  const ways = new Set([...usual].flatMap(([kind, way]) => (kind in directions ? [way] : [])));
  const refunds: Record<Direction, TransactionKind[]> = { received: [], sent: [] };
  for (const [kind, way] of usual) {
    const comesBack = kind === 'other' && ways.size === 1 && !ways.has(way);
    refunds[comesBack ? way : opposite[way]].push(kind);
  }
  return refunds;
}

/** Which way the money of a kind goes; null where it goes both ways, or is the bank's own booking. */
function usualWay({ kind, customers, received, sent }: Turnover): Direction | null {
  if (booked.has(kind)) return null;
  const direction = directions[kind];
  const [inward, outward] = [received.transactions, sent.transactions];
  if (direction !== undefined && inward === outward) return direction;
  const way = inward > outward ? 'received' : 'sent';
  const otherwise = customers - (way === 'received' ? received : sent).customers;
  return direction === undefined && otherwise > mostOtherwise * customers ? null : way;
}

function byKind(turnovers: readonly Turnover[]): Iterable<Turnover> {
  const totals = new Map<TransactionKind, Turnover>();
  const sum = (a: Turnover['sent'], b: Turnover['sent']) => ({
    transactions: a.transactions + b.transactions,
    customers: a.customers + b.customers,
  });
  for (const turnover of turnovers) {
    const before = totals.get(turnover.kind);
    totals.set(
      turnover.kind,
      before === undefined
        ? turnover
        : {
            kind: turnover.kind,
            customers: before.customers + turnover.customers,
            received: sum(before.received, turnover.received),
            sent: sum(before.sent, turnover.sent),
          },
    );
  }
  return totals.values();
}
