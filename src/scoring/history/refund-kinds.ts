import type { TransactionKind } from '../../store/kinds.ts';
import type { RefundKinds, Turnover } from '../../store/scoring/stage-activity.ts';

/** Which way the money of a kind goes by its name; either way for the others. */
const directions: Partial<Record<TransactionKind, 'received' | 'sent'>> = {
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
 * Which transactions are refunds: those that go against the direction of their kind. Where a bank writes all amounts of a
 * kind with the other sign, the direction is the one in which the money of most of its customers goes. A kind that says no
 * direction, such as `other`, has refunds where the money of nearly all goes one way, as in a shop; on accounts whose
 * statements tell nothing but amounts it goes both ways, and nothing is a refund.
 *
 * @param turnovers of any number of ranges of customers
 */
export function refundKinds(turnovers: readonly Turnover[]): RefundKinds {
  const totals = new Map<TransactionKind, Omit<Turnover, 'kind'>>();
  for (const { kind, customers, received, sent } of turnovers) {
    const before = totals.get(kind) ?? { customers: 0, received: 0, sent: 0 };
    totals.set(kind, {
      customers: before.customers + customers,
      received: before.received + received,
      sent: before.sent + sent,
    });
  }
  const refunds: { received: TransactionKind[]; sent: TransactionKind[] } = {
    received: [],
    sent: [],
  };
  for (const [kind, { customers, received, sent }] of totals) {
    if (booked.has(kind)) continue;
    const direction = directions[kind];
    const otherwise = customers - Math.max(received, sent);
    if (direction === undefined && otherwise > mostOtherwise * customers) continue;
    const usual = received === sent ? direction : received > sent ? 'received' : 'sent';
    if (usual === 'sent') refunds.received.push(kind);
    if (usual === 'received') refunds.sent.push(kind);
  }
  return refunds;
}
