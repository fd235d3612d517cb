import type { Claim } from '../../../store/actions/claims.ts';
import { firstSteps } from '../../../store/playbooks/steps.ts';
import type { RankedCustomer } from '../../../store/rankings/ranked-customer.ts';
import { customerInSlashForm } from '../../arguments/customer.ts';
import type { CommandContext } from '../../command-context.ts';
import type { Action, Reply } from '../../reply.ts';
import { riskReplyParts } from '../../wording/at-risk-list.ts';
import { churnInWords } from '../../wording/churn-words.ts';
import { dueInWords } from '../../wording/history-words.ts';
import type { Digest } from '../digest.ts';
import { takerInWords } from '../with-takers.ts';
import type { RiskChanges } from './changes.ts';

/** What is to be said of the risk of a customer (id of the store) where that is more than the figure: that it is new, or was less. */
export function risksInWords(
  { locale, format, say }: CommandContext,
  { named: { customers }, newly, risen }: Pick<RiskChanges, 'named' | 'newly' | 'risen'>,
): Map<number, string> {
  return new Map(
    customers.flatMap((customer) => {
      const before = risen.get(customer.id);
      const risk = churnInWords(customer, format, locale, 'short');
      if (before !== undefined)
        return [
          [customer.id, say('at-risk-digest.risk.risen', { risk, before: format.percent(before) })],
        ];
      return risen.size > 0 && newly.has(customer.id)
        ? [[customer.id, say('at-risk-digest.risk.new', { risk })]]
        : [];
    }),
  );
}

/**
 * Customers in a table with what to do about each, and their chart.
 * @param of.risks what to say of a customer's risk, by their id in the store, where more is said than the figure
 */
export async function customerRows(
  context: CommandContext,
  {
    customers,
    risks,
    claims,
  }: {
    customers: readonly RankedCustomer[];
    risks: ReadonlyMap<number, string>;
    claims: readonly Claim[];
  },
): Promise<Pick<Reply, 'table' | 'charts'> & Pick<Digest, 'team'>> {
  const { store, scope, run, shared } = context;
  const ids = customers.map(({ id }) => id);
  const taken = new Map(claims.map((claim) => [claim.customerId, claim]));
  const { table, charts } = riskReplyParts(
    customers,
    context,
    {},
    {
      steps: await firstSteps(store.db, scope, run.id, ids),
      risks,
      takers: new Map(
        ids.flatMap((id) => {
          const claim = taken.get(id);
          if (claim !== undefined) return [[id, takerOf(claim, context)]];
          // Who takes them on later is shown there.
          return shared ? [[id, '']] : [];
        }),
      ),
      rowActions: (customer) => rowActions(customer, taken.has(customer.id), context),
    },
  );
  if (table === undefined || !shared) return { ...(table === undefined ? {} : { table }), charts };
  const takable = {
    customers: customers.map(({ id, externalId }) => ({ id, claim: claimOf(externalId) })),
    column: table.columns.length - 1,
  };
  const shown = Object.fromEntries(
    claims
      .filter(({ customerId }) => ids.includes(customerId))
      .map(({ customerId, owner, dueOn }) => [customerId, { owner, dueOn }]),
  );
  return { table, charts, team: { takable, shown } };
}

const claimOf = (externalId: string) => `claim ${customerInSlashForm(externalId)}`;

function takerOf(claim: Claim, context: CommandContext): string {
  const { say, principal, shared } = context;
  return !shared && claim.ownerId === principal.managerId
    ? say('at-risk-digest.takerSelf', { due: dueInWords(claim.dueOn, context) })
    : takerInWords(claim, context);
}

/** What one may do about a customer; nobody takes on whom somebody has. */
function rowActions(
  { externalId }: RankedCustomer,
  taken: boolean,
  { say }: CommandContext,
): Action[] {
  const id = customerInSlashForm(externalId);
  return [
    ...(taken
      ? []
      : [{ label: say('at-risk-digest.actions.claim'), command: claimOf(externalId) }]),
    { label: say('at-risk-digest.actions.called'), command: `log ${id} called` },
    { label: say('at-risk-digest.actions.why'), command: `why ${id}` },
    { label: say('at-risk-digest.actions.snooze'), command: `snooze ${id} until +1w` },
    { label: say('at-risk-digest.actions.notAtRisk'), command: `not-at-risk ${id}` },
  ];
}
