import { customerInSlashForm } from '../../conversation/arguments/customer.ts';
import type { Reply } from '../../conversation/reply.ts';
import { customerName } from '../../conversation/wording/customer-words.ts';
import { momentIn } from '../../language/format.ts';
import { defaultLocale, knownLocale, type Locale } from '../../language/locale.ts';
import { sayIn } from '../../language/messages.ts';
import { recordAccess } from '../../store/access-log/record-access.ts';
import { addNotice } from '../../store/deliveries/notices.ts';
import {
  takeForLeads,
  type UnseenTo,
  type Untaken,
  untakenOf,
} from '../../store/deliveries/untaken.ts';
import { findDigest } from '../../store/digests/manage-digests.ts';
import { findPersonById, type Person } from '../../store/people/find-person.ts';
import type { Database } from '../../store/store.ts';
import { ownPlace } from '../deliveries/own-place.ts';
import type { DeliveryServices } from '../deliveries/services.ts';

/**
 * Tells team leads whom of a digest in a channel nobody took on within the working hours that the settings give: once, whatever
 * becomes of replicas, for that it was told and the notice are one transaction.
 * @returns how many are told
 */
export function tellLeads(services: DeliveryServices): Promise<number> {
  const { store, time } = services;
  return store.db.transaction(async (tx) => {
    let told = 0;
    for (const digest of await takeForLeads(tx, time())) told += await tellOf(services, tx, digest);
    return told;
  });
}

async function tellOf(services: DeliveryServices, tx: Database, digest: UnseenTo): Promise<number> {
  const { config, now, time } = services;
  const untaken = await untakenOf(tx, digest.id, config.digests.leads);
  const found = await findDigest(tx, digest.digestId);
  if (found === undefined) return 0;
  let told = 0;
  for (const [leadId, customers] of Map.groupBy(untaken, (each) => each.leadId ?? digest.ownerId)) {
    const lead = await findPersonById(tx, leadId);
    if (lead === undefined) continue;
    const locale = knownLocale(lead.locale) ?? defaultLocale;
    const place = await ownPlace(services, tx, { personId: leadId, channel: found.channel });
    const reply = untakenReply(customers, digest, { lead, locale });
    const key = `untaken:${digest.id}:${leadId}`;
    await addNotice(tx, { key, ownerId: leadId, ...place, locale, reply }, time());
    await recordAccess(tx, {
      at: now(),
      managerId: leadId,
      channel: place.channel,
      address: place.address,
      intent: 'digest',
      customerIds: customers.map(({ id }) => id),
      message: key,
    });
    told++;
  }
  return told;
}

function untakenReply(
  untaken: readonly Untaken[],
  { digestId, slot, timezone }: UnseenTo,
  { lead, locale }: { lead: Person; locale: Locale },
): Reply {
  const say = sayIn(locale);
  return {
    title: say('untaken.title', { customers: untaken.length }),
    summary: say('untaken.summary', {
      customers: untaken.length,
      digest: String(digestId),
      slot: momentIn(locale, lead.timezone ?? timezone)(slot),
    }),
    facts: [],
    table: {
      columns: [
        { label: say('at-risk-list.columns.customer'), align: 'start' },
        { label: say('at-risk-list.columns.id'), align: 'start' },
      ],
      rows: untaken.map((customer) => [customerName(customer, locale), customer.externalId]),
      rowActions: untaken.map(({ externalId }) => {
        const id = customerInSlashForm(externalId);
        return [
          { label: say('at-risk-digest.actions.claim'), command: `claim ${id}` },
          { label: say('at-risk-digest.actions.why'), command: `why ${id}` },
        ];
      }),
    },
    charts: [],
    actions: [],
    visibility: 'asker',
  };
}
