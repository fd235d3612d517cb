import type { Claim } from '../../../store/actions/claims.ts';
import { firstSteps } from '../../../store/playbooks/steps.ts';
import type { RankedCustomer } from '../../../store/rankings/ranked-customer.ts';
import { customerInSlashForm } from '../../arguments/customer.ts';
import type { CommandContext } from '../../command-context.ts';
import type { Action, Reply } from '../../reply.ts';
import { riskReplyParts } from '../../wording/at-risk-list.ts';
import { churnInWords } from '../../wording/churn-words.ts';
import { dueInWords } from '../../wording/history-words.ts';
import type { RiskChanges } from './changes.ts';

/** The named customers in a table with what to do about each, and their chart. */
export async function customerRows(
  context: CommandContext,
  { named: { customers }, newly, risen, claims }: RiskChanges,
): Promise<Pick<Reply, 'table' | 'charts'>> {
  const { store, scope, run, locale, format, say } = context;
  const ids = customers.map(({ id }) => id);
  const taken = new Map(claims.map((claim) => [claim.customerId, claim]));
  const risks = new Map(
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
          return claim === undefined ? [] : [[id, takerInWords(claim, context)]];
        }),
      ),
      rowActions: (customer) => rowActions(customer, taken.has(customer.id), context),
    },
  );
  return { ...(table === undefined ? {} : { table }), charts };
}

function takerInWords({ ownerId, owner, dueOn }: Claim, context: CommandContext): string {
  const { say, principal, shared } = context;
  const due = dueInWords(dueOn, context);
  return !shared && ownerId === principal.managerId
    ? say('at-risk-digest.takerSelf', { due })
    : say('at-risk-digest.taker', { owner, due });
}

/** What one may do about a customer; nobody takes on whom somebody has. */
function rowActions(
  { externalId }: RankedCustomer,
  taken: boolean,
  { say }: CommandContext,
): Action[] {
  const id = customerInSlashForm(externalId);
  return [
    ...(taken ? [] : [{ label: say('at-risk-digest.actions.claim'), command: `claim ${id}` }]),
    { label: say('at-risk-digest.actions.called'), command: `log ${id} called` },
    { label: say('at-risk-digest.actions.why'), command: `why ${id}` },
    { label: say('at-risk-digest.actions.snooze'), command: `snooze ${id} until +1w` },
    { label: say('at-risk-digest.actions.notAtRisk'), command: `not-at-risk ${id}` },
  ];
}
