import { overrideRisk } from '../../store/actions/risk-overrides.ts';
import { roles } from '../../store/kinds.ts';
import { customer, customerInSlashForm } from '../arguments/customer.ts';
import { inQuotationMarks } from '../arguments/line.ts';
import { note } from '../arguments/note.ts';
import { defineCommand } from '../command.ts';
import { actingOf, askFirstReply, changedReply } from '../wording/changed-reply.ts';
import { customerName } from '../wording/customer-words.ts';
import { plainReply } from '../wording/fallback-replies.ts';
import { namedCustomer } from '../wording/named-customer.ts';

const intent = 'customer.notAtRisk';
/** For so many days of runs what somebody says counts against the model, unless the risk rises. */
const days = 90;

/**
 * Takes a customer out of the lists and totals of who is at risk, because somebody who knows them says so and why, for 90
 * days or until the risk rises by ten points. `data`: `customer` (the bank's id), `reason`, `probability` 0–1 that it
 * contradicts or null, `until` (the ISO date of a run from which it no longer counts), `kept`, `action` to undo or null.
 */
export default defineCommand({
  intent,
  group: 'acting',
  arguments: { customer: customer(), note: note({ whyNotAtRisk: true }) },
  changes: true,
  asksItself: true,
  allowed: roles,
  async run(context, { customer: customerId, note: reason }) {
    const { store, scope, run, say, format, locale } = context;
    const card = await namedCustomer(context, customerId);
    const id = customerInSlashForm(card.externalId);
    const name = customerName(card, locale);
    const probability = card.value?.churnProbability ?? null;
    const until = new Date(Date.parse(run.asOf) + days * 86_400_000).toISOString().slice(0, 10);
    const data = { customer: card.externalId, reason, probability, until };
    const title = say('customer-not-at-risk.title', { name });
    if (probability === null) {
      const reply = plainReply(title, say('customer-not-at-risk.unknown', { name }));
      return { reply, data: { ...data, kept: false, action: null }, seen: [card.id] };
    }
    if (!context.sure) {
      const reply = askFirstReply(context, {
        summary: say('customer-not-at-risk.ask', { name }),
        label: say('customer-not-at-risk.actions.keep'),
        command: `not-at-risk ${id} ${inQuotationMarks(reason)}`,
      });
      return { reply, data: { ...data, kept: false, action: null }, seen: [card.id] };
    }
    const { action } = await overrideRisk(store.db, scope, actingOf(context, intent), {
      customerId,
      reason,
      asOf: run.asOf,
      probability,
      until,
    });
    const figures = { name, risk: format.percent(probability), day: format.day(until) };
    const reply = changedReply(context, action, {
      title,
      summary: say(
        action === null ? 'customer-not-at-risk.already' : 'customer-not-at-risk.summary',
        figures,
      ),
      details: [
        say('customer-not-at-risk.reason', { reason }),
        say('customer-not-at-risk.until', figures),
      ],
      actions: [{ label: say('customer-value.actions.atRisk'), command: 'at-risk' }],
    });
    return { reply, data: { ...data, kept: true, action }, seen: [card.id] };
  },
});
